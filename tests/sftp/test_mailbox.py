"""What a sender can do in its mailbox by SFTP, and what nobody can."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import paramiko
import pytest
from sqlalchemy import Engine, text

from tests.sftp.senders import KNOWN, Server, make_key

DATA = "FI.FLAD.990101.20261124.00001.R.1.1"
START = "GO.FLAD.990101.20261124.00001.R.1"
TEST = DATA.replace("R", "T")
CONTENT = b"<FlaDeclaration/>" * 1000


def brought(client: paramiko.SFTPClient, path: str, content: bytes = CONTENT) -> None:
    with client.open(path, "wb") as file:
        file.write(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_openssh_brings_looks_fetches_and_removes(server: Server, senders: Engine) -> None:
    assert senders
    local = server.folder / DATA
    local.write_bytes(CONTENT)
    session = server.by_openssh(
        KNOWN[0],
        "ls",
        f"put -p {local} IN/{DATA}",
        f"put {local} INTEST/{TEST}",
        "ls -l IN",
        f"get IN/{DATA} {local}.back",
        f"rm INTEST/{TEST}",
        "ls -la INTEST",
    )
    assert session.returncode == 0, session.stderr
    assert local.with_name(f"{DATA}.back").read_bytes() == CONTENT
    assert all(folder in session.stdout for folder in ("IN", "OUT", "INTEST", "OUTTEST"))
    assert [path.name for path in server.mailbox(KNOWN[0]).rglob("*") if path.is_file()] == [DATA]


def test_an_answer_is_fetched_and_removed_and_one_in_the_making_is_not_seen(
    server: Server, client: paramiko.SFTPClient
) -> None:
    client.listdir()
    answer = server.mailbox(KNOWN[0]) / "OUT" / "FO.ACRF.990101.20261124.00001.R.1.1"
    answer.write_bytes(CONTENT)
    (answer.parent / ".making").write_bytes(b"half")
    assert client.listdir("OUT") == [answer.name]
    with client.open(f"OUT/{answer.name}") as file:
        assert file.read() == CONTENT
    client.remove(f"OUT/{answer.name}")
    assert not answer.exists()
    for deed in (client.stat, client.remove, lambda path: client.open(path).read()):
        with pytest.raises(FileNotFoundError):
            deed("OUT/.making")


def test_a_program_may_upload_under_another_name_first(
    server: Server, client: paramiko.SFTPClient
) -> None:
    for ending in (".filepart", ".a1b2c3.partial"):
        brought(client, f"IN/{DATA}{ending}")
        client.posix_rename(f"IN/{DATA}{ending}", f"IN/{DATA}")
        assert names(server.mailbox(KNOWN[0]) / "IN") == [DATA]
        client.remove(f"IN/{DATA}")


def test_an_upload_is_taken_up_where_it_broke_off(client: paramiko.SFTPClient) -> None:
    brought(client, f"IN/{DATA}", CONTENT[:5000])
    with client.open(f"IN/{DATA}", "ab") as file:
        file.write(CONTENT[5000:])
    with client.open(f"IN/{DATA}") as file:
        assert file.read() == CONTENT


NAMES = [
    "declaration.xml",
    DATA.replace("990101", "990202"),  # of another sender
    TEST,  # for INTEST
    DATA.replace("20261124", "20261324"),
    DATA.lower(),
    DATA + "\n",
    DATA[:-2],
    "GO.FLAD.990101.20261124.00001.R.1.1",
    DATA.replace("FI", "FO"),
    DATA.replace("FLAD", "ACRF"),
    DATA.replace("00001", "1"),
    DATA.replace("00001", "\N{ARABIC-INDIC DIGIT ONE}" * 5),
    DATA + "." + "a" * 200,
    "." + DATA,
    "...",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_not_of_a_file_for_this_folder_is_refused(
    server: Server, client: paramiko.SFTPClient, name: str
) -> None:
    with pytest.raises(OSError, match=r".") as refusal:
        brought(client, f"IN/{name}")
    assert not isinstance(refusal.value, EOFError)
    assert not any(path.is_file() for path in server.mailbox(KNOWN[0]).rglob("*"))


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../990202/IN/x",
        f"IN/../../990202/IN/{DATA}",
        f"OUT/{DATA}",
        DATA,
        f"IN/a/{DATA}",
    ],
)
def test_nothing_is_written_outside_of_the_two_folders(
    server: Server, client: paramiko.SFTPClient, path: str
) -> None:
    with pytest.raises(OSError, match=r"."):
        brought(client, path)
    assert not any(path.is_file() for path in (server.folder / "mailboxes").rglob("*"))


def test_nothing_is_read_outside_of_the_mailbox(
    server: Server, client: paramiko.SFTPClient
) -> None:
    other = server.mailbox(KNOWN[1]) / "IN"
    other.mkdir(parents=True)
    (other / DATA.replace("990101", "990202")).write_bytes(b"secret")
    assert client.normalize("../../../etc") == "/etc"
    for path in (
        "/etc/passwd",
        "../../../../etc/passwd",
        f"../990202/IN/{DATA}",
        "/proc/self/environ",
    ):
        with pytest.raises(FileNotFoundError):
            client.open(path).read()
        with pytest.raises(FileNotFoundError):
            client.stat(path)
    with pytest.raises(FileNotFoundError):
        client.listdir("/990202")


DEEDS: dict[str, Callable[[paramiko.SFTPClient], object]] = {
    "symlink": lambda client: client.symlink("/etc/passwd", f"IN/{START}"),
    "symlink inside": lambda client: client.symlink(DATA, f"IN/{START}"),
    "hard link": lambda client: client._request(
        paramiko.sftp.CMD_EXTENDED, "hardlink@openssh.com", f"/IN/{DATA}", f"/IN/{START}"
    ),
    "read link": lambda client: client.readlink(f"IN/{DATA}"),
    "make folder": lambda client: client.mkdir(f"IN/{START}"),
    "remove folder": lambda client: client.rmdir("IN"),
    "remove folder as a file": lambda client: client.remove("IN"),
    "rename folder": lambda client: client.rename("IN", "OUT2"),
    "rename over": lambda client: client.posix_rename(f"IN/{DATA}", f"IN/{START}"),
    "rename out": lambda client: client.rename(f"IN/{DATA}", f"OUT/{DATA}"),
    "rename between": lambda client: client.rename(f"IN/{DATA}", f"INTEST/{TEST}"),
    "rename oddly": lambda client: client.rename(f"IN/{DATA}", "IN/x.sh"),
    "rename up": lambda client: client.rename(f"IN/{DATA}", f"../990202/IN/{DATA}"),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_links_folders_and_renaming_over_are_refused(
    server: Server, client: paramiko.SFTPClient, deed: str
) -> None:
    brought(client, f"IN/{DATA}")
    brought(client, f"IN/{START}", b"")
    with pytest.raises(OSError, match=r"."):
        DEEDS[deed](client)
    inside = server.mailbox(KNOWN[0]) / "IN"
    assert names(inside) == [DATA, START]
    assert (inside / DATA).read_bytes() == CONTENT
    assert all(stat.S_ISREG(path.lstat().st_mode) for path in inside.iterdir())


def test_rights_and_times_are_the_portals(server: Server, client: paramiko.SFTPClient) -> None:
    brought(client, f"IN/{DATA}")
    path = server.mailbox(KNOWN[0]) / "IN" / DATA
    before = path.stat()
    client.chmod(f"IN/{DATA}", 0o4777)
    client.utime(f"IN/{DATA}", (1, 1))
    client.chown(f"IN/{DATA}", 1, 1)
    client.truncate(f"IN/{DATA}", 1)
    assert path.stat() == before
    assert stat.S_IMODE(before.st_mode) == 0o600


@pytest.mark.parametrize("kind", ["symlink", "fifo", "hard link", "directory"])
def test_what_another_server_left_is_not_followed(
    server: Server, client: paramiko.SFTPClient, kind: str
) -> None:
    client.listdir()
    secret = server.folder / "secret"
    secret.write_bytes(b"secret")
    place = server.mailbox(KNOWN[0]) / "OUT" / "FO.ACRF.990101.20261124.00001.R.1.1"
    makers: dict[str, Callable[[], object]] = {
        "symlink": lambda: place.symlink_to(secret),
        "fifo": lambda: os.mkfifo(place),
        "hard link": lambda: place.hardlink_to(secret),
        "directory": place.mkdir,
    }
    makers[kind]()
    try:
        for deed in (client.stat, client.remove, lambda path: client.open(path).read()):
            with pytest.raises(OSError, match=r"."):
                deed(f"OUT/{place.name}")
    finally:
        place.rmdir() if kind == "directory" else place.unlink()


def test_a_mailbox_has_a_quota_of_bytes_and_of_files(client: paramiko.SFTPClient) -> None:
    piece = bytes(2**20)
    with pytest.raises(OSError, match="1 MiB"):
        brought(client, f"IN/{DATA}", piece + b"1")
    with client.open(f"IN/{DATA}", "wb") as file:
        file.seek(2**40)
        with pytest.raises(OSError, match="1 MiB"):
            file.write(b"1")
    brought(client, f"IN/{DATA}", piece)
    brought(client, f"INTEST/{TEST}", piece)
    with pytest.raises(OSError, match="full"):
        brought(client, f"IN/{START}", b"1")
    client.remove(f"INTEST/{TEST}")
    for number in range(2, 8):
        brought(client, f"INTEST/{TEST.replace('00001', f'{number:05}')}", b"")
    with pytest.raises(OSError, match="8 files"):
        brought(client, f"INTEST/{TEST}", b"")


def test_only_the_key_of_the_sender_opens(server: Server, senders: Engine) -> None:
    assert senders
    make_key(server.folder / "stranger.ssh")
    for number, key in (
        (KNOWN[0], KNOWN[1]),
        (KNOWN[0], "stranger"),
        ("990303", "stranger"),
        ("root", KNOWN[0]),
    ):
        with pytest.raises(paramiko.SSHException), server.connected(number, key):
            pass


def test_who_is_taken_out_is_refused_at_the_next_request(
    senders: Engine, client: paramiko.SFTPClient
) -> None:
    file = client.open(f"IN/{DATA}", "wb")
    file.write(CONTENT)
    with senders.begin() as connection:
        connection.execute(text("UPDATE sender SET public_key = NULL"))
    with pytest.raises(PermissionError, match="not be used any more"):
        client.listdir("IN")
    with pytest.raises(PermissionError):
        brought(client, f"IN/{START}", b"")
    time.sleep(1.1)
    with pytest.raises(PermissionError):
        file.write(CONTENT)


def test_there_is_no_shell_no_forwarding_and_no_password(server: Server, senders: Engine) -> None:
    assert senders
    line = ["ssh", "-F", "/dev/null", "-p", str(server.port), "-o", "StrictHostKeyChecking=no"]
    line += ["-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR"]
    line += ["-i", str(server.folder / f"{KNOWN[0]}.ssh"), f"{KNOWN[0]}@127.0.0.1"]
    for more in (["id"], ["-W", f"127.0.0.1:{server.port}"]):
        options = more if more[0] != "id" else []
        command = more if more[0] == "id" else []
        done = subprocess.run(  # noqa: S603 - our own words
            [*line[:-1], *options, line[-1], *command], capture_output=True, timeout=20, check=False
        )
        assert done.returncode != 0
        assert done.stdout == b""
    with paramiko.Transport(("127.0.0.1", server.port)) as transport:
        transport.connect()
        with pytest.raises(paramiko.BadAuthenticationType) as refusal:
            transport.auth_none(KNOWN[0])
        assert refusal.value.allowed_types == ["publickey"]


def test_a_sender_has_only_so_many_connections(server: Server, client: paramiko.SFTPClient) -> None:
    client.listdir()
    with ExitStack() as stack:
        for _ in range(7):
            stack.enter_context(server.connected(KNOWN[0])).listdir()
        with pytest.raises((paramiko.SSHException, EOFError, OSError)):
            stack.enter_context(server.connected(KNOWN[0])).listdir()
    client.listdir()


def test_the_server_keeps_its_key_and_its_log_tells_no_more_than_files(server: Server) -> None:
    assert stat.S_IMODE((server.folder / "keys" / "sftp-host").stat().st_mode) == 0o600
    log = server.log.read_text()
    assert "sftp_brought" in log
    assert "127.0.0.1" not in log
    assert "/etc/passwd" not in log


def test_the_server_of_files_carries_no_pages_and_no_signatures() -> None:
    loaded = "import sys, portal.commands, portal.sftp.serving; print(*sys.modules)"
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", loaded], check=True, capture_output=True, text=True
    )
    assert {"flask", "pyhanko", "lxml", "alembic"}.isdisjoint(told.stdout.split())
