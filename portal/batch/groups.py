"""Records of a file in groups: each group is declared, told and counted in one transaction."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO, Final

from sqlalchemy import text
from sqlalchemy.orm import Session as DatabaseSession

from portal.declarations import catalogue
from portal.declarations.declaration import Declarant
from portal.declarations.declare import Moment, declare
from portal.declarations.outcome import Issue, Outcome, Result
from portal.declarations.reading import readable_reference
from portal.submissions.outcomes import Told
from portal.submissions.values import stored
from portal.wire.xml.faults import path_of
from portal.wire.xml.places import Places
from portal.wire.xml.reading import Record

GROUP: Final = 2_000  # records of one transaction: what a killed worker has to do again
_ABOVE: Final = "../"  # where a path leaves the record for its form
_MADE_HERE: Final = text(
    """
    SELECT DISTINCT reference
    FROM submission_outcome
    WHERE submission_id = :submission_id
        AND reference = ANY(:references)
        AND version = 1
        AND result IN ('accepted', 'acceptedWithWarnings')
    """
)


def groups_of(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Give records in groups, in their order."""
    while group := list(islice(records, GROUP)):
        yield group


def declare_group(
    effects: DatabaseSession,
    kept: DatabaseSession,
    declarant: Declarant,
    group: Sequence[Record],
    moment: Moment,
) -> list[Outcome]:
    """Declare a group; return what became of each record, by its place in the file.

    effects: where it is declared. kept: where the outcomes of earlier groups are found.
    What has no shape never reaches the door, unless the door is closed for everybody.
    """
    shaped = [record for record in group if not record.faults or not moment.is_open]
    outcomes = declare(effects, declarant, [record.texts for record in shaped], moment)
    found = dict(zip((record.place for record in shaped), outcomes, strict=True))
    doubtful = [record for record in shaped if _names_another(found[record.place])]
    if doubtful:
        made = _made_before(kept, declarant, doubtful)
        for record in doubtful:
            if record.texts["reference"] in made:
                # Earlier in the file is what counts, not where a group happens to begin.
                (outcome,) = declare(effects, declarant, [record.texts], moment)
                issues = tuple(map(_as_duplicate, outcome.issues))
                found[record.place] = outcome._replace(issues=issues)
    return [
        found[record.place]._replace(index=record.place)
        if record.place in found
        else Outcome.refused(record.place, readable_reference(record.texts), record.faults)
        for record in group
    ]


def _names_another(outcome: Outcome) -> bool:
    """Tell whether its reference is said to be that of another declaration."""
    return outcome.result is Result.REJECTED and any(
        issue.reason in {catalogue.REFERENCE_CONFLICT, catalogue.DUPLICATE_IN_FILE}
        for issue in outcome.issues
    )


def _made_before(
    kept: DatabaseSession, declarant: Declarant, records: Sequence[Record]
) -> set[str]:
    """Return the references under which earlier groups of the file made a record."""
    references = [record.texts["reference"] for record in records]
    bound = {"submission_id": declarant.submission_id, "references": references}
    return set(kept.execute(_MADE_HERE, bound).scalars())


def _as_duplicate(issue: Issue) -> Issue:
    if issue.reason is not catalogue.REFERENCE_CONFLICT:
        return issue
    return Issue(catalogue.DUPLICATE_IN_FILE, "reference", issue.value)


def tell(file: BinaryIO, group: Sequence[Record], outcomes: Sequence[Outcome]) -> list[Told]:
    """Return what is kept of outcomes: each issue with its line, column and path in the file."""
    return [
        (outcome, record.kind_of_record, _told(places, record, outcome.issues))
        for places in [_Cache(file)]
        for record, outcome in zip(group, outcomes, strict=True)
    ]


class _Cache:
    """The places of the block that was asked for last."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offset = -1
        self._places: Places | None = None

    def at(self, record: Record, path: str) -> tuple[int, int]:
        """Return line and column of an element in a record; of the record where it has none."""
        if self._places is None or self._offset != record.block.offset:
            self._places = Places(self._file, record.block, record.opened)
            self._offset = record.block.offset
        found = self._places.at(record.number, path)
        return (record.line, 1) if found is None else found


def _told(places: _Cache, record: Record, issues: Sequence[Issue]) -> list[dict[str, str | int]]:
    told: list[dict[str, str | int]] = []
    for issue in issues:
        path = path_of(issue.field)
        if path.startswith(_ABOVE):
            line, column = places.at(record, "")
            xpath = f"{record.xpath_of_form}/{path.removeprefix(_ABOVE)}"
        else:
            line, column = places.at(record, path)
            xpath = f"{record.xpath}/{path}".rstrip("/")
        told.append({**stored(issue), "line": line, "column": column, "xpath": xpath})
    return told
