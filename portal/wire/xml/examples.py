"""Messages to look at and to try: written by the same names by which messages are read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import Final

from portal.clock import BELGIUM
from portal.submissions.values import StoredOutcome
from portal.wire.xml.schema import DECLARATION_SPACE, VERSION
from portal.wire.xml.texts import PLACES, SHAPES, fields_of
from portal.wire.xml.writing import AnsweredFile, acknowledgement, result

HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<FlaDeclaration xmlns="{DECLARATION_SPACE}" schemaVersion="{VERSION}">\n'
)
TAIL: Final = "</FlaDeclaration>\n"
ORDER: Final = tuple(
    dict.fromkeys(field for shape in SHAPES.values() for _, field in fields_of(shape))
)
_NUMBER: Final = "0400000185"
_WHO: Final = {"ssin": "85021400135"}
_FILE: Final = AnsweredFile(
    "FI.FLAD.123456.20261124.00001.R.1.1", datetime(2026, 11, 24, 22, tzinfo=BELGIUM), "R"
)
_RECORDS: Final = (
    {
        "reference": "S2026-000123",
        "action": "createTraining",
        **_WHO,
        "title": "Veilig werken op hoogte",
        "language": "nl",
        "nature": "formal",
        "status": "completed",
        "start_date": "2026-11-09",
        "end_date": "2026-11-10",
        "duration_minutes": "456",
        "counts_for_right": "true",
        "provider_name": "Opleidingscentrum Noord",
        "certificate_obtained": "true",
        "certificate_valid_until": "2031-11-10",
        "financing": "employer",
    },
    {"reference": "S2026-000122", "action": "cancelTraining", **_WHO, "cancel_reason": "Twice"},
    {
        "reference": "S2026-000124",
        "action": "createRight",
        **_WHO,
        "year": "2026",
        "kind": "legal",
        "days": "5",
    },
)
_ANOMALY: Final = {
    "errorId": "00024-151",
    "severity": "blocking",
    "code": "referencedResourceNotFound",
    "line": 5,
    "column": 71,
    "xpath": "/FlaDeclaration/Form[1]/TrainingRecord[2]/Worker/Ssin",
    "detail": "This worker is not known at this enterprise for the whole period. "
    "Check the number and the dates of the employment.",
}


def write_record(texts: Mapping[str, str]) -> str:
    """Return a record that says the texts of a declaration; what is no field, behind the others."""
    kind = "TrainingRightRecord" if texts["action"].endswith("Right") else "TrainingRecord"
    said = {name: text for name, text in texts.items() if name != "enterprise_number"}
    said["action"] = said["action"].removesuffix("Training").removesuffix("Right")
    parts, opened = [f"<{kind}>"], ""
    for name in sorted(said, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
        outer, _, inner = PLACES.get(name, name.title()).rpartition("/")
        if outer != opened:
            parts += [f"</{opened}>" if opened else "", f"<{outer}>" if outer else ""]
            opened = outer
        parts.append(f"<{inner}>{escape(said[name], quote=False)}</{inner}>")
    return "".join([*parts, f"</{opened}>" if opened else "", f"</{kind}>\n"])


def write_header(declarant: str, employer: str, **other: str) -> str:
    """Return what stands before the records of a form; other: elements that differ, by name."""
    said = {
        "Identification": "FLAD001",
        "FormCreationDate": "2026-11-24",
        "FormCreationHour": "09:00:00.000",
        "AttestationStatus": "0",
        "TypeForm": "SU",
        "Reference": "F2026-1",
    } | other
    told = "".join(f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in said.items())
    for name, number in (("Declarant", declarant), ("Employer", employer)):
        told += (
            f"<{name}><EnterpriseNumber>{escape(number, quote=False)}</EnterpriseNumber></{name}>"
        )
    return f"{told}\n"


def _declaration() -> Iterable[bytes]:
    records = "".join(map(write_record, _RECORDS))
    yield f"{HEAD}<Form>{write_header(_NUMBER, _NUMBER)}{records}</Form>\n{TAIL}".encode()


def _result() -> Iterable[bytes]:
    counts = {"total": 2, "accepted": 1, "acceptedWithWarnings": 0, "rejected": 1, "unchanged": 0}
    made = "019aa000-0000-7000-8000-000000000001"
    records = (
        StoredOutcome(0, "S2026-000123", "accepted", "training", made, 1, ()),
        StoredOutcome(1, "S2026-000124", "rejected", None, None, None, (_ANOMALY,)),
    )
    return result(_FILE, counts, [records])


def _refused() -> Iterable[bytes]:
    anomaly = {**_ANOMALY, "errorId": "80100-003", "code": "truncated", "xpath": None}
    detail = "The file ends in the middle. Send it again, whole."
    return acknowledgement(_FILE, [{**anomaly, "detail": detail}])


# As they are published, by name.
EXAMPLES: Final = MappingProxyType(
    {
        "example-declaration.xml": _declaration,
        "example-acknowledgement.xml": lambda: acknowledgement(_FILE),
        "example-refusal.xml": _refused,
        "example-result.xml": _result,
    }
)
