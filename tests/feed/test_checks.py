"""What cannot be true across rows is named line by line, and then nothing is loaded."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.feed import report
from portal.models import (
    Employer,
    FeedLoad,
    Person,
    WorkRegime,
)
from tests.feed.country import BAKERY, BRAM, PHARMACY, Feed, places

STRANGER, UNKNOWN = "73092613502", "0353552429"  # well formed, but nobody's


def test_one_refused_cell_causes_no_faults_elsewhere(feed: Feed) -> None:
    for file, row, column in (
        ("workers.csv", 0, "birth_date"),
        ("employers.csv", 0, "name"),
        ("employments.csv", 1, "weekly_minutes"),
        ("work_regimes.csv", 0, "from_date"),
    ):
        feed.rows[file][row][column] = "\x07"

    assert places(feed.load()) == [
        ("workers.csv", 2, "birth_date"),
        ("employers.csv", 2, "name"),
        ("employments.csv", 3, "weekly_minutes"),
        ("work_regimes.csv", 2, "from_date"),
    ]


def test_every_faulty_line_of_every_file_is_named_at_once(feed: Feed) -> None:
    feed.rows["workers.csv"][1]["language"] = "it"
    feed.rows["employments.csv"][0]["end_date"] = "2019-01-01"
    feed.rows["employments.csv"][1]["ssin"] = STRANGER
    feed.rows["work_regimes.csv"][1]["work_regime"] = "2"

    assert places(feed.load()) == [
        ("workers.csv", 3, "language"),
        ("employments.csv", 2, "end_date"),
        ("employments.csv", 3, "ssin"),
        ("work_regimes.csv", 3, "work_regime"),
    ]


def test_nothing_of_a_faulty_folder_is_loaded(db: Session, feed: Feed) -> None:
    feed.rows["senders.csv"][0]["quality"] = "nobody"

    feed.load()

    for model in (Person, Employer, WorkRegime, FeedLoad):
        assert db.scalar(select(func.count()).select_from(model)) == 0


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("workers.csv", "ssin"),
        ("employers.csv", "enterprise_number"),
        ("employer_sizes.csv", "enterprise_number"),
        ("employments.csv", "employment_id"),
        ("work_regimes.csv", "employment_id"),
        ("mandates.csv", "holder_enterprise_number"),
        ("representatives.csv", "ssin"),
        ("senders.csv", "sender_number"),
    ],
)
@pytest.mark.parametrize("rows_are", ["alike", "different"])
def test_two_rows_with_the_same_key_are_a_fault_that_names_both(
    feed: Feed, file: str, column: str, rows_are: str
) -> None:
    rows = feed.rows[file]
    other = {
        "name": "x",
        "family_name": "x",
        "fte": "1",
        "weekly_minutes": "2400",
        "role": "reader",
    }
    other |= {"work_regime": "0.1", "until_quarter": "2030Q1", "client_id": "x"}
    again = dict(rows[0])
    if rows_are == "different":
        again |= {name: value for name, value in other.items() if name in again}
    rows.append(again)

    (fault,) = feed.load().faults

    assert (fault.file, fault.line, fault.column) == (file, len(rows) + 1, column)
    assert fault.sentence.startswith("Line 2 has the same key (")


def test_a_reason_for_the_end_needs_an_end(feed: Feed) -> None:
    feed.rows["employments.csv"][0]["end_date"] = ""

    (fault,) = feed.load().faults

    assert (fault.line, fault.column, fault.value) == (2, "end_reason", "resignation")
    assert "no end date" in fault.sentence


def test_an_employment_needs_a_work_regime_at_its_start(feed: Feed) -> None:
    feed.rows["work_regimes.csv"][0]["from_date"] = "2020-01-08"

    (fault,) = feed.load().faults

    assert (fault.file, fault.line, fault.column) == ("employments.csv", 2, "start_date")
    assert "from 2020-01-07 or earlier in work_regimes.csv" in fault.sentence


def test_an_employment_without_any_work_regime_is_refused(feed: Feed) -> None:
    del feed.rows["work_regimes.csv"]
    (feed.folder / "work_regimes.csv").unlink(missing_ok=True)

    assert places(feed.load()) == [
        ("employments.csv", 2, "start_date"),
        ("employments.csv", 3, "start_date"),
    ]


def test_a_work_regime_loaded_before_covers_the_start(feed: Feed) -> None:
    feed.load()

    assert feed.only("employments.csv").load().faults == ()


def test_an_earlier_start_needs_an_earlier_work_regime(feed: Feed) -> None:
    feed.load()
    feed.rows["employments.csv"][0]["start_date"] = "2020-01-06"

    assert places(feed.only("employments.csv").load()) == [("employments.csv", 2, "start_date")]


def test_new_work_regimes_of_a_known_employment_must_cover_its_start(feed: Feed) -> None:
    feed.load()
    feed.rows["work_regimes.csv"] = feed.rows["work_regimes.csv"][1:]

    assert places(feed.only("work_regimes.csv").load()) == [("work_regimes.csv", 2, "from_date")]


def test_a_work_regime_of_no_known_employment_is_refused(feed: Feed) -> None:
    feed.rows["work_regimes.csv"].append(
        {"employment_id": "E9", "from_date": "2020-01-01", "work_regime": "1"}
    )

    (fault,) = feed.load().faults

    assert (fault.line, fault.column, fault.value) == (5, "employment_id", "E9")


def add_job(
    feed: Feed, *, start: str, end: str, employer: str = BAKERY, worker: str = BRAM
) -> None:
    feed.rows["employments.csv"].append(
        feed.rows["employments.csv"][0]
        | {"employment_id": "E3", "start_date": start, "end_date": end, "end_reason": ""}
        | {"enterprise_number": employer, "ssin": worker}
    )
    feed.rows["work_regimes.csv"].append(
        {"employment_id": "E3", "from_date": start, "work_regime": "1"}
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2023-06-30", ""),
        ("2019-01-01", "2020-01-07"),
        ("2021-01-01", "2021-12-31"),
        ("2019-01-01", ""),
        ("2020-01-07", "2023-06-30"),
    ],
    ids=["last day", "first day", "within", "around", "same days"],
)
def test_employments_of_a_worker_with_an_employer_may_not_overlap(
    feed: Feed, start: str, end: str
) -> None:
    add_job(feed, start=start, end=end)

    (fault,) = feed.load().faults

    assert fault.file == "employments.csv"
    assert {fault.value, fault.sentence.split()[4]} == {"E1", "E3"}


@pytest.mark.parametrize("known", ["long", "short"])
def test_an_employment_may_not_overlap_with_one_loaded_before(feed: Feed, known: str) -> None:
    add_job(feed, start="2023-06-30", end="")
    jobs, regimes = feed.rows["employments.csv"], feed.rows["work_regimes.csv"]
    first, second = (jobs[0], jobs[2]) if known == "long" else (jobs[2], jobs[0])
    feed.rows |= {"employments.csv": [first], "work_regimes.csv": regimes}
    feed.rows["work_regimes.csv"] = [
        row for row in regimes if row["employment_id"] == first["employment_id"]
    ]
    assert feed.load().faults == ()
    feed.rows |= {"employments.csv": [second]}
    feed.rows["work_regimes.csv"] = [
        row for row in regimes if row["employment_id"] == second["employment_id"]
    ]

    told = feed.load()

    assert places(told) == [("employments.csv", 2, "employment_id")]
    assert told.faults[0].value == second["employment_id"]
    assert f"overlaps with {first['employment_id']} " in told.faults[0].sentence


def test_an_employment_corrected_in_the_same_feed_overlaps_no_longer(feed: Feed) -> None:
    feed.load()
    add_job(feed, start="2023-06-30", end="")
    feed.rows["employments.csv"][0]["end_date"] = "2023-06-29"

    assert feed.load().faults == ()


@pytest.mark.parametrize(
    "change", [{"start": "2023-07-01"}, {"start": "2021-01-01", "employer": PHARMACY}]
)
def test_employments_one_after_the_other_or_elsewhere_do_not_overlap(
    feed: Feed, change: dict[str, str]
) -> None:
    add_job(feed, end="", **change)

    assert feed.load().faults == ()


def test_beyond_the_first_faults_only_their_number_is_told(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST_FAULTS", 3)
    for row in feed.rows["workers.csv"] + feed.rows["employments.csv"]:
        row["ssin"] = "1"

    told = feed.load()

    assert (len(told.faults), told.further_faults) == (3, 2)


def test_two_senders_may_not_have_the_same_client(feed: Feed) -> None:
    feed.load()
    feed.rows["senders.csv"] = [feed.rows["senders.csv"][0] | {"sender_number": "000001"}]

    (fault,) = feed.load().faults

    assert (fault.line, fault.column) == (2, "client_id")
    assert "Sender 123456" in fault.sentence
