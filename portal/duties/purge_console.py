"""What the commands `portal purge` and `portal purged` say."""

import sys
from datetime import date, datetime, time, timedelta

import click

from portal import clock
from portal.database import reading
from portal.duties.due import Due, all_due
from portal.duties.proving import by_day, is_whole, proofs
from portal.duties.purging import count_due, give_back, purge
from portal.law.terms import registration_on
from portal.law.words import Regime
from portal.settings import load_settings


def say_purge(until: date | None, *, dry_run: bool, by_law: bool) -> bool:
    """Destroy what is due and say how much; return whether nothing is left to do.

    until: the last day on which what is destroyed became due; None: now. dry_run: only count.
    by_law: also what the law destroys, all at once.
    """
    if until is not None and until > clock.today() and not dry_run:
        raise click.ClickException(f"{until} is still to come: only --dry-run can look ahead.")
    day, mode = until or clock.today(), load_settings().registration
    destroys = registration_on(day, mode).regime is Regime.DESTROYED
    if by_law and not destroys:
        raise click.ClickException(f"No law destroys the learning account on {day}.")
    dues = list(all_due(_moment(until), day, mode, by_law=by_law))
    if destroys and not by_law:
        click.echo("The law destroys the learning account: give --by-law, and all of it goes.")
    if dry_run:
        _count(dues)
        return True
    gone = {due.table.name: purge(due, day, clock.machine_now(), _tell) for due in dues}
    for due in dues:
        if gone[due.table.name]:
            click.echo(f"{due.table.name}: {gone[due.table.name]:,} rows destroyed ({due.rule}).")
    click.echo(f"{sum(gone.values()):,} rows were destroyed; `portal purged` shows the proofs.")
    if not give_back(dues):
        click.echo("Rows came in meanwhile: stop what writes, and give the command again.")
        return False
    return True


def say_purged() -> bool:
    """Say what was destroyed when, and by which rule; return whether the proofs are whole."""
    with reading() as db:
        for proved in by_day(proofs(db)):
            click.echo(
                f"{proved.day}  {proved.table}: {proved.rows:,} rows ({proved.rule})"
                f"  {proved.keys_hash.hex()}"
            )
        whole = is_whole(proofs(db))
    click.echo(
        "Nothing was changed, removed or added." if whole else "The proofs were tampered with."
    )
    return whole


def _moment(until: date | None) -> datetime:
    if until is None:
        return clock.machine_now()
    return datetime.combine(until + timedelta(days=1), time(), clock.BELGIUM)


def _count(dues: list[Due]) -> None:
    total = 0
    with reading() as db:
        for due in dues:
            rows = count_due(db, due)
            total += rows
            if rows:
                click.echo(f"{due.table.name}: {rows:,} rows would be destroyed ({due.rule}).")
    click.echo(f"{total:,} rows would be destroyed. Nothing was changed.")


def _tell(table: str, gone: int) -> None:
    """Show how far a table is, while a person watches."""
    if sys.stderr.isatty():
        click.echo(f"\r{table}: {gone:,} rows", nl=False, err=True)
