"""The published schemas say the same to three implementations, and the examples fit them."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from portal.app import create_app
from portal.settings import HOUSE, Settings
from portal.wire.xml.examples import EXAMPLES
from portal.wire.xml.refusing import REFUSALS
from portal.wire.xml.schema import DECLARATION, RESULT
from tests.batch.attacks import ATTACKS, GOOD
from tests.batch.messages import form, message, record
from tests.batch.test_cases import FITTING, form_of
from tests.declarations.world import EMPLOYER, TRAINING

LARGEST = 100_000  # bytes: one of the three is slow
XMLLINT = shutil.which("xmllint") is not None


def by_xmllint(schema: Path, file: Path) -> bool:
    command = ["xmllint", "--noout", "--nonet", "--stream", "--schema", str(schema), str(file)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


class Implementations:
    """Three readers of one schema."""

    def __init__(self, schema: Path) -> None:
        self._path = schema
        self._lxml = etree.XMLSchema(etree.parse(schema))
        self._other = xmlschema.XMLSchema(str(schema))

    def say(self, file: Path) -> list[bool]:
        """Return what each says of a file: whether it fits."""
        said = [by_xmllint(self._path, file)] if XMLLINT else []
        for reads in (self._by_lxml, self._by_xmlschema):
            try:
                said.append(reads(file))
            except (etree.XMLSyntaxError, xmlschema.XMLResourceError, SyntaxError):
                said.append(False)
        return said

    def _by_lxml(self, file: Path) -> bool:
        return bool(self._lxml.validate(etree.parse(file)))

    def _by_xmlschema(self, file: Path) -> bool:
        return bool(self._other.is_valid(str(file)))


def fixtures() -> dict[str, bytes]:
    """Return all messages of the tests that all three can read: without DOCTYPE, and small."""
    found = {"a good message": GOOD}
    found |= {
        name: data
        for name, (data, code) in ATTACKS.items()
        if code not in {"doctypeForbidden", "notUtf8"}  # which schemas do not forbid
    }
    for case in FITTING:
        found[case.name] = message(*(form_of(row, EMPLOYER) for row in case.rows))
    for name, text in {
        "a day of nowhere": record({**TRAINING, "start_date": "2026-13-01"}),
        "a leap day": record({**TRAINING, "start_date": "2024-02-29"}),
        "a day with its zone": record({**TRAINING, "start_date": "2026-11-24Z"}),
        "Arabic digits": record({**TRAINING, "duration_minutes": "٤٥٦"}),
        "spaces around": record({**TRAINING, "ssin": " 85021400135 "}),
        "250 signs beyond the plane": record({**TRAINING, "title": "\U0001f600" * 250}),
        "251 signs beyond the plane": record({**TRAINING, "title": "\U0001f600" * 251}),
    }.items():
        found[name] = message(form(text))
    return {name: data for name, data in found.items() if len(data) < LARGEST}


@pytest.mark.skipif(not XMLLINT, reason="xmllint is missing: apt-get install libxml2-utils")
def test_three_implementations_agree_on_every_message(tmp_path: Path) -> None:
    readers = Implementations(DECLARATION)
    verdicts: Counter[bool] = Counter()
    for number, (name, data) in enumerate(fixtures().items()):
        file = tmp_path / f"{number}.xml"
        file.write_bytes(data)
        said = readers.say(file)
        assert len(said) == 3
        assert len(set(said)) == 1, name
        verdicts[said[0]] += 1
    assert min(verdicts.values()) > 20


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_fits_its_schema(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(b"".join(EXAMPLES[name]()))
    assert set(Implementations(DECLARATION if "declaration" in name else RESULT).say(file)) == {
        True
    }


def test_the_manual_shows_the_example_and_every_code() -> None:
    manual = (HOUSE / "docs" / "batch.md").read_text(encoding="utf-8")
    assert b"".join(EXAMPLES["example-declaration.xml"]()).decode().rstrip() in manual
    for reason in REFUSALS:
        assert f"| `{reason.code}` | " in manual


def test_everybody_may_fetch_what_is_published(settings: Settings) -> None:
    client = create_app(settings).test_client()
    for name in ("fla-declaration-1.xsd", "fla-result-1.xsd", *EXAMPLES):
        answer = client.get(f"/schemas/{name}")
        assert (answer.status_code, answer.mimetype) == (200, "application/xml")
        etree.fromstring(answer.data)
    assert client.get("/schemas/schema.py").status_code == 404
