"""Which user of this machine the server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from portal.embedded.fault import ServerFault

UNPRIVILEGED = "nobody"  # stands in every Debian; root never has to make a user
# What the caller set for PostgreSQL's own tools (PGDATA, PGPORT ...) must not reach the server.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine; `steps_down` when we are root and the server runs as another."""

    name: str
    uid: int
    gid: int
    steps_down: bool

    def run(
        self, *command: str | Path, check: bool = True, entry: str = "", within: Path = Path("/")
    ) -> str:
        """Run a command as this user and return what it printed.

        entry: what the command reads. within: the folder it stands in, which this user can
        enter; where we stand may be closed to them. Raises ServerFault with the command's own
        last words, unless `check` is off: then nothing is returned where it failed.
        """
        step = (self.uid, self.gid, ()) if self.steps_down else (None, None, None)
        user, group, more_groups = step
        # A file, not a pipe: a server that the command leaves behind would hold a pipe open.
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
            said.write(entry.encode())
            said.seek(0)
            try:
                done = subprocess.run(  # noqa: S603 - our own commands, no shell
                    [os.fspath(part) for part in command],
                    stdin=said,
                    stdout=printed,
                    stderr=subprocess.STDOUT,
                    cwd=within,
                    env=ENVIRONMENT,
                    check=False,
                    user=user,
                    group=group,
                    extra_groups=more_groups,
                )
            except OSError as error:
                if check:
                    raise ServerFault(
                        f"{command[0]} cannot be run as {self.name}: {error}."
                    ) from error
                return ""
            printed.seek(0)
            output = printed.read().decode(errors="replace")
        if done.returncode == 0:
            return output
        if check:
            raise ServerFault(f"{Path(command[0]).name} failed: {output.strip()[-2000:]}")
        return ""

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user can stand in the folder, by trying it."""
        return bool(self.run("/bin/sh", "-c", 'cd "$1" && echo entered', "sh", folder, check=False))

    def own(self, folder: Path) -> None:
        """Make a folder that only this user can look into."""
        folder.mkdir(mode=0o700)
        if self.steps_down:
            os.chown(folder, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """Return who runs the server: the owner of an existing cluster, else ourselves, as root nobody.

    Raises ServerFault when the cluster belongs to somebody that we cannot run as.
    """
    here = os.geteuid()
    owner = cluster.stat().st_uid if cluster.is_dir() else None
    if here != 0:
        if owner not in (None, here):
            raise ServerFault(
                f"The database in {cluster} belongs to the user {_name(owner or 0)}: start the "
                "portal as that user or as root, or choose another folder by PORTAL_DATA."
            )
        return Account(_name(here), here, os.getegid(), steps_down=False)
    if owner:
        return Account(_name(owner), owner, cluster.stat().st_gid, steps_down=True)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise ServerFault(
            f"PostgreSQL does not run as root, and this machine has no user {UNPRIVILEGED}: "
            "start the portal as another user, or set DATABASE_URL."
        ) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, steps_down=True)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
