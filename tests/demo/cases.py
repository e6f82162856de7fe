"""The cases that the demo country must hold: a sentence each, and how to see it in the folder."""

from collections.abc import Callable
from datetime import date

from portal.demo.country import AS_OF
from tests.demo.world import Folder

TODAY = AS_OF.isoformat()


def committees(folder: Folder) -> set[str]:
    return {job["joint_committee"] for job in folder.jobs}


def reasons_for_the_end(folder: Folder) -> set[str]:
    return {job["end_reason"] for job in folder.jobs if job["end_date"]}


def statuses(folder: Folder) -> set[str]:
    return {training["status"] for training in folder.trainings}


def names(folder: Folder) -> list[str]:
    return [f"{row['given_names']} {row['family_name']}" for row in folder.workers]


def texts(folder: Folder) -> str:
    titles = (training["title"] for training in folder.trainings)
    return " ".join([*names(folder), *titles])


def quarters_between(folder: Folder, first: str, last: str) -> dict[str, int]:
    """Return how many quarters each employer declared in a span."""
    return {
        number: sum(first <= row["quarter"] <= last for row in rows)
        for number, rows in folder.sizes.items()
    }


def career(folder: Folder) -> tuple[int, int, int]:
    """Return years, employers and trainings of the longest history."""
    ssin = max(folder.trainings_of, key=lambda ssin: len(folder.trainings_of[ssin]))
    jobs = folder.jobs_of[ssin]
    begun = min(date.fromisoformat(job["start_date"]) for job in jobs)
    employers = {job["enterprise_number"] for job in jobs}
    return AS_OF.year - begun.year, len(employers), len(folder.trainings_of[ssin])


def minutes(training: dict[str, str]) -> int:
    if training["duration"].endswith(" min"):
        return int(training["duration"].removesuffix(" min"))
    if ":" not in training["duration"]:
        return round(float(training["duration"].replace(",", ".")) * 60)
    hours, rest = training["duration"].split(":")
    return int(hours) * 60 + int(rest)


def month(ssin: str) -> int:
    return int(ssin[2:4])


def workers_in(folder: Folder, language: str) -> int:
    return sum(row["language"] == language for row in folder.workers)


def language_of_worker(folder: Folder) -> dict[str, str]:
    return {row["ssin"]: row["language"] for row in folder.workers}


