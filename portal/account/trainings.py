"""Opens a worker's trainings: those that a filter lets through, page by page, and their totals."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Connection

from portal import replica
from portal.account.choosing import (
    Choices,
    EmployerName,
    EmploymentTotal,
    TrainingFilter,
    TrainingPage,
)
from portal.account.grounds import Grounds, read_grounds
from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.rows import trainings_of
from portal.account.trainings_statement import CONDITIONS, Cut, page_statement, words_of
from portal.account.values import TrainingRecord
from portal.clock import BELGIUM
from portal.law.training import days_of
from portal.reckoning.rows import Place
from portal.roles import Thing

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: at the trainings older, or newer, than this one."""

    cut: Cut
    start_date: date
    training_id: UUID

    @classmethod
    def beside(cls, training: TrainingRecord, cut: Cut) -> Self:
        """Return the cursor of the page next to one that ends with this training."""
        return cls(cut, training.start_date, training.training_id)

    @classmethod
    def parse(cls, written: str | None) -> Self | None:
        """Return the cursor as an address carries it; None: none there, or not readable."""
        try:
            cut, start_date, training_id = (written or "").split("_")
            return cls(Cut(cut), date.fromisoformat(start_date), UUID(training_id))
        except ValueError:
            return None

    def __str__(self) -> str:
        """Return it as `parse` reads it."""
        return f"{self.cut.value}_{self.start_date.isoformat()}_{self.training_id}"


def open_trainings(
    db: Connection, person_id: UUID, look: Look, chosen: TrainingFilter, cursor: str | None = None
) -> TrainingPage:
    """Return a page of a worker's trainings; the look is written before it is returned.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    cursor: `newer` or `older` of another page; None, or unreadable: the first page.
    """
    check_may_look([person_id], Thing.ACCOUNT, look)
    as_of = look.looked_at.astimezone(BELGIUM).date()
    page = replica.answer(db, lambda near: _read_page(near, person_id, as_of, chosen, cursor))
    write_looks(db, [person_id], DataGroup.TRAININGS, look)
    return page


def _read_page(
    db: Connection, person_id: UUID, as_of: date, chosen: TrainingFilter, cursor: str | None
) -> TrainingPage:
    grounds = read_grounds(db, person_id, as_of)
    asked = {field: value for field in CONDITIONS if (value := getattr(chosen, field)) is not None}
    if "text" in asked:
        asked["text"] = words_of(asked["text"])
    begins = Cursor.parse(cursor)
    statement = page_statement(tuple(asked), begins.cut if begins else None)
    if begins:
        asked |= {"cut_date": begins.start_date, "cut_id": begins.training_id}
    asked |= {"person_id": person_id, "page_size": PAGE_SIZE, **_bound(grounds)}
    rows, first, count, totals, choices, names = db.execute(statement, asked).one()
    shown = trainings_of(rows, grounds.named(names))
    last = (first or 0) + len(shown) - 1
    return TrainingPage(
        trainings=shown,
        newer=str(Cursor.beside(shown[0], Cut.NEWER)) if shown and first > 1 else None,
        older=str(Cursor.beside(shown[-1], Cut.OLDER)) if shown and last < count else None,
        first=first or 0,
        count=count,
        followed_minutes=sum(followed for *_, followed, _, _ in totals or ()),
        planned_minutes=sum(planned for *_, planned, _ in totals or ()),
        totals=_totals_of(totals or (), grounds, names or {}),
        choices=_choices_of(choices, names or {}),
    )


def _bound(grounds: Grounds) -> dict[str, list[object]]:
    """Return employments and rights as the statement takes them, column by column."""
    places = [(number, place) for number, here in grounds.places.items() for place in here]
    rights = sorted(grounds.rights)
    return {
        "employments": [place.employment_id for _, place in places],
        "enterprises": [number for number, _ in places],
        "first_days": [place.start_date for _, place in places],
        "last_days": [place.end_date for _, place in places],
        "right_employments": [employment for employment, _ in rights],
        "right_years": [year for _, year in rights],
    }


def _totals_of(
    rows: Sequence[Sequence[Any]], grounds: Grounds, names: dict[str, str]
) -> tuple[EmploymentTotal, ...]:
    places = {one.employment_id: one for here in grounds.places.values() for one in here}
    parts: dict[tuple[str, str | None], list[Sequence[Any]]] = defaultdict(list)
    for number, employment, *figures in rows:
        parts[number, employment].append(figures)
    totals = [
        _total_of(names.get(number, number), places.get(employment or ""), figures)
        for (number, employment), figures in parts.items()
    ]
    return tuple(sorted(totals, key=_order))


def _total_of(
    employer_name: str, place: Place | None, years: Sequence[Sequence[Any]]
) -> EmploymentTotal:
    """Return the total of one employment.

    years: year, count, followed, planned and charged minutes of each.
    """
    taken = place and sum(
        (days_of(charged, place.weekly_minutes, year) for year, *_, charged in years if charged),
        Fraction(0),
    )
    return EmploymentTotal(
        employer_name=employer_name,
        start_date=place.start_date if place else None,
        end_date=place.end_date if place else None,
        count=sum(count for _, count, *_ in years),
        followed_minutes=sum(followed for *_, followed, _, _ in years),
        planned_minutes=sum(planned for *_, planned, _ in years),
        days=taken,
    )


def _order(total: EmploymentTotal) -> tuple[int, int, str]:
    """Put present employments first, then the last ended, then what lies in none."""
    if total.start_date is None:
        return 2, 0, total.employer_name
    if total.end_date is None:
        return 0, total.start_date.toordinal(), total.employer_name
    return 1, -total.end_date.toordinal(), total.employer_name


def _choices_of(lists: Sequence[Sequence[Any] | None], names: dict[str, str]) -> Choices:
    years, natures, statuses, origins = (one or () for one in lists)
    return Choices(
        years=tuple(years)[::-1],
        employers=tuple(sorted(EmployerName(name, number) for number, name in names.items())),
        natures=tuple(natures),
        statuses=tuple(statuses),
        origins=tuple(origins),
    )
