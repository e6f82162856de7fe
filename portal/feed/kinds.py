"""The files of a feed: their columns, what each may hold, and what makes a row the same row."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portal.feed import cells, keys
from portal.feed.cells import EMPTY, Reader, Refusal
from portal.languages import LANGUAGES
from portal.law.words import EndReason

ROLES = ("reader", "editor", "accessManager")
QUALITIES = ("employer", "mandateHolder", "provider")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file.

    type: PostgreSQL's, of the temporary table.
    empty: what an empty cell says ("" is nothing); None where it may not be empty.
    beside: the cell names a file of the folder, whose content counts.
    may_be_absent: the whole column, which then says nothing.
    is_number: a social security number, which is never staged in clear: under the column's name
    stands its keyed index, and beside it the number as only this load can read it.
    """

    name: str
    read: Reader
    type: str = "text"
    empty: str | None = None
    beside: bool = False
    may_be_absent: bool = False
    is_number: bool = False

    @property
    def staged(self) -> tuple[str, ...]:
        """The columns of the temporary table."""
        return (self.name, f"{self.name}_hidden") if self.is_number else (self.name,)

    def value(self, text: str, folder: Path) -> str | Refusal:
        """Return what the cell says."""
        if not text:
            said: str | Refusal = ""
        elif self.beside:
            said = keys.beside(folder, text, self.read)
        else:
            said = self.read(text)
        if said != "":
            return said
        return EMPTY if self.empty is None else self.empty


@dataclass(frozen=True, slots=True)
class Kind:
    """A file of the feed; `key` names the columns of which no two rows may have the same values."""

    file: str
    table: str  # temporary, where its rows stand while they are checked
    key: tuple[str, ...]
    columns: tuple[Column, ...]


EMPLOYER = Column("enterprise_number", cells.enterprise_number)
WORKER = Column("ssin", cells.ssin, "bytea", is_number=True)
EMPLOYMENT = Column("employment_id", cells.name_of_record)

# In this order they are read: later ones name rows of earlier ones.
KINDS = (
    Kind(
        "workers.csv",
        "feed_worker",
        ("ssin",),
        (
            WORKER,
            Column("family_name", cells.words(200)),
            Column("given_names", cells.words(200)),
            Column("birth_date", cells.day, "date", empty=""),
            Column("birth_place", cells.words(200), empty=""),
            Column("language", cells.one_of(*LANGUAGES), empty=""),
            Column("replaces_ssin", cells.ssin, "bytea", empty="", is_number=True),
            Column("canceled", cells.one_of("true"), "boolean", "false", may_be_absent=True),
        ),
    ),
    Kind(
        "employers.csv",
        "feed_employer",
        ("enterprise_number",),
        (
            EMPLOYER,
            Column("name", cells.words(200)),
            Column("nsso_number", cells.words(20), empty=""),
        ),
    ),
    Kind(
        "employer_sizes.csv",
        "feed_employer_size",
        ("enterprise_number", "quarter"),
        (
            EMPLOYER,
            Column("quarter", cells.quarter),
            Column("fte", cells.full_time_equivalents, "numeric", empty=""),
            Column("headcount", cells.headcount, "integer", empty=""),
        ),
    ),
    Kind(
        "employments.csv",
        "feed_employment",
        ("employment_id",),
        (
            EMPLOYMENT,
            WORKER,
            EMPLOYER,
            Column("joint_committee", cells.joint_committee),
            Column("start_date", cells.day, "date"),
            Column("end_date", cells.day, "date", empty=""),
            Column("end_reason", cells.one_of(*EndReason), empty=""),
            Column("weekly_minutes", cells.week, "integer"),
        ),
    ),
    Kind(
        "work_regimes.csv",
        "feed_work_regime",
        ("employment_id", "from_date"),
        (
            EMPLOYMENT,
            Column("from_date", cells.day, "date"),
            Column("work_regime", cells.work_regime, "numeric"),
        ),
    ),
    Kind(
        "mandates.csv",
        "feed_mandate",
        ("holder_enterprise_number", "mandator_enterprise_number", "from_quarter"),
        (
            Column("mandator_enterprise_number", cells.enterprise_number),
            Column("holder_enterprise_number", cells.enterprise_number),
            Column("from_quarter", cells.quarter),
            Column("until_quarter", cells.quarter, empty=""),
        ),
    ),
    Kind(
        "representatives.csv",
        "feed_representative",
        ("ssin", "enterprise_number"),
        (WORKER, EMPLOYER, Column("role", cells.one_of(*ROLES))),
    ),
    Kind(
        "senders.csv",
        "feed_sender",
        ("sender_number",),
        (
            Column("sender_number", cells.sender_number),
            EMPLOYER,
            Column("quality", cells.one_of(*QUALITIES)),
            Column("public_key", keys.public_key, empty=""),
            Column("certificate", keys.certificate, empty="", beside=True),
            Column("client_id", cells.name_of_record, empty=""),
            Column("jwks", keys.key_set, empty="", beside=True),
        ),
    ),
)


def hidden_numbers(kinds: Iterable[Kind] = KINDS) -> str:
    """Return the query of all numbers that these files name: their indexes, and them hidden."""
    return " UNION ".join(
        f"SELECT {column.name} AS ssin, {column.name}_hidden AS hidden"  # noqa: S608 - named above
        f" FROM {kind.table} WHERE {column.name} IS NOT NULL"
        for kind in kinds
        for column in kind.columns
        if column.is_number
    )
