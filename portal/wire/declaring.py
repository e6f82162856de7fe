"""What the commands `portal declare` and `portal check` do with a file, and what they say."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from portal.circles import no_circles
from portal.database import Session
from portal.declarations import catalogue
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment, check, declare_read
from portal.declarations.listing import read_all
from portal.declarations.outcome import Issue, Outcome, Result
from portal.wire.refusal import SheetRefused
from portal.wire.sheet import Sheet, read_sheet
from portal.wire.wording import DURATION_EXAMPLE, sentence_of

OPERATOR: Final = Declarant(None, Quality.OPERATOR, Channel.SHEET)
# Rows of one transaction: what a killed run may have to do again.
GROUP: Final = 5_000
# Stands in where a sheet leaves it to the channel for which enterprise it declares.
_SOME_ENTERPRISE: Final = "0000000097"


def declare_file(path: Path, moment: Moment, *, show_warnings: bool = False) -> bool:
    """Declare every row of a sheet as the operator; return whether none was refused.

    Rows are kept in groups: a run that was stopped halfway can be started again, and answers
    `unchanged` for what was kept. Says each refused row and the counts on standard output.
    """
    with no_circles():
        sheet = _sheet_of(path, with_enterprise=True)
        return sheet is not None and _declare_sheet(sheet, moment, show_warnings=show_warnings)


def _declare_sheet(sheet: Sheet, moment: Moment, *, show_warnings: bool) -> bool:
    readings = read_all(OPERATOR, sheet.texts)
    counts: Counter[Result] = Counter()
    for start in range(0, len(readings), GROUP):
        group = readings[start : start + GROUP]
        with Session.begin() as db:
            outcomes = declare_read(db, OPERATOR, group, moment)
        outcomes = with_repairs(sheet, outcomes)
        _say(sheet, outcomes, show_warnings=show_warnings)
        counts.update(outcome.result for outcome in outcomes)
        _say_progress(start + len(group), len(readings))
    click.echo(", ".join(f"{result.value} {counts[result]}" for result in Result))
    return not counts[Result.REJECTED]


def check_file(path: Path, moment: Moment) -> bool:
    """Check a sheet without any database; return whether no row would be refused so far.

    The sheet may name the enterprise in each row, as for `portal declare`, or in none.
    """
    sheet = _sheet_of(path, with_enterprise=False)
    if sheet is None:
        return False
    texts = [{"enterprise_number": _SOME_ENTERPRISE, **row} for row in sheet.texts]
    outcomes = with_repairs(sheet, check(texts, OPERATOR, moment.today))
    _say(sheet, outcomes, show_warnings=True)
    fit = sum(outcome.result is not Result.REJECTED for outcome in outcomes)
    click.echo(f"{fit} of {len(outcomes)} rows can be declared, as far as the file tells.")
    return fit == len(outcomes)


def _sheet_of(path: Path, *, with_enterprise: bool) -> Sheet | None:
    try:
        return read_sheet(path.read_bytes(), with_enterprise=with_enterprise)
    except SheetRefused as refusal:
        click.echo(f"{path}: {refusal} Nothing was declared.", err=True)
        return None


def with_repairs(sheet: Sheet, outcomes: list[Outcome]) -> list[Outcome]:
    """Return the outcomes with a warning for each number that got its zeros back.

    Their indexes are the places in the sheet.
    """
    if not sheet.restored:
        return outcomes
    return [
        outcome.warned(
            *(
                Issue(catalogue.ZEROS_RESTORED, field)
                for field in sheet.restored.get(outcome.index, ())
            )
        )
        for outcome in outcomes
    ]


def _say(sheet: Sheet, outcomes: Iterable[Outcome], *, show_warnings: bool) -> None:
    """Print one line for each row that has something to tell."""
    for outcome in outcomes:
        if not outcome.issues:
            continue
        if outcome.result is Result.REJECTED or show_warnings:
            number = sheet.numbers[outcome.index]
            told = " | ".join(_told(sheet, issue) for issue in outcome.issues)
            click.echo(f"row {number} | {outcome.reference or '-'} | {told}")


def _told(sheet: Sheet, issue: Issue) -> str:
    column = sheet.headers.get(issue.field, issue.field)
    if issue.field == "duration_minutes" and "expected" in issue.detail:
        issue = issue._replace(detail={"expected": DURATION_EXAMPLE})
    return f"{column}: {issue.reason.code}: {sentence_of(issue)}"


def _say_progress(done: int, total: int) -> None:
    """Tell on standard error how far the rows are; in one growing line where somebody watches."""
    watched = sys.stderr.isatty()
    if done < total or watched:
        line = f"{done:,} of {total:,} rows"
        end = "" if done < total else "\n"
        click.echo(f"\r{line}{end}" if watched else line, nl=not watched, err=True)
