"""What the government says in an export, as a folder of the feed, so that it comes in by that door.

Who may act for whom is not among it: that only the authentic sources themselves may say.
"""

import csv
from collections.abc import Collection, Iterable
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from pathlib import Path

from portal.export.document import Document

_EXACT = Context(prec=40, traps=[Inexact])


def write_feed(document: Document, folder: Path, known: Collection[str]) -> None:
    """Write the files. known: numbers of employers that the portal knows, which stay as they are.

    Raises decimal.Inexact for a work regime that no decimal number says.
    """
    _write(folder / "workers.csv", _WORKER, _workers(document))
    new = [
        employer
        for employer in document.employers
        # Where the sources never named an employer, its number stands for the name.
        if employer.enterprise_number not in known and employer.name != employer.enterprise_number
    ]
    _write(
        folder / "employers.csv",
        ("enterprise_number", "name", "nsso_number"),
        ((employer.enterprise_number, employer.name, "") for employer in new),
    )
    _write(
        folder / "employer_sizes.csv",
        ("enterprise_number", "quarter", "fte", "headcount"),
        (
            (employer.enterprise_number, size.quarter, size.fte, size.headcount)
            for employer in new
            for size in employer.sizes
        ),
    )
    _write(folder / "employments.csv", _EMPLOYMENT, _employments(document))
    _write(
        folder / "work_regimes.csv",
        ("employment_id", "from_date", "work_regime"),
        (
            (job.employment_id, regime.from_date, _decimal(regime.work_regime))
            for job in document.employments
            for regime in job.work_regimes
        ),
    )


_WORKER = (
    "ssin",
    "family_name",
    "given_names",
    "birth_date",
    "birth_place",
    "language",
    "replaces_ssin",
    "canceled",
)
_EMPLOYMENT = (
    "employment_id",
    "ssin",
    "enterprise_number",
    "joint_committee",
    "start_date",
    "end_date",
    "end_reason",
    "weekly_minutes",
)


def _workers(document: Document) -> Iterable[tuple[object, ...]]:
    """Return a row for each number that is in use or replaced another one."""
    person = document.person
    replaced = {one.replaced_by: one.ssin for one in person.numbers if one.replaced_by}
    for number in person.numbers:
        if number.state == "replaced" and number.ssin not in replaced:
            continue
        yield (
            number.ssin,
            person.family_name,
            person.given_names,
            person.birth_date,
            person.birth_place,
            person.language,
            replaced.get(number.ssin),
            "true" if number.state == "canceled" else "",
        )


def _employments(document: Document) -> Iterable[tuple[object, ...]]:
    for job in document.employments:
        yield (
            job.employment_id,
            document.person.ssin,
            job.enterprise_number,
            job.joint_committee,
            job.start_date,
            job.end_date,
            job.end_reason,
            job.weekly_minutes,
        )


def _decimal(fraction: str) -> str:
    exact = Fraction(fraction)
    return f"{_EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator)):f}"


def _write(path: Path, names: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Write a file; None: an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)
