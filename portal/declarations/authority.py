"""Who may declare for whom, and in which quarter; asked before any record is looked at."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations import catalogue
from portal.declarations.declaration import (
    Action,
    Declarant,
    Declaration,
    NamedRecord,
    Quality,
)
from portal.declarations.entry import Entry
from portal.declarations.outcome import Issue
from portal.law.size import Quarter
from portal.records.facts import Facts, RightDeclaration, TrainingDeclaration
from portal.records.stand import Stand
from portal.roles import Tie, may

_MANDATES: Final = text(
    """
    SELECT mandator_enterprise_number, from_quarter, until_quarter
    FROM mandate
    WHERE holder_enterprise_number = :holder
        AND mandator_enterprise_number = ANY(:mandators)
        AND revoked_at IS NULL
    """
)


class Mandates:
    """The mandates of one holder: for whom, from which quarter until which one."""

    def __init__(self, rows: Iterable[tuple[str, str, str | None]]) -> None:
        """Keep the quarters by mandator; None: until further notice."""
        self._spans: dict[str, list[tuple[str, str | None]]] = {}
        for mandator, first, last in rows:
            self._spans.setdefault(mandator, []).append((first, last))

    def tie(self, mandator: str, quarter: Quarter, today: date) -> Tie:
        """Return whether a mandate that is in force today covers a quarter for an enterprise."""
        # 2024Q1 sorts as text just as quarters follow each other.
        wanted, present = str(quarter), str(Quarter.of(today))
        spans = self._spans.get(mandator)
        if spans is None:
            return Tie.NONE
        covered = any(
            first <= wanted
            and first <= present
            and (last is None or (wanted <= last and present <= last))
            for first, last in spans
        )
        return Tie.MANDATED if covered else Tie.ENDED


def check_authority(
    db: Session, declarant: Declarant, entries: list[Entry], today: date
) -> list[Entry]:
    """Return the entries that the declarant may declare; the others get an issue.

    What ties the declarant to the enterprise of each is found here; whether that is enough, the
    table of `portal.roles` says. A change that does not tell has its turn with the record.
    """
    said = {entry.declaration.enterprise_number or "" for entry in entries}
    mandates = mandates_of(db, declarant, said)
    role, permitted = declarant.role, []
    # Few different questions for many entries.
    answers: dict[tuple[Action, str | None, int | None], bool] = {}
    for entry in entries:
        action, declaration = entry.action, entry.declaration
        asked = action, declaration.enterprise_number, _time_of(declaration)
        answer = answers.get(asked)
        if answer is None:
            tie = _tie(declarant, entry, mandates, today)
            answer = tie is None or may(role, action.deed, action.thing, tie)
            answers[asked] = answer
        if answer:
            permitted.append(entry)
        else:
            # Alone, whatever else was found: a stranger learns nothing.
            number = declaration.enterprise_number
            entry.issues.clear()
            entry.add(Issue(catalogue.MISSING_PERMISSION, "enterprise_number", number))
    return permitted


def _tie(declarant: Declarant, entry: Entry, mandates: Mandates, today: date) -> Tie | None:
    """Return what ties the declarant to a declaration; None: only the record can tell."""
    declaration, quality = entry.declaration, declarant.quality
    number = declaration.enterprise_number
    if quality is Quality.PROVIDER:
        return Tie.OWN  # what it registers is its own; of others' records it finds none
    if quality is Quality.OPERATOR:
        return Tie.NONE
    if number is None:
        return None
    if quality is Quality.EMPLOYER:
        return Tie.OWN if number == declarant.enterprise_number else Tie.NONE
    if isinstance(declaration, NamedRecord):
        return None
    return mandates.tie(number, _quarter_of(declaration), today)


def may_change(
    declarant: Declarant, action: Action, stand: Stand, mandates: Mandates, today: date
) -> bool:
    """Tell whether the declarant may do this to a record that is within its reach."""
    tie = Tie.OWN
    if declarant.quality is Quality.OPERATOR:
        tie = Tie.NONE
    elif declarant.quality is Quality.MANDATE_HOLDER:
        quarter = Quarter.of(stand.last_day)
        tie = mandates.tie(stand.facts.enterprise_number, quarter, today)
    return may(declarant.role, action.deed, action.thing, tie)


def _time_of(declaration: Declaration) -> int | None:
    """Return a number of the quarter on which a mandate hangs; None: the record says it."""
    if isinstance(declaration, TrainingDeclaration):
        day = declaration.end_date
        return day.year * 4 + (day.month - 1) // 3
    return declaration.year if isinstance(declaration, RightDeclaration) else None


def _quarter_of(declaration: Facts) -> Quarter:
    """Return the quarter that a mandate must cover: of the end, or the last one of a right."""
    if isinstance(declaration, RightDeclaration):
        return Quarter(declaration.year, 4)
    return Quarter.of(declaration.end_date)


def mandates_of(db: Session, declarant: Declarant, mandators: set[str]) -> Mandates:
    """Return what these enterprises let a mandate holder declare; nothing for anybody else."""
    if declarant.quality is not Quality.MANDATE_HOLDER or not mandators:
        return Mandates(())
    bound = {"holder": declarant.enterprise_number, "mandators": sorted(mandators)}
    return Mandates(
        (mandator, first, last) for mandator, first, last in db.execute(_MANDATES, bound)
    )
