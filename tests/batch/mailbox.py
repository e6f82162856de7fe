"""A sender with a key to sign, and its mailbox, as files of it come and go."""

import subprocess
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from portal.batch.filename import Answer, FileName, Part, parse_name
from portal.batch.folders import Folder, mailboxes_folder, make_mailbox
from portal.batch.mailbox import Moment
from portal.batch.senders import list_file_senders
from portal.batch.watching import look_once, tidy
from portal.clock import machine_now, now
from portal.database import reading
from portal.settings import Settings
from tests.sftp.senders import add_sender

SENDER: Final = "990101"
REAL: Final = parse_name("FI.FLAD.990101.20261124.00001.R.1.1")
TEST: Final = parse_name("FI.FLAD.990101.20261124.00001.T.1.1")
CONTENT: Final = b"<FlaDeclaration/>\n" * 100


def openssl(*words: str | Path, given: bytes = b"") -> bytes:
    """Return what openssl says; given: what it reads."""
    line = ["openssl", *words]
    done = subprocess.run(line, input=given, capture_output=True, check=False)  # noqa: S603 - our words
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Signer:
    """A key and its certificate."""

    key: Path
    certificate: Path

    @classmethod
    def make(cls, folder: Path, name: str, *more: str) -> "Signer":
        """Make a key and a certificate in a folder."""
        one = cls(folder / f"{name}.key", folder / f"{name}.pem")
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-x509")
        files = ("-keyout", one.key, "-out", one.certificate)
        openssl("req", *curve, *files, "-subj", f"/CN={name}", *(more or ("-days", "30")))
        return one

    def sign(self, content: bytes, *more: str) -> bytes:
        """Return what a sender puts into FS."""
        by = ("-signer", self.certificate, "-inkey", self.key)
        form = () if "-outform" in more else ("-outform", "PEM")
        return openssl("cms", "-sign", "-binary", *by, *form, *more, given=content)


@dataclass(frozen=True)
class Mailbox:
    """The mailbox of a sender. at: when it is looked into."""

    settings: Settings
    signer: Signer
    at: Moment

    def path(self, folder: Folder, name: str = "") -> Path:
        """Return a folder, or a file in it."""
        return mailboxes_folder(self.settings) / SENDER / folder / name

    def bring(
        self,
        data: FileName = REAL,
        content: bytes = CONTENT,
        signature: bytes | None = b"",
        folder: Folder | None = None,
    ) -> None:
        """Put a delivery into its folder. signature: empty, that of the sender; None: without."""
        folder = folder or (Folder.IN if data.environment == "R" else Folder.IN_TEST)
        self.path(folder, str(data)).write_bytes(content)
        if signature is not None:
            made = signature or self.signer.sign(content)
            self.path(folder, str(data.sibling(Part.SIGNATURE))).write_bytes(made)
        self.path(folder, str(data.sibling(Part.START))).touch()

    def look(self) -> None:
        """Let the portal look into all mailboxes once."""
        with reading() as db:
            senders = list_file_senders(db)
        look_once(self.settings, senders, self.at)

    def tidy(self, after: timedelta) -> None:
        """Let the portal clear up, so much later."""
        at = replace(self.at, machine=machine_now() + after)
        with reading() as db:
            tidy(self.settings, db, list_file_senders(db), at)

    def names(self, folder: Folder) -> list[str]:
        """Return what lies in a folder, hidden or not."""
        return sorted(path.name for path in self.path(folder).iterdir())

    def refusal(self, data: FileName = REAL, folder: Folder = Folder.OUT) -> str:
        """Return the code with which a file was refused; the answer is whole and signed."""
        parts = (Part.DATA, Part.SIGNATURE, Part.START)
        written = [data.answer(Answer.ACKNOWLEDGEMENT, part) for part in parts]
        assert self.names(folder) == sorted(written)
        told = self.path(folder, written[0]).read_text()
        return told.partition("<Code>")[2].partition("</Code>")[0]


def known(pool: Engine, settings: Settings, signer: Signer | None) -> None:
    """Let the sender be known, by a certificate or without, and have a mailbox."""
    certificate = signer.certificate.read_text() if signer else None
    add_sender(pool, SENDER, "ssh-ed25519 AAAA", certificate)
    make_mailbox(settings, SENDER)


def present() -> Moment:
    """Return the moment of the portal and of the machine."""
    return Moment(now(), machine_now())
