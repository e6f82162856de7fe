"""The country's material, read from the files beside this module."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from portal.demo.country.dates import quarters
from portal.demo.country.dice import Dice
from portal.demo.country.numbers import enterprise_number, nsso_number
from portal.demo.country.values import Employer, Size


@dataclass(frozen=True, slots=True)
class Title:
    """A training that is often given. valid_years: None: no certificate, 0: one without end."""

    trade: str
    minutes: int
    workdays: int
    nature: str
    valid_years: int | None
    texts: Mapping[str, str]  # per language


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def cast_tables() -> list[dict[str, Any]]:
    """Return the people written by hand, as tables."""
    found: list[dict[str, Any]] = []
    for language in ("nl", "fr", "de"):
        text = files(__package__).joinpath(f"cast_{language}.toml").read_text(encoding="utf-8")
        found += tomllib.loads(text)["person"]
    return found


@cache
def names() -> dict[str, dict[str, list[str]]]:
    """Return names and towns per language: family, f, m, towns."""
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


@cache
def providers() -> dict[str, list[str]]:
    """Return the names of training providers per language."""
    found: dict[str, list[str]] = {}
    for row in _rows("providers.csv"):
        found.setdefault(row["language"], []).append(row["name"])
    return found


@cache
def titles(trade: str, language: str) -> tuple[Title, ...]:
    """Return the trainings of a trade that have a title in a language."""
    return tuple(
        Title(
            row["trade"],
            int(row["minutes"]),
            int(row["days"]),
            row["nature"],
            int(row["valid_years"]) if row["valid_years"] else None,
            {spoken: row[spoken] for spoken in ("nl", "fr", "de")},
        )
        for row in _rows("titles.csv")
        if row["trade"] == trade and row[language]
    )


@cache
def employers() -> dict[str, Employer]:
    """Return the employers by their key."""
    return {
        row["key"]: Employer(
            key=row["key"],
            name=row["name"],
            language=row["language"],
            trade=row["trade"],
            committees=tuple(row["committees"].split()),
            weekly_minutes=int(row["weekly_minutes"]),
            enterprise_number=enterprise_number(order),
            nsso_number=nsso_number(order),
            sizes=_sizes(row["key"], row["size"]),
            opened=int(row["opened"]),
            closed=int(row["closed"]) if row["closed"] else None,
        )
        for order, row in enumerate(_rows("employers.csv"))
    }


def _sizes(key: str, text: str) -> tuple[Size, ...]:
    """Return sizes from `-` (none known), `2024Q1:9.6/12 ...` or one number to vary around."""
    if text == "-":
        return ()
    if ":" in text:
        pairs = (part.replace("/", ":").split(":") for part in text.split())
        return tuple(Size(quarter, fte, headcount) for quarter, fte, headcount in pairs)
    tenths = int(Decimal(text) * 10)
    dice = Dice(f"size:{key}")
    found = []
    for quarter in quarters():
        # Within 3 percent, so that an employer keeps the class the material gives it.
        fte = tenths + dice.between(-tenths * 3 // 100, tenths * 3 // 100)
        headcount = (fte * dice.between(115, 130) + 999) // 1000
        found.append(Size(quarter, f"{fte // 10}.{fte % 10}", str(headcount)))
    return tuple(found)
