"""Whole accounts as an operator prints them, of the sample country."""

import json
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select

from portal.account.lines import CHUNK
from portal.commands import portal
from portal.database import Session as Sessions
from portal.directory.entries import find
from portal.models import Look
from tests.account.sample import SAMPLE, load, rows
from tests.directory.register import add_number
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker
from tests.statements import statements

SSIN, OTHER, NEW = "95111722477", "73092613502", "85073003328"
X = "0100000001"
FIGURES = ("legal", "sectoral", "carried", "gained", "charged", "left", "usable")


@pytest.fixture(scope="module")
def expected() -> list[dict[str, object]]:
    return json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def country(database: Engine) -> Engine:
    with Sessions.begin() as db:
        load(db)
    return database


def ask(*words: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(portal, ["account", *words], input=typed)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("country")
def test_the_sample_country_comes_out_as_expected_to_the_last_fraction(
    expected: list[dict[str, object]],
) -> None:
    numbers = "".join(f"{row['ssin']}\n" for row in rows("workers.csv"))
    result = ask("-", typed=numbers)
    assert result.exit_code == 0, result.stderr
    found = {
        employment["employmentId"]: (account["ssin"], employment)
        for account in lines(result)
        for employment in account["employments"]
    }
    assert len(lines(result)) == 72
    assert found.keys() == {one["employmentId"] for one in expected}
    for one in expected:
        ssin, employment = found[one["employmentId"]]
        assert (ssin, employment["enterpriseNumber"]) == (one["ssin"], one["enterpriseNumber"])
        assert figures(employment) == {
            year: {name: Fraction(said[name]) for name in FIGURES}
            | {"state": said["state"], "dayMinutes": Fraction(said["dayMinutes"])}
            for year, said in one["years"].items()
        }, one["employmentId"]


def figures(employment: dict[str, object]) -> dict[str, dict[str, object]]:
    return {
        year: {name: Fraction(said[name]["fraction"]) for name in FIGURES}
        | {"state": said["state"], "dayMinutes": Fraction(said["dayMinutes"])}
        for year, said in employment["years"].items()
    }


@pytest.mark.usefixtures("country")
def test_every_training_of_the_sample_is_printed_with_the_names_of_the_contract() -> None:
    printed = {
        training["reference"]: training
        for account in lines(
            ask("-", typed="".join(f"{row['ssin']}\n" for row in rows("workers.csv")))
        )
        for training in account["trainings"]
    }
    declared = {row["reference"]: row for row in rows("trainings.csv")}
    assert printed.keys() == declared.keys()
    for reference, row in declared.items():
        training = printed[reference]
        hours, minutes = row["duration"].split(":")
        assert training["worker"] == {"ssin": row["ssin"]}
        assert training["employer"] == {"enterpriseNumber": row["enterprise_number"]}
        assert training["durationMinutes"] == int(hours) * 60 + int(minutes)
        assert training.get("notCountingReason", "") == row["notCountingReason"]
        assert training.get("provider", {}).get("name", "") == row["provider"]
        assert training["certificate"].get("validUntil", "") == row["validUntil"]
        assert training["countsForRight"] is (row["countsForRight"] == "true")
        assert training["certificate"]["obtained"] is (row["certificate"] == "true")
        for name in ("title", "language", "nature", "status", "startDate", "endDate", "financing"):
            assert training.get(name, "") == row[name]
        assert (training["version"], training["recordState"]) == (1, "active")


@pytest.fixture
def two_workers(database: Engine) -> Engine:
    with Sessions.begin() as db:
        add_employer(db, X)
        for ssin in (SSIN, OTHER):
            add_employment(db, add_worker(db, ssin), X, weekly_minutes=2281)
    return database


@pytest.mark.usefixtures("two_workers")
def test_unknown_numbers_are_named_and_the_others_still_printed() -> None:
    result = ask(SSIN, "00000000000", "-", OTHER, typed=b"no number\n\x00\n\n \xff\n")
    assert result.exit_code == 1
    assert [account["ssin"] for account in lines(result)] == [SSIN, OTHER]
    told = result.stderr.splitlines()
    assert [line for line in told if "00000000000" in line]
    assert [line for line in told if "no number" in line]


@pytest.mark.usefixtures("two_workers")
def test_a_replaced_number_leads_to_the_person_and_their_current_number() -> None:
    with Sessions.begin() as db:
        person_id = find(db, [SSIN])[SSIN].person_id
        add_number(db, SSIN, person_id, "replaced", NEW)
        add_number(db, NEW, person_id)
    result = ask(SSIN, NEW)
    assert result.exit_code == 0
    assert [account["ssin"] for account in lines(result)] == [NEW, NEW]


@pytest.mark.usefixtures("two_workers")
def test_a_day_can_be_named_from_before_the_right_to_far_ahead() -> None:
    years = {
        day: list(lines(ask(SSIN, "--as-of", day))[0]["employments"][0]["years"])
        for day in ("1999-12-31", "2022-12-31", "2023-01-01", "2026-11-24", "2035-12-31")
    }
    assert years == {
        "1999-12-31": [],
        "2022-12-31": [],
        "2023-01-01": ["2023"],
        "2026-11-24": ["2023", "2024", "2025", "2026"],
        "2035-12-31": [str(year) for year in range(2023, 2036)],
    }
    assert ask(SSIN, "--as-of", "24/11/2026").exit_code == 2


@pytest.mark.usefixtures("two_workers")
def test_an_amount_is_printed_as_days_fraction_and_minutes() -> None:
    with Sessions.begin() as db:
        person_id = find(db, [SSIN])[SSIN].person_id
        add_training(db, person_id, X, date(2026, 3, 4), 2880, end_date=date(2026, 3, 9))
    (account,) = lines(ask(SSIN))
    year = account["employments"][0]["years"]["2026"]
    assert account["asOf"] == "2026-11-24"
    assert year["dayMinutes"] == "2281/5"
    assert year["charged"] == {"days": "6.3130", "fraction": "14400/2281", "minutes": 2880}
    assert year["left"] == {"days": "8.6870", "fraction": "19815/2281", "minutes": 3963}


@pytest.mark.usefixtures("two_workers")
def test_each_reading_of_each_person_is_written_down() -> None:
    ask(SSIN, OTHER, "00000000000")
    ask(SSIN)
    with Sessions() as db:
        looks = db.scalars(select(Look)).all()
    assert {(look.role, look.channel, look.data_group) for look in looks} == {
        ("operator", "command", "account")
    }
    assert sorted(Counter(look.person_id for look in looks).values()) == [1, 2]
    assert {look.looked_at.date() for look in looks} == {date(2026, 11, 24)}


@pytest.mark.usefixtures("two_workers")
def test_many_numbers_are_read_by_the_chunk() -> None:
    with statements() as sent:
        result = ask("-", typed=f"{SSIN}\n{OTHER}\n" * CHUNK)
    assert len(lines(result)) == 2 * CHUNK
    of_people = [one for one in sent if "alembic_version" not in one]
    assert len(of_people) == 2 * 3
