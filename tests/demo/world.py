"""The written folder of the demo country, read back as rows, for the tests that look into it."""

import csv
from collections import defaultdict
from datetime import date
from functools import cached_property
from pathlib import Path

Row = dict[str, str]


class Folder:
    """The rows of every file, and the questions that the cases ask of them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, name: str) -> list[Row]:
        with (self.path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def workers(self) -> list[Row]:
        return self.rows("workers")

    @cached_property
    def jobs(self) -> list[Row]:
        return self.rows("employments")

    @cached_property
    def trainings(self) -> list[Row]:
        return self.rows("trainings")

    @cached_property
    def rights(self) -> list[Row]:
        return self.rows("rights")

    @cached_property
    def jobs_of(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for job in self.jobs:
            found[job["ssin"]].append(job)
        return found

    @cached_property
    def trainings_of(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for training in self.trainings:
            found[training["ssin"]].append(training)
        return found

    @cached_property
    def regimes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("work_regimes"):
            found[row["employment_id"]].append(row["work_regime"])
        return found

    @cached_property
    def sizes(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {
            row["enterprise_number"]: [] for row in self.rows("employers")
        }
        for row in self.rows("employer_sizes"):
            found[row["enterprise_number"]].append(row)
        return found

    def number_of(self, part: str) -> str:
        """Return the enterprise number of the one employer with these words in its name."""
        (number,) = {
            row["enterprise_number"] for row in self.rows("employers") if part in row["name"]
        }
        return number

    def present(self, ssin: str, day: date) -> list[Row]:
        """Return the employments in which somebody is in service on a day."""
        return [
            job
            for job in self.jobs_of[ssin]
            if job["start_date"] <= day.isoformat()
            and (not job["end_date"] or job["end_date"] >= day.isoformat())
        ]
