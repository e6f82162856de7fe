"""The console command `portal`: each command is one line into a room."""

import signal
import sys
from typing import Any

import click
from pydantic import ValidationError

from portal.embedded import ServerFault
from portal.processes.parent import Stopped
from portal.settings import Settings, load_settings


class Console(click.Group):
    """A group of commands whose faults are sentences, not tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run the command; say in one sentence what the machine or its settings refuse."""
        # Told to end, a command still lets go of the database server.
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
        try:
            return super().invoke(ctx)
        except (ServerFault, Stopped) as fault:
            raise click.ClickException(str(fault)) from fault
        except ValidationError as error:
            if error.title != Settings.__name__:
                raise
            raise click.ClickException(_settings_refused(error)) from error


@click.group(cls=Console)
def portal() -> None:
    """The learning account: what workers followed and may still follow, at every employer.

    Settings come from the environment and from `.env`: DATABASE_URL (without it: a PostgreSQL
    of its own, started when needed), PORTAL_DATA, PORTAL_WEB_PORT, PORTAL_KEY_PORT,
    PORTAL_DEMO_FEED, PORTAL_PROVIDERS, PORTAL_TODAY and more; docs/settings.md explains them.
    """


@portal.command()
def start() -> None:
    """Start everything under one parent: database, pages and, for trying out, a digital key."""
    from portal.processes.everything import start_everything

    sys.exit(start_everything(load_settings(), click.echo))


@portal.command()
def web() -> None:
    """Serve the pages at PORTAL_WEB_PORT."""
    from portal.processes.programs import serve_web

    serve_web(load_settings())


@portal.command("demo-key")
def demo_key() -> None:
    """Serve a pretend digital key at PORTAL_KEY_PORT, for trying out; never in production."""
    from portal.processes.programs import serve_demo_key

    serve_demo_key(load_settings())


@portal.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to what this version needs; harmless when they are."""
    from portal import database

    database.upgrade(load_settings())


def _settings_refused(error: ValidationError) -> str:
    """Return which settings cannot be used and why, without their values."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = "_".join(str(part) for part in fault["loc"]).upper()
        prefix = "" if not name or name == "DATABASE_URL" else "PORTAL_"
        lines.append(f"{prefix}{name}: {fault['msg'].removeprefix('Value error, ')}".lstrip(": "))
    return "These settings cannot be used.\n" + "\n".join(lines)
