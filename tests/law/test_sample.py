"""The sample country comes out to the last fraction, from its bare files alone."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from portal.law.credit import Employment, EndReason, Ledger, YearCredit, credits_of
from portal.law.size import Quarter, QuarterSize, SizeHistory
from portal.law.training import TrainingStatus, is_charged

SAMPLE = Path(__file__).parents[1] / "sample"
AS_OF = date(2026, 11, 24)


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def sizes() -> dict[str, SizeHistory]:
    quarters: dict[str, list[QuarterSize]] = defaultdict(list)
    for row in rows("employer_sizes.csv"):
        fte = Fraction(row["fte"]) if row["fte"] else None
        headcount = int(row["headcount"]) if row["headcount"] else None
        quarter = QuarterSize(Quarter.parse(row["quarter"]), fte, headcount)
        quarters[row["enterprise_number"]].append(quarter)
    return {number: SizeHistory(tuple(known)) for number, known in quarters.items()}


def regimes() -> dict[str, tuple[tuple[date, Fraction], ...]]:
    found: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
    for row in rows("work_regimes.csv"):
        regime = (date.fromisoformat(row["from_date"]), Fraction(row["work_regime"]))
        found[row["employment_id"]].append(regime)
    return {key: tuple(sorted(of_one)) for key, of_one in found.items()}


def charged_minutes(job: dict[str, str], trainings: list[dict[str, str]]) -> dict[int, int]:
    """Sum the trainings that lie whole within the employment, by the year of their end."""
    minutes: dict[int, int] = defaultdict(int)
    for training in trainings:
        inside = training["startDate"] >= job["start_date"] and (
            not job["end_date"] or training["endDate"] <= job["end_date"]
        )
        counts = training["countsForRight"] == "true"
        if inside and is_charged(TrainingStatus(training["status"]), counts):
            hours, rest = training["duration"].split(":")
            minutes[int(training["endDate"][:4])] += int(hours) * 60 + int(rest)
    return minutes


def accounts() -> Iterator[tuple[str, tuple[YearCredit, ...]]]:
    by_employer, by_employment = sizes(), regimes()
    trainings: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows("trainings.csv"):
        trainings[row["ssin"], row["enterprise_number"]].append(row)
    for row in rows("employments.csv"):
        employment = Employment(
            joint_committee=row["joint_committee"],
            start_date=date.fromisoformat(row["start_date"]),
            end_date=day(row["end_date"]),
            end_reason=EndReason(row["end_reason"]) if row["end_reason"] else None,
            weekly_minutes=int(row["weekly_minutes"]),
            work_regimes=by_employment[row["employment_id"]],
        )
        ledger = Ledger(charged_minutes(row, trainings[row["ssin"], row["enterprise_number"]]))
        known = by_employer.get(row["enterprise_number"], SizeHistory())
        yield row["employment_id"], credits_of(employment, known, ledger, AS_OF)


def as_expected(credit: YearCredit) -> dict[str, str]:
    figures = ("legal", "sectoral", "carried", "gained", "charged", "left", "usable")
    return {
        **{name: str(getattr(credit, name)) for name in figures},
        "state": credit.state,
        "dayMinutes": str(credit.day_minutes),
    }


@pytest.fixture(scope="module")
def computed() -> dict[str, tuple[YearCredit, ...]]:
    return dict(accounts())


EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected["employmentId"])
def test_the_account_of_the_employment_is_exact(
    expected: dict[str, object], computed: dict[str, tuple[YearCredit, ...]]
) -> None:
    accounts = computed[str(expected["employmentId"])]
    assert {str(credit.year): as_expected(credit) for credit in accounts} == expected["years"]


def test_no_employment_is_left_out(computed: dict[str, tuple[YearCredit, ...]]) -> None:
    assert sorted(computed) == sorted(expected["employmentId"] for expected in EXPECTED)
