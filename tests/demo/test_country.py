"""The demo country: always the same, and with every case of the law in it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.demo.country import write_country
from portal.demo.country.senders import write_senders
from portal.identifiers import enterprise_number_fault, joint_committee_is_wellformed, ssin_fault
from tests.demo.cases import CASES
from tests.demo.world import Folder

GIVEN_OUT_TO_NOBODY = ("01", "19")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("country")
    write_country(path)
    write_senders(path)
    return Folder(path)


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


@pytest.mark.parametrize("seen", CASES.values(), ids=CASES.keys())
def test_the_country_holds(seen: Callable[[Folder], bool], folder: Folder) -> None:
    assert seen(folder)


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    write_country(tmp_path / "one")
    script = f"""
from pathlib import Path
from portal.demo.country import write_country
write_country(Path({str(tmp_path / "two")!r}))
"""
    # Another seed of hashing would show any order that comes from a set.
    subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], check=True, env=os.environ | {"PYTHONHASHSEED": "7"}
    )
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_number_is_well_formed_and_from_a_range_that_is_not_given_out(
    folder: Folder,
) -> None:
    for row in folder.workers:
        for ssin in filter(None, (row["ssin"], row["replaces_ssin"])):
            assert ssin_fault(ssin) is None
            assert int(ssin[6:9]) >= 900
    for row in folder.rows("employers"):
        assert enterprise_number_fault(row["enterprise_number"]) is None
        assert row["enterprise_number"].startswith(GIVEN_OUT_TO_NOBODY)
    assert all(joint_committee_is_wellformed(job["joint_committee"]) for job in folder.jobs)


def test_nobody_works_before_the_age_of_15_or_for_an_employer_that_closed(folder: Folder) -> None:
    born = {row["ssin"]: row["birth_date"] for row in folder.workers}
    closed = folder.number_of("vereffend")
    for job in folder.jobs:
        if birth_date := born[job["ssin"]]:
            assert int(job["start_date"][:4]) - int(birth_date[:4]) >= 15
        if job["enterprise_number"] == closed:
            assert "" < job["end_date"] < "2016-12-31"


def test_every_employer_has_somebody_in_service_but_the_closed_one(folder: Folder) -> None:
    closed = folder.number_of("vereffend")
    staffed = {job["enterprise_number"] for job in folder.jobs if not job["end_date"]}
    assert set(folder.sizes) - staffed == {closed}


def test_every_interesting_person_is_in_service_and_can_sign_in(folder: Folder) -> None:
    canceled = {row["ssin"] for row in folder.workers if row["canceled"]}
    for row in folder.rows("interesting"):
        assert row["ssin"] not in canceled
        assert folder.jobs_of[row["ssin"]]
