"""One cluster of PostgreSQL: made once, started, seen to be running, stopped."""

import os
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from portal.embedded.account import Account
from portal.embedded.fault import ServerFault
from portal.embedded.places import SOCKET

ROLE = DATABASE = "portal"
PATIENCE = 60  # seconds for a start (after a crash it reads back its journal) and for a stop
# Sizes for a laptop; what people write or are called never reaches the log (terse: no values).
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "1GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_parallel_workers_per_gather": "0",
    "dynamic_shared_memory_type": "mmap",  # in a container /dev/shm may be closed, or tiny
    "jit": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "timezone": "Europe/Brussels",
}
# For a cluster that is thrown away: nothing waits for the disk.
THROWN_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A home with `cluster` and `socket` in it, the programs' folder, and who runs them."""

    home: Path
    programs: Path
    account: Account
    lasting: bool = True

    @property
    def folder(self) -> Path:
        """Return PostgreSQL's own data folder."""
        return self.home / "cluster"

    @property
    def socket(self) -> Path:
        """Return the folder of the socket."""
        return (self.home / SOCKET).parent

    @property
    def name(self) -> str:
        """Return what the server's processes are called in a list of processes."""
        return f"portal-{sha256(os.fsencode(self.home)).hexdigest()[:12]}"

    @property
    def _mark(self) -> str:
        """Return the argument by which the server's first process is known."""
        return f"cluster_name={self.name}"

    @property
    def url(self) -> str:
        """Return the address of the database in it."""
        return f"postgresql+psycopg://{ROLE}@/{DATABASE}?host={quote(str(self.socket), safe='')}"

    def make(self) -> None:
        """Make the cluster and its database where there is none, whole or not at all.

        Text is UTF-8; order is by code point with Unicode's upper and lower case, from
        PostgreSQL's own tables, so that an upgrade of the machine never changes an index.
        """
        if self.folder.is_dir():
            self._refuse_other_version()
            return
        making = self.home / "making"
        shutil.rmtree(making, ignore_errors=True)  # left by a start that was killed
        try:
            self.account.own(making)
        except OSError as error:
            raise ServerFault(f"{making} cannot be made: {error}.") from error
        self._run(
            *("initdb", "-D", making.name, "-U", ROLE, "--auth=trust", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--no-instructions", *(() if self.lasting else ("--no-sync",))),
        )
        single = ("postgres", "--single", "-D", making.name, "template1")
        self._run(*single, entry=f"CREATE DATABASE {DATABASE}\n")
        making.rename(self.folder)

    def start(self) -> None:
        """Start the server and wait until it answers; it outlives whoever started it."""
        self.make()
        self._clear_remains()
        self.account.own(self.socket)
        settings = self.home / "postgresql.conf"
        settings.write_text(self._settings(), encoding="utf-8")
        settings.chmod(0o644)
        named = f"-c {self._mark} -c config_file={settings.name}"
        log = self.folder.relative_to(self.home) / "server.log"
        try:
            self._control("start", "-l", log, "-o", named)
        except ServerFault as fault:
            raise ServerFault(f"PostgreSQL did not start. {fault} {self._last_words()}") from fault

    def stop(self) -> None:
        """Stop the server, ending what its clients were doing; harmless where none runs."""
        if self.process() is not None:
            self._control("stop", "-m", "fast")

    def process(self) -> int | None:
        """Return the id of the server's first process, None where the server does not run."""
        pid = self._noted()
        return pid if pid is not None and self._is_ours(pid) else None

    def is_ready(self) -> bool:
        """Tell whether the server runs and takes connections, as it has noted itself."""
        status = self._note()[7:8]
        return bool(status) and status[0].strip() == "ready" and self.process() is not None

    def _control(self, action: str, *arguments: str | Path) -> None:
        folder = self.folder.relative_to(self.home)
        self._run("pg_ctl", action, "-D", folder, "-w", "-s", "-t", str(PATIENCE), *arguments)

    def _run(self, program: str, *arguments: str | Path, entry: str = "") -> str:
        # From the home, by relative paths: pg_ctl quotes a path for its shell as if paths held
        # no quotes and no dollar signs.
        return self.account.run(self.programs / program, *arguments, entry=entry, within=self.home)

    def _note(self) -> list[str]:
        """Return the lines that a running server keeps about itself."""
        try:
            return (self.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _noted(self) -> int | None:
        note = self._note()
        return int(note[0]) if note and note[0].isdecimal() else None

    def _is_ours(self, pid: int) -> bool:
        return self._mark.encode() in _command_line(pid).split(b"\0")

    def _clear_remains(self) -> None:
        """Wait for what a killed server left behind, so that a new one finds the cluster free."""
        children = f"postgres: {self.name}: ".encode()
        deadline = time.monotonic() + 10
        while left := [pid for pid in _processes() if _command_line(pid).startswith(children)]:
            if time.monotonic() > deadline:
                # Without their first process they can end nothing well; the journal mends it.
                for pid in left:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        # Its number may by now be another program's, which PostgreSQL takes for a running server.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def _settings(self) -> str:
        folder = str(self.socket).replace('"', '""')
        settings = {
            "unix_socket_directories": f'"{folder}"',
            **SETTINGS,
            **({} if self.lasting else THROWN_AWAY),
        }
        lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
        return "# Written at every start by the portal.\n" + "".join(lines)

    def _refuse_other_version(self) -> None:
        made = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        present = self._run("postgres", "--version").split()[-1]
        if made != present.split(".")[0]:
            raise ServerFault(
                f"The database in {self.home} was made by PostgreSQL {made}, and this is "
                f"{present}: dump it with the old version and load it with the new one."
            )

    def _last_words(self) -> str:
        with suppress(OSError):
            log = (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
            return " ".join(log.splitlines()[-5:])
        return ""


def _quoted(value: str) -> str:
    """Return a value as it stands in a file of settings."""
    escaped = value.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _command_line(pid: int) -> bytes:
    """Return the command line of a process, empty where there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
