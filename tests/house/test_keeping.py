"""Of every column it is known what it tells of people, and how long it is kept."""

import itertools

import pytest
from sqlalchemy import Column, MetaData, Text

from portal.login.attempts import LIFE
from portal.login.tries import WINDOW
from portal.models import Base
from portal.models.keeping import KEEPING
from portal.models.retention import Keeping
from portal.settings import HOUSE
from portal.submissions.beating import KEPT

DOC = HOUSE / "docs" / "data.md"


def faults(metadata: MetaData) -> list[str]:
    """Return the columns of which nothing is said, or more than once, or that do not exist."""
    found = []
    for name in sorted(metadata.tables.keys() | KEEPING.keys()):
        told = KEEPING[name].columns if name in KEEPING else []
        real = set(metadata.tables[name].columns.keys()) if name in metadata.tables else set()
        twice = {column for column in told if told.count(column) > 1}
        found += [f"{name}.{column}" for column in sorted(real.symmetric_difference(told) | twice)]
    return found


def test_every_column_has_one_class_and_every_table_a_retention() -> None:
    assert faults(Base.metadata) == []


def test_a_column_of_which_nothing_is_said_is_refused() -> None:
    other = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(other)
    other.tables["person"].append_column(Column("phone", Text))
    other.remove(other.tables["try_window"])
    assert faults(other) == [
        "person.phone",
        *(f"try_window.{one}" for one in ("ends_at", "kind", "tries", "who_hash")),
    ]


@pytest.mark.parametrize("name", KEEPING)
def test_a_term_runs_from_a_moment_of_the_row(name: str) -> None:
    retention = KEEPING[name].retention
    assert retention.sentence.startswith(("as long as ", "until ", "for "))
    assert (retention.moment is None) == retention.sentence.startswith("as long as ")
    if retention.moment:
        assert Base.metadata.tables[name].columns[retention.moment].type.timezone


def test_the_terms_are_those_that_the_sign_in_keeps() -> None:
    assert KEEPING["sign_in_attempt"].retention.term == LIFE
    assert WINDOW.total_seconds() == 5 * 60


def test_the_term_of_a_beat_is_that_which_the_workers_keep() -> None:
    assert KEEPING["worker_beat"].retention.term == KEPT


def test_what_opens_something_or_names_a_number_is_sensitive() -> None:
    for name, keeping in KEEPING.items():
        for word, column in itertools.product(
            ("number_index", "sealed", "code_verifier", "nonce", "session_hash", "email"),
            keeping.columns,
        ):
            assert word != column or column in keeping.sensitive, name


def test_who_can_be_found_by_an_id_is_personal() -> None:
    for keeping in KEEPING.values():
        assert not {"person_id", "looker_id", "holder_id"} & keeping.public


def line(name: str, keeping: Keeping) -> str:
    """Return the row of a table as the documentation shows it."""
    kinds = (keeping.public, keeping.personal, keeping.sensitive)
    told = " | ".join(", ".join(sorted(kind)) or "-" for kind in kinds)
    return f"| `{name}` | {told} | {keeping.retention.sentence} |"


def test_the_documentation_shows_what_is_kept() -> None:
    tables, *_ = DOC.read_text().split("\n## ")
    shown = [one for one in tables.splitlines() if one.startswith("| `")]
    assert shown == [line(name, keeping) for name, keeping in KEEPING.items()]
