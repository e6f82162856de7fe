"""A list of declarations as entries: read, and compared with one another."""

from collections.abc import Sequence

from portal.declarations import catalogue
from portal.declarations.declaration import Declarant
from portal.declarations.entry import ChangeEntry, CreateEntry, Entry, RightEntry, TrainingEntry
from portal.declarations.forms import Changed
from portal.declarations.outcome import Issue, Outcome
from portal.declarations.reading import read_table, readable_reference
from portal.declarations.table import Fields, Table
from portal.records.facts import TrainingDeclaration

# What becomes of a text: an entry, or at once the refusal of what cannot be read.
Reading = Entry | Outcome


def read_all(declarant: Declarant, declarations: Sequence[Fields] | Table) -> list[Reading]:
    """Return a list as entries: read, and compared with one another.

    No database is asked, so a long list can be read whole and then declared in groups, and still
    notices a reference that comes twice.
    """
    table = declarations if isinstance(declarations, Table) else Table.of(declarations)
    readings: list[Reading] = []
    first_of: dict[tuple[str, str], CreateEntry] = {}
    for index, read in enumerate(read_table(table)):
        if isinstance(read, list):
            reference = readable_reference(table.row(index))
            readings.append(Outcome.refused(index, reference, tuple(read)))
            continue
        said, content = read
        if isinstance(said, Changed):
            readings.append(_change(index, said, declarant, first_of))
            continue
        kind = TrainingEntry if isinstance(said, TrainingDeclaration) else RightEntry
        # The operator speaks for the enterprise of each declaration.
        entry = kind(index, said, declarant.enterprise_number or said.enterprise_number, content)
        first = first_of.setdefault(entry.key, entry)
        if first is not entry:
            _compare_twins(first, entry)
        readings.append(entry)
    return readings


def _change(
    index: int, said: Changed, declarant: Declarant, first_of: dict[tuple[str, str], CreateEntry]
) -> Reading:
    organisation = declarant.enterprise_number or said.declaration.enterprise_number or ""
    if not organisation and said.change.record_id is None:
        # The operator has no references of its own.
        missing = (Issue(catalogue.MISSING, "enterprise_number"),)
        return Outcome.refused(index, said.declaration.reference, missing)
    entry = ChangeEntry(index, said.declaration, organisation, said.change)
    if said.change.record_id is None:
        entry.origin = first_of.get(entry.key)
    return entry


def _compare_twins(first: CreateEntry, entry: CreateEntry) -> None:
    entry.twin = first
    same_worker = first.declaration.ssin == entry.declaration.ssin
    if not same_worker or first.content != entry.content:
        reference = entry.declaration.reference
        entry.add(Issue(catalogue.DUPLICATE_IN_FILE, "reference", reference))
