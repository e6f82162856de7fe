"""What the command `portal import-export` says."""

from datetime import datetime
from pathlib import Path

import click

from portal.database import Session
from portal.export.reading import ExportRefused, read_export
from portal.export.restoring import Restored, restore
from portal.law.terms import Regime, registration_on
from portal.settings import Settings


def import_export(path: Path, now: datetime, settings: Settings) -> None:
    """Read an export back and say what became of it; raises click.ClickException."""
    if registration_on(now.date(), settings.registration).regime is not Regime.OPEN:
        raise click.ClickException("registrationClosed: nothing can be registered any more.")
    try:
        export = read_export(path)
        with Session.begin() as db:
            restored = restore(db, export, now)
    except ExportRefused as refusal:
        raise click.ClickException(f"{refusal} Nothing was changed.") from refusal
    click.echo(_told(restored))
    for part in restored.differing:
        click.echo(
            f"Warning: {part} say something else here than in the export: the portal knows an"
            " employer otherwise, or another law.",
            err=True,
        )


def _told(restored: Restored) -> str:
    counted = (
        f"{restored.employments} employments, {restored.trainings} trainings,"
        f" {restored.declared_rights} declared rights"
    )
    if not restored.is_new:
        return f"The portal holds this account already ({counted}): nothing was changed."
    return f"Read back: {counted}."
