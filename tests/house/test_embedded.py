import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from portal import embedded
from tests.house.servers import ask, begin, cluster_of, holder, server_processes


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
