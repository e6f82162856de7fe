"""The commands `declare` and `check`: what they print, and how they end."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session as DatabaseSession

from portal.commands import portal
from portal.database import Session
from portal.models import Training
from tests.declarations.world import BAKERY, EMMA, GARAGE, NEWBORN, NOBODY, fill

HEADER = (
    "enterprise_number;reference;ssin;titel;language;nature;status;startDate;endDate;duur;"
    "countsForRight;certificate"
)
REST = "nl;formal;completed;2026-11-09;2026-11-10;7:36;ja;nee"
GOOD = f"{BAKERY};W1;{EMMA};Veilig werken;{REST}"
BAD = f"{BAKERY};W2;{EMMA};;{REST.replace('7:36', 'long')}"
UNKNOWN = f"{BAKERY};W3;{NOBODY};Lassen;{REST}"
ZEROS = f"{GARAGE.lstrip('0')};W4;{NEWBORN.lstrip('0')};Lassen;{REST}"


@pytest.fixture
def committed(database: Engine) -> Engine:
    with Session.begin() as db:
        fill(db)
    return database


def run(path: Path, *lines: str, command: str = "declare", options: tuple[str, ...] = ()) -> Result:
    file = path / "sheet.csv"
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return CliRunner().invoke(portal, [command, str(file), *options])


def kept(engine: Engine) -> int:
    with DatabaseSession(engine) as db:
        return db.scalar(select(func.count()).select_from(Training)) or 0


def test_every_refused_row_is_one_line_and_then_come_the_counts(
    committed: Engine, tmp_path: Path
) -> None:
    done = run(tmp_path, GOOD, BAD, UNKNOWN, ZEROS, options=("--channel", "sheet"))
    lines = done.stdout.splitlines()
    assert lines == [
        (
            "row 3 | W2 | titel: missing: Fill this in: it is obligatory."
            " | duur: invalidStructure: This is written in the wrong way. Write it like this: 7:36."
        ),
        (
            "row 4 | W3 | ssin: referencedResourceNotFound: This worker is not known at this"
            " enterprise for the whole period. Check the number and the dates of the employment."
        ),
        "accepted 1, acceptedWithWarnings 1, rejected 2, unchanged 0",
    ]
    assert done.exit_code == 1
    assert kept(committed) == 2


def test_a_sheet_without_faults_ends_well_and_so_does_its_repetition(
    committed: Engine, tmp_path: Path
) -> None:
    for counts in ("accepted 1, acceptedWithWarnings 0", "accepted 0, acceptedWithWarnings 0"):
        done = run(tmp_path, GOOD)
        assert done.stdout.startswith(counts)
        assert done.exit_code == 0
    assert kept(committed) == 1


@pytest.mark.usefixtures("committed")
def test_warnings_are_shown_when_asked_for(tmp_path: Path) -> None:
    assert "zerosRestored" in run(tmp_path, ZEROS, options=("--warnings",)).stdout
    assert "zerosRestored" not in run(tmp_path, ZEROS).stdout


def test_a_file_that_is_no_sheet_declares_nothing(committed: Engine, tmp_path: Path) -> None:
    done = run(tmp_path, GOOD, f"{GOOD};too;much")
    assert "Row 3 has more cells" in done.stderr
    assert "Nothing was declared" in done.stderr
    assert done.exit_code == 1
    assert kept(committed) == 0


def test_checking_needs_no_database_and_finds_what_rows_say_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")
    done = run(tmp_path, GOOD, BAD, UNKNOWN, command="check")
    assert done.stdout.splitlines()[0].startswith("row 3 | W2 | titel: missing:")
    assert done.stdout.splitlines()[1:] == [
        "2 of 3 rows can be declared, as far as the file tells."
    ]
    assert done.exit_code == 1


def test_an_employers_own_sheet_can_be_checked_too(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    lines = [line.split(";", 1)[1] for line in (HEADER, GOOD)]
    file.write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(portal, ["check", str(file)])
    assert (done.stdout, done.exit_code) == (
        "1 of 1 rows can be declared, as far as the file tells.\n",
        0,
    )
