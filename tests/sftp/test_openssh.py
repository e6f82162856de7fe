"""The same mailbox behind OpenSSH's server, which lets a sender make links, folders and pipes."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal.batch.filename import Part
from portal.batch.folders import Folder
from portal.settings import Settings
from tests.batch.mailbox import SENDER, TEST, Mailbox, Signer, known, present
from tests.sftp.conftest import free_port, until_open
from tests.sftp.senders import Server, make_key

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH')}:/usr/sbin")
START = TEST.sibling(Part.START)
PATIENCE = 10  # seconds


@pytest.fixture
def mailbox(
    database: Engine, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mailbox]:
    """Give the mailbox of a sender."""
    signer = Signer.make(tmp_path_factory.mktemp("signer"), "sender")
    known(database, settings, signer)
    one = Mailbox(settings, signer, present())
    yield one
    shutil.rmtree(one.path(Folder.IN).parent.parent)


@pytest.fixture
def openssh(mailbox: Mailbox, tmp_path: Path) -> Iterator[Server]:
    """Give OpenSSH's server, which shows the mailbox to who runs the tests.

    Only root can lock somebody into a folder; docs/batch.md tells how. Here nothing depends on it.
    """
    if SSHD is None:
        pytest.skip("sshd is not installed: apt-get install openssh-server")
    user = getpass.getuser()
    (tmp_path / "authorized").write_text(make_key(tmp_path / f"{user}.ssh"))
    make_key(tmp_path / "host")
    port = free_port()
    lines = (
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {tmp_path}/host",
        f"AuthorizedKeysFile {tmp_path}/authorized",
        "AuthenticationMethods publickey",
        "PermitRootLogin yes",
        "StrictModes no",
        "UsePAM no",
        "PidFile none",
        "Subsystem sftp internal-sftp",
        f"ForceCommand internal-sftp -d {mailbox.path(Folder.IN).parent}",
    )
    (tmp_path / "config").write_text("\n".join(lines))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it wants to be empty-handed
    line = [SSHD, "-D", "-e", "-f", str(tmp_path / "config")]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(line, stderr=log)  # noqa: S603 - our own words
    until_open(port)
    yield Server(port, tmp_path, tmp_path / "log")
    server.terminate()
    server.wait(PATIENCE)


def given(server: Server, *commands: str) -> None:
    done = server.by_openssh(getpass.getuser(), *commands)
    assert done.returncode == 0, done.stderr + server.log.read_text()


def test_a_delivery_by_openssh_is_taken(
    openssh: Server, mailbox: Mailbox, tmp_path: Path, settings: Settings
) -> None:
    local = tmp_path / "message.xml"
    local.write_bytes(b"<FlaDeclaration/>")
    empty = tmp_path / "empty"
    empty.touch()
    given(openssh, f"put -p {local} INTEST/{TEST}", f"put {empty} INTEST/{START}")
    mailbox.look()
    assert mailbox.names(Folder.IN_TEST) == []
    (copy,) = (settings.data / "spool").iterdir()
    assert copy.read_bytes() == local.read_bytes()
    copy.unlink()


@pytest.mark.parametrize(
    "deed",
    [
        f"ln -s /etc/passwd INTEST/{TEST}",
        f"ln -s ../../../keys/seal.pem INTEST/{TEST}",
        f"ln -s ../OUTTEST INTEST/{TEST}",
        f"mkdir INTEST/{TEST}",
        f"ln INTEST/other INTEST/{TEST}",
        f"mkdir INTEST/{TEST}\nput {{empty}} INTEST/{TEST}/file",
    ],
)
def test_what_openssh_lets_a_sender_make_is_refused_by_the_mailbox(
    openssh: Server, mailbox: Mailbox, tmp_path: Path, settings: Settings, deed: str
) -> None:
    empty = tmp_path / "empty"
    empty.write_bytes(b"<FlaDeclaration/>")
    prepared = (f"put {empty} INTEST/other", deed.format(empty=empty))
    given(openssh, *prepared, f"put {empty} INTEST/{START}")
    mailbox.look()
    assert mailbox.refusal(TEST, Folder.OUT_TEST) == "noPlainFile"
    assert mailbox.names(Folder.IN_TEST) == ["other"]
    assert not any((settings.data / "spool").iterdir())
    assert SENDER in str(mailbox.path(Folder.IN))


def test_a_folder_that_a_sender_exchanges_for_a_link_leads_nowhere(
    openssh: Server, mailbox: Mailbox, settings: Settings
) -> None:
    elsewhere = settings.data / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / str(START)).touch()
    given(openssh, "rename INTEST gone", f"ln -s {elsewhere} INTEST")
    mailbox.look()
    assert [path.name for path in elsewhere.iterdir()] == [str(START)]
    shutil.rmtree(elsewhere)