CASES: dict[str, Callable[[Folder], bool]] = {
    "200 people": lambda f: len(f.workers) == 200,
    "40 employers": lambda f: len(f.rows("employers")) == 40,
    "three languages, each with many people": lambda f: all(
        workers_in(f, language) >= 20 for language in ("nl", "fr", "de")
    ),
    "part-timers": lambda f: any(shares == ["0.5"] for shares in f.regimes.values()),
    "a work regime that changes": lambda f: any(len(shares) > 1 for shares in f.regimes.values()),
    "several jobs at once": lambda f: any(len(f.present(ssin, AS_OF)) > 1 for ssin in f.jobs_of),
    "past employers": lambda f: any(len(jobs) >= 3 for jobs in f.jobs_of.values()),
    "two employments at one employer": lambda f: any(
        len(jobs) > len({job["enterprise_number"] for job in jobs}) for jobs in f.jobs_of.values()
    ),
    "10 to 19 workers": lambda f: any(
        rows and all(10 <= float(row["fte"]) < 20 for row in rows) for rows in f.sizes.values()
    ),
    "under 10 workers": lambda f: any(
        rows and all(float(row["fte"]) < 10 for row in rows) for rows in f.sizes.values()
    ),
    "20 workers and more": lambda f: any(
        rows and all(float(row["fte"]) >= 20 for row in rows) for rows in f.sizes.values()
    ),
    "an unknown size, with people in service": lambda f: any(
        not f.sizes[job["enterprise_number"]] and not job["end_date"] for job in f.jobs
    ),
    "only some of the reference quarters": lambda f: (
        2 in quarters_between(f, "2022Q4", "2023Q3").values()
    ),
    "headcount where no reference quarter is declared": lambda f: (
        quarters_between(f, "2022Q4", "2023Q3")[f.number_of("Jeune Pousse")] == 0
        and f.sizes[f.number_of("Jeune Pousse")][0]["headcount"] == "12"
    ),
    "19.9 workers": lambda f: (
        [row["fte"] for row in f.sizes[f.number_of("Garage Cools")][4:8]]
        == ["18.2", "19", "20.4", "22"]
    ),
    "every growth path": lambda f: {"116", "119", "124", "200"} <= committees(f),
    "a sub-committee without a path": lambda f: "140.03" in committees(f),
    "a committee of three levels": lambda f: "330.01.10" in committees(f),
    "committee 200 under 10": lambda f: any(
        job["joint_committee"] == "200"
        and job["enterprise_number"] == f.number_of("Imagine Numérique")
        for job in f.jobs
    ),
    "weeks of 36, 37, 37.5, 38 and 40 hours": lambda f: (
        {"2160", "2220", "2250", "2280", "2400"} == {job["weekly_minutes"] for job in f.jobs}
    ),
    "each reason for not counting": lambda f: (
        {"flemishTrainingLeave", "paidEducationalLeave", "outsideProfession"}
        <= {training["notCountingReason"] for training in f.trainings}
    ),
    "declared rights of each kind, and an opt-out": lambda f: (
        {"legal", "employer", "optOut"} == {right["kind"] for right in f.rights}
    ),
    "every reason for the end, and none": lambda f: (
        reasons_for_the_end(f)
        == {
            "resignation",
            "seriousCause",
            "dismissalWithNotice",
            "dismissalWithIndemnity",
            "fixedTermEnd",
            "mutualAgreement",
            "",
        }
    ),
    "somebody who is no longer employed": lambda f: any(
        not f.present(ssin, AS_OF) for ssin in f.jobs_of
    ),
    "an end that is still to come": lambda f: any(job["end_date"] > TODAY for job in f.jobs),
    "an employment that starts next month": lambda f: any(
        job["start_date"].startswith("2026-12") for job in f.jobs
    ),
    "a BIS number whose month is raised by 20": lambda f: any(
        20 <= month(row["ssin"]) <= 32 for row in f.workers
    ),
    "a BIS number whose month is raised by 40": lambda f: any(
        41 <= month(row["ssin"]) <= 52 for row in f.workers
    ),
    "an unknown day of birth": lambda f: any(
        row["ssin"][4:6] == "00" and not row["birth_date"] for row in f.workers
    ),
    "a replaced number": lambda f: any(row["replaces_ssin"] for row in f.workers),
    "a canceled number": lambda f: any(row["canceled"] == "true" for row in f.workers),
    "40 years, 12 employers and 450 trainings": lambda f: career(f) == (40, 12, 450),
    "one employer and nothing yet": lambda f: any(
        len(f.jobs_of[row["ssin"]]) == 1 and not f.trainings_of[row["ssin"]] for row in f.workers
    ),
    "every status": lambda f: statuses(f) == {"completed", "notFollowed", "reserved", "unsuitable"},
    "a certificate that expires within weeks": lambda f: any(
        TODAY < training["validUntil"] < "2027-01-15" for training in f.trainings
    ),
    "a certificate that has expired": lambda f: any(
        "" < training["validUntil"] < TODAY for training in f.trainings
    ),
    "a certificate without end": lambda f: any(
        training["certificate"] == "true" and not training["validUntil"] for training in f.trainings
    ),
    "every kind of financing, and none": lambda f: (
        {"employer", "sectorFund", "government", "worker", "other", ""}
        == {training["financing"] for training in f.trainings}
    ),
    "a long title": lambda f: any(len(training["title"]) > 120 for training in f.trainings),
    "a long name": lambda f: any(len(name) > 45 for name in names(f)),
    "apostrophes and letters with marks": lambda f: all(
        part in texts(f) for part in ("El Idrissi", "Müller", "D'Haese", "Łukasz", "Özdemir", "ß")
    ),
    "the same name twice": lambda f: names(f).count("Sofie Janssens") > 1,
    "a training in another language than the worker's": lambda f: any(
        training["language"] != language_of_worker(f)[training["ssin"]] for training in f.trainings
    ),
    "trainings of several days": lambda f: any(
        training["startDate"] < training["endDate"] for training in f.trainings
    ),
    "a training across the year's end": lambda f: any(
        training["startDate"].endswith("-12-30") and training["endDate"][5:7] == "01"
        for training in f.trainings
    ),
    "half-hours": lambda f: any(minutes(training) % 60 == 30 for training in f.trainings),
    "all three ways to write a duration": lambda f: all(
        any(mark in training["duration"] for training in f.trainings) for mark in (":", ",", "min")
    ),
    "a social secretariat with mandates, one ended and one to come": lambda f: (
        len({row["holder_enterprise_number"] for row in f.rows("mandates")}) == 1
        and any("" < row["until_quarter"] < "2026Q1" for row in f.rows("mandates"))
        and any(row["from_quarter"] > "2026Q4" for row in f.rows("mandates"))
    ),
    "somebody in each role for an employer": lambda f: (
        {row["role"] for row in f.rows("representatives")} == {"reader", "editor", "accessManager"}
    ),
    "senders of each quality": lambda f: (
        {row["quality"] for row in f.rows("senders")} == {"employer", "mandateHolder", "provider"}
    ),
    "12 to 16 people who are interesting to be, in four languages": lambda f: (
        12 <= len(f.rows("interesting")) <= 16
        and all(all(row.values()) for row in f.rows("interesting"))
    ),
}
