"""A console whose commands say in a sentence what the machine or its settings refuse."""

import os
import signal
import sys
from typing import Any

import click
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from portal.database import UnusableDatabase
from portal.directory.keys import KeysFault
from portal.embedded import ServerFault
from portal.grants import NoSuchRole
from portal.processes.parent import Stopped
from portal.settings import Settings, unknown_settings


class Console(click.Group):
    """A group of commands whose faults are sentences, not tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run the command; say in one sentence what the machine or its settings refuse."""
        # Told to end, a command still lets go of the database server.
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
        _tell_unknown_settings()
        try:
            return super().invoke(ctx)
        except (KeysFault, NoSuchRole, ServerFault, Stopped, UnusableDatabase) as fault:
            raise click.ClickException(str(fault)) from fault
        except ValidationError as error:
            if error.title != Settings.__name__:
                raise
            raise click.ClickException(_settings_refused(error)) from error
        except OSError as error:
            if error.filename is None:
                raise
            raise click.ClickException(
                f"{error.filename} cannot be used: {error.strerror}."
            ) from error
        except OperationalError as error:
            # What the driver says first names the server and the reason, never a password.
            said = str(error.orig).splitlines()[0]
            raise click.ClickException(
                f"The database does not answer: {said} Check DATABASE_URL."
            ) from error


def _tell_unknown_settings() -> None:
    """Warn of what is set under a name that nobody reads: it would be missed in silence."""
    for name, meant in unknown_settings():
        hint = f" Did you mean {meant}?" if meant else ""
        click.echo(f"Warning: there is no setting {name}.{hint}", err=True)
        os.environ.pop(name, None)  # told once, not by every process that is started


def _settings_refused(error: ValidationError) -> str:
    """Return which settings cannot be used and why, without their values."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = "_".join(str(part) for part in fault["loc"]).upper()
        prefix = "" if name in {"", "DATABASE_URL", "FLASK_DEBUG"} else "PORTAL_"
        lines.append(f"{prefix}{name}: {fault['msg'].removeprefix('Value error, ')}".lstrip(": "))
    return "These settings cannot be used.\n" + "\n".join(lines)
