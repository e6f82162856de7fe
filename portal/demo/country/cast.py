"""The people written by hand, each for a case of the law."""

from dataclasses import replace
from datetime import date
from typing import Any

from portal.demo.country.dice import Dice
from portal.demo.country.material import cast_tables, employers
from portal.demo.country.numbers import Numbers
from portal.demo.country.trainings import spread, yearly
from portal.demo.country.values import Job, Person, Right, Training


def cast(numbers: Numbers) -> tuple[Person, ...]:
    """Return the people of the cast files."""
    return tuple(
        _person(table, numbers, f"cast:{order}") for order, table in enumerate(cast_tables())
    )


def _person(table: dict[str, Any], numbers: Numbers, name: str) -> Person:
    unknown = table.get("unknown_birth", False)
    born, sex = table["born"], table["sex"]
    replaces = numbers.ssin(born, sex, table["replaces"]) if "replaces" in table else ""
    return Person(
        ssin=numbers.ssin(born, sex, table.get("number", "national"), unknown=unknown),
        family_name=table["family"],
        given_names=table["given"],
        birth_date=None if unknown else born,
        birth_place=table["town"],
        language=table["language"],
        replaces_ssin=replaces,
        canceled=table.get("canceled", False),
        jobs=tuple(
            _job(job, Dice(f"{name}:{order}")) for order, job in enumerate(table.get("job", ()))
        ),
        roles=tuple((key, role) for key, role in table.get("roles", ())),
        note=table.get("note", {}),
    )


def _job(table: dict[str, Any], dice: Dice) -> Job:
    employer = employers()[table["employer"]]
    regimes = table.get("regimes") or {table["from"].isoformat(): "1"}
    job = Job(
        employer=employer,
        joint_committee=table.get("committee", employer.committees[0]),
        start_date=table["from"],
        end_date=table.get("until"),
        end_reason=table.get("reason", ""),
        regimes={date.fromisoformat(since): share for since, share in regimes.items()},
        rights=tuple(Right(**right) for right in table.get("rights", ())),
    )
    drawn = yearly(job, table["yearly"], dice) if "yearly" in table else ()
    if "many" in table:
        drawn += spread(job, table["many"], dice)
    written = tuple(_training(training, job) for training in table.get("trainings", ()))
    return replace(job, trainings=drawn + written)


def _training(table: dict[str, Any], job: Job) -> Training:
    return Training(
        title=table["title"],
        language=table.get("language", job.employer.language),
        start_date=table["on"],
        end_date=table.get("until", table["on"]),
        minutes=table["minutes"],
        nature=table.get("nature", "formal"),
        status=table.get("status", "completed"),
        not_counting_reason=table.get("reason", ""),
        certificate=table.get("certificate", False),
        valid_until=table.get("valid"),
        provider=table.get("provider", ""),
        financing=table.get("financing", "employer"),
    )
