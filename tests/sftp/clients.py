"""The programs with which senders bring files and fetch answers."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.sftp.senders import Server

PATIENCE: Final = 60  # seconds
Carry = Callable[[Server, str, Path, str], None]  # of whom, what or whereto, and the remote name


def run(*words: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program that must end well."""
    done = subprocess.run(  # noqa: S603 - our own words
        [str(word) for word in words],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | (env or {}),
    )
    assert done.returncode == 0, done.stderr + done.stdout


def _sftp(server: Server, user: str, command: str) -> None:
    done = server.by_openssh(user, command)
    assert done.returncode == 0, done.stderr


def _curl(server: Server, user: str, *words: str | Path) -> None:
    key = ("--key", server.key(user), "-k")
    run("curl", "-sS", *key, "-u", f"{user}:", *words)


def _lftp(server: Server, user: str, command: str) -> None:
    known = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
    ssh = f"ssh -a -x -i {server.key(user)} {known}"
    settings = f'set sftp:connect-program "{ssh}"; set cmd:fail-exit true; set net:max-retries 1'
    run("lftp", "-c", f"{settings}; open -u {user},x -p {server.port} sftp://127.0.0.1; {command}")


def _rclone(server: Server, user: str, *words: str | Path) -> None:
    ours = {
        "RCLONE_CONFIG": "/dev/null",
        "RCLONE_CONFIG_P_TYPE": "sftp",
        "RCLONE_CONFIG_P_HOST": "127.0.0.1",
        "RCLONE_CONFIG_P_PORT": str(server.port),
        "RCLONE_CONFIG_P_USER": user,
        "RCLONE_CONFIG_P_KEY_FILE": str(server.key(user)),
        "RCLONE_CONFIG_P_SHELL_TYPE": "none",
    }
    run("rclone", *words, "--retries", "1", env=ours)


def _address(server: Server, name: str) -> str:
    return f"sftp://127.0.0.1:{server.port}/{name}"


def _by_paramiko(server: Server, user: str, local: Path, name: str) -> None:
    with server.connected(user) as session:
        session.put(str(local), name)


def _from_paramiko(server: Server, user: str, local: Path, name: str) -> None:
    with server.connected(user) as session:
        session.get(name, str(local))


# How each brings a file, and how it fetches one.
CLIENTS: Final[dict[str, tuple[Carry, Carry]]] = {
    "sftp": (
        lambda server, user, local, name: _sftp(server, user, f"put {local} {name}"),
        lambda server, user, local, name: _sftp(server, user, f"get {name} {local}"),
    ),
    "curl": (
        lambda server, user, local, name: _curl(server, user, "-T", local, _address(server, name)),
        lambda server, user, local, name: _curl(server, user, "-o", local, _address(server, name)),
    ),
    "lftp": (
        lambda server, user, local, name: _lftp(server, user, f"put {local} -o {name}"),
        lambda server, user, local, name: _lftp(server, user, f"get {name} -o {local}"),
    ),
    "rclone": (
        lambda server, user, local, name: _rclone(server, user, "copyto", local, f"p:{name}"),
        lambda server, user, local, name: _rclone(server, user, "copyto", f"p:{name}", local),
    ),
    "paramiko": (_by_paramiko, _from_paramiko),
}


def is_here(client: str) -> bool:
    """Tell whether a program is installed, with what it needs."""
    if client == "paramiko":
        return True
    if client == "curl" and shutil.which("curl"):
        line = ["curl", "--version"]
        told = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        return " sftp " in told.stdout
    return shutil.which(client) is not None
