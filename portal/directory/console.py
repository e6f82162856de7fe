"""What the commands `portal keys` say: keys on the output, progress on standard error."""

import sys
from datetime import datetime

import click

from portal.directory.keys import key_ids, make_key, path_of
from portal.directory.ring import RETIRED, key_ring
from portal.directory.rotation import KeyState, rotate, states


def list_keys() -> bool:
    """Print every key of the database and of the folder; return whether no file is missing."""
    folder = key_ring().folder
    known, files = states(), set(key_ids(folder))
    for state in known:
        click.echo(_told(state, has_file=state.key_id in files))
    for key_id in sorted(files - {state.key_id for state in known}):
        click.echo(f"{key_id}  unused: a file and nothing more")
    if not known and not files:
        click.echo(f"There is no key yet; the first is made in {folder} with the first number.")
    return all(state.key_id in files for state in known if state.state != RETIRED)


def _told(state: KeyState, *, has_file: bool) -> str:
    line = f"{state.key_id}  {state.state} since {state.retired_at or state.since:%Y-%m-%d %H:%M}"
    numbers = f"{state.numbers:,} {'number' if state.numbers == 1 else 'numbers'}"
    return f"{line}, {numbers}{'' if has_file else ', NO FILE'}"


def new_key() -> None:
    """Make a key for the next rotation."""
    made = make_key(key_ring().folder)
    click.echo(f"Made {path_of(key_ring().folder, made.key_id)}: `portal keys rotate` will use it.")


def rotate_keys(now: datetime) -> None:
    """Rotate, and say how far it is, what became of the former keys and what is left to do."""
    watched = sys.stderr.isatty()

    def progress(renewed: int, total: int) -> None:
        line = f"{renewed:,} of {total:,} numbers"
        click.echo(f"\r{line}" if watched else line, nl=not watched, err=True)

    rotation = rotate(now, progress)
    if watched and rotation.numbers:
        click.echo(err=True)
    if rotation.taken_up:
        click.echo("Went on with a rotation that had been stopped.")
    click.echo(f"{rotation.numbers:,} numbers were written under key {rotation.current}.")
    for key_id in rotation.retired:
        click.echo(
            f"Key {key_id} is retired: this database needs it no more. Keep its file"
            f" ({path_of(key_ring().folder, key_id)}) as long as backups made before now, then"
            " delete it."
        )
    click.echo(f"Keep a copy of {path_of(key_ring().folder, rotation.current)} in a safe place.")
