"""Senders with keys, and the server that they connect to."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from sqlalchemy import Engine, text

KNOWN = ("990101", "990202")
PATIENCE = 20  # seconds


@dataclass(frozen=True)
class Server:
    """Where a server listens, and where it keeps all."""

    port: int
    folder: Path
    log: Path

    def key(self, number: str) -> Path:
        """Return the private key of a sender."""
        return self.folder / f"{number}.ssh"

    def mailbox(self, number: str) -> Path:
        """Return the folder of a sender."""
        return self.folder / "mailboxes" / number

    def empty_mailboxes(self) -> None:
        """Leave no file."""
        shutil.rmtree(self.folder / "mailboxes", ignore_errors=True)

    @contextmanager
    def connected(self, number: str, key: str | None = None) -> Iterator[paramiko.SFTPClient]:
        """Give a session of a sender, by its own key or that of another."""
        with paramiko.SSHClient() as connection:
            connection.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            connection.connect(
                "127.0.0.1",
                self.port,
                number,
                key_filename=str(self.key(key or number)),
                allow_agent=False,
                look_for_keys=False,
                timeout=PATIENCE,
            )
            with connection.open_sftp() as session:
                yield session

    def openssh_line(self, number: str) -> list[str]:
        """Return how OpenSSH's client is called, but for what it shall do and where."""
        options = (
            f"Port={self.port}",
            f"IdentityFile={self.key(number)}",
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=accept-new",
            f"UserKnownHostsFile={self.folder / 'known_hosts'}",
        )
        return ["sftp", "-F", "/dev/null", *(word for one in options for word in ("-o", one))]

    def by_openssh(self, number: str, *commands: str) -> subprocess.CompletedProcess[str]:
        """Return what OpenSSH's client says to these commands."""
        return subprocess.run(  # noqa: S603 - our own words
            [*self.openssh_line(number), "-b", "-", f"{number}@127.0.0.1"],
            input="\n".join(commands),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


def make_key(path: Path) -> str:
    """Write a private key where there is none; return the line of the public one."""
    if path.exists():
        key = serialization.load_ssh_private_key(path.read_bytes(), None)
    else:
        key = ed25519.Ed25519PrivateKey.generate()
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.OpenSSH,
                serialization.NoEncryption(),
            )
        )
    form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    return key.public_key().public_bytes(*form).decode()


def add_sender(
    pool: Engine, number: str, public_key: str | None, certificate: str | None = None
) -> None:
    """Let a sender be known."""
    with pool.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO sender (sender_number, enterprise_number, quality, public_key,"
                " certificate) VALUES (:number, :enterprise, 'mandateHolder', :key, :certificate)"
            ),
            {
                "number": number,
                "enterprise": f"0{number}000",
                "key": public_key,
                "certificate": certificate,
            },
        )
