"""Records of a file in groups: each group is declared, told and counted in one transaction."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import attrgetter
from typing import BinaryIO, Final

from sqlalchemy import text
from sqlalchemy.orm import Session as DatabaseSession

from portal.declarations import catalogue
from portal.declarations.declaration import Declarant
from portal.declarations.declare import Moment, declare
from portal.declarations.outcome import Issue, Outcome, Result
from portal.declarations.reading import readable_reference
from portal.declarations.table import Table
from portal.submissions.outcomes import Told
from portal.submissions.values import stored
from portal.wire.xml.faults import path_of
from portal.wire.xml.places import Places
from portal.wire.xml.reading import Passage

GROUP: Final = 2_000  # records of one transaction: what a killed worker has to do again
LARGEST: Final = 2 * GROUP  # where one worker has so many
_ABOVE: Final = "../"  # where a path leaves the record for its form
_PLACE: Final = attrgetter("place")
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


class Group:
    """Records of one transaction, in the order of the file.

    place: of the first, from 0. texts: what they say. faults: what is wrong with the shape of
    some, by their index in the group; those never reach the door.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self.place = passages[0].place
        self.texts = Table.joined([passage.texts for passage in passages])
        self.faults = {
            passage.place - self.place: passage.faults for passage in passages if passage.faults
        }

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.texts)

    @property
    def behind(self) -> int:
        """The place of the first record behind it."""
        return self.place + len(self)

    @property
    def names(self) -> frozenset[str]:
        """Of workers and references in it; an empty one stands for what is not named."""
        return frozenset(self.texts.column("ssin")).union(self.texts.column("reference"))

    @property
    def kinds(self) -> Iterator[str]:
        """What kind of record each speaks of."""
        for passage in self._passages:
            yield from repeat(passage.kind_of_record, len(passage.texts))

    def passage_of(self, index: int) -> Passage:
        """Return the passage in which a record stands."""
        place = self.place + index
        return self._passages[bisect_right(self._passages, place, key=_PLACE) - 1]

    def answered(self, answer: Callable[[Table], list[Outcome]]) -> list[Outcome]:
        """Return the outcome of each record: as answered, or refused where it has no shape."""
        if not self.faults:
            return answer(self.texts)
        shaped = [index for index in range(len(self)) if index not in self.faults]
        found = dict(zip(shaped, answer(self.texts.at(shaped)), strict=True))
        return [
            found[index] if index in found else self._refused(index) for index in range(len(self))
        ]

    def _refused(self, index: int) -> Outcome:
        reference = readable_reference(self.texts.row(index))
        return Outcome.refused(index, reference, self.faults[index])


def groups_of(passages: Iterable[Passage]) -> Iterator[Group]:
    """Give records in groups, in their order; those of one worker that stand together in one."""
    kept: list[Passage] = []
    worker = ""  # of the last one that is kept
    for whole in passages:
        passage = whole
        while (place := _end(kept, worker, passage)) is not None:
            before, passage = passage.cut(place)
            yield Group([*kept, before] if before.texts else kept)
            kept = []
        kept.append(passage)
        worker = passage.texts.column("ssin")[-1]
    if kept:
        yield Group(kept)


def _end(kept: Sequence[Passage], worker: str, passage: Passage) -> int | None:
    """Return the place in a passage before which a group ends; None: there is none."""
    first = kept[0].place if kept else passage.place
    workers = passage.texts.column("ssin")
    for place in range(max(first + GROUP, passage.place), passage.behind):
        index = place - passage.place
        if place == first + LARGEST or workers[index] != (workers[index - 1] if index else worker):
            return place
    return None


def declare_group(
    effects: DatabaseSession,
    kept: DatabaseSession,
    declarant: Declarant,
    group: Group,
    moment: Moment,
) -> list[Outcome]:
    """Declare a group; return what became of each record, in their order.

    effects: where it is declared. kept: where the outcomes of earlier groups are found.
    What has no shape never reaches the door, unless the door is closed for everybody.
    """

    def declared(texts: Table) -> list[Outcome]:
        return declare(effects, declarant, texts, moment)

    outcomes = group.answered(declared) if moment.is_open else declared(group.texts)
    doubtful = {
        index: group.texts.row(index)
        for index, outcome in enumerate(outcomes)
        if outcome.result is Result.REJECTED and _names_another(outcome)
    }
    if doubtful:
        said = [row["reference"] for row in doubtful.values()]
        made = _made_before(kept, declarant, said)
        for index, row in doubtful.items():
            if row["reference"] in made:
                # Earlier in the file is what counts, not where a group happens to begin.
                (outcome,) = declare(effects, declarant, [row], moment)
                issues = tuple(map(_as_duplicate, outcome.issues))
                outcomes[index] = outcome._replace(issues=issues)
    return outcomes


def _names_another(outcome: Outcome) -> bool:
    """Tell whether its reference is said to be that of another declaration."""
    return any(
        issue.reason in {catalogue.REFERENCE_CONFLICT, catalogue.DUPLICATE_IN_FILE}
        for issue in outcome.issues
    )


def _made_before(
    kept: DatabaseSession, declarant: Declarant, references: Sequence[str]
) -> set[str]:
    """Return the references under which earlier groups of the file made a record."""
    bound = {"submission_id": declarant.submission_id, "references": references}
    return set(kept.execute(_MADE_HERE, bound).scalars())


def _as_duplicate(issue: Issue) -> Issue:
    if issue.reason is not catalogue.REFERENCE_CONFLICT:
        return issue
    return Issue(catalogue.DUPLICATE_IN_FILE, "reference", issue.value)


def tell(file: BinaryIO, group: Group, outcomes: Sequence[Outcome]) -> list[Told]:
    """Return what is kept of outcomes: each issue with its line, column and path in the file."""
    places = _Cache(file)
    numbers = group.texts.column("enterprise_number")
    return [
        Told(
            group.place + index,
            outcome,
            kind,
            number,
            _told(places, group, index, outcome.issues) if outcome.issues else [],
        )
        for index, (outcome, kind, number) in enumerate(
            zip(outcomes, group.kinds, numbers, strict=True)
        )
    ]


class _Cache:
    """The places of the block that was asked for last."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offset = -1
        self._places: Places | None = None

    def at(self, passage: Passage, place: int, path: str) -> tuple[int, int]:
        """Return line and column of an element in a record; of the record where it has none."""
        if self._places is None or self._offset != passage.block.offset:
            self._places = Places(self._file, passage.block, passage.opened)
            self._offset = passage.block.offset
        found = self._places.at(passage.number + place - passage.place, path)
        return (passage.line, 1) if found is None else found


def _told(
    places: _Cache, group: Group, index: int, issues: Sequence[Issue]
) -> list[dict[str, str | int]]:
    passage, place = group.passage_of(index), group.place + index
    told: list[dict[str, str | int]] = []
    for issue in issues:
        path = path_of(issue.field)
        if path.startswith(_ABOVE):
            line, column = places.at(passage, place, "")
            xpath = f"{passage.xpath()}/{path.removeprefix(_ABOVE)}"
        else:
            line, column = places.at(passage, place, path)
            xpath = f"{passage.xpath(place)}/{path}".rstrip("/")
        told.append({**stored(issue), "line": line, "column": column, "xpath": xpath})
    return told
