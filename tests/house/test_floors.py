"""No library is older than the floor below which it has a fault that matters to us."""

import re
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from portal.settings import HOUSE

FLOORS = tomllib.loads((HOUSE / "requirements" / "floors.toml").read_text())
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
LOCKED = re.compile(r"^([a-z0-9-]+)==([^ \\]+)", re.MULTILINE)
LOCKS = {
    lock: dict(LOCKED.findall((HOUSE / "requirements" / lock).read_text()))
    for lock in ("runtime.txt", "dev.txt")
}


@pytest.mark.parametrize("name", FLOORS)
def test_a_library_is_not_older_than_its_floor(name: str) -> None:
    floor = Version(FLOORS[name]["floor"])
    assert Version(version(name)) >= floor
    for lock, locked in LOCKS.items():
        assert Version(locked[name]) >= floor, lock


def test_what_we_ask_for_begins_at_the_floor() -> None:
    asked = [Requirement(line) for line in PROJECT["dependencies"]]
    ours = {one.name: one.specifier for one in asked if one.name in FLOORS}
    assert len(ours) >= 6
    for name, specifier in ours.items():
        (least,) = (Version(one.version) for one in specifier if one.operator == ">=")
        assert least >= Version(FLOORS[name]["floor"]), name


def test_every_floor_has_a_reason_and_no_other_word() -> None:
    for name, told in FLOORS.items():
        assert told.keys() == {"floor", "reason"}, name
        assert len(told["reason"]) > 40, name
