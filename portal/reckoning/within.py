"""Which accounts need no reckoning, because no year was charged more than it gains by itself.

Of a long list nearly all are such: a training takes hours, a year gives days. To tell so, little
must be read of an employment, and equal employments are reckoned once.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.driver import rows_of
from portal.law.employment import Employment
from portal.law.parameters import FIRST_YEAR
from portal.law.right import service_months
from portal.law.training import day_minutes
from portal.law.words import SizeClass
from portal.law.year_right import year_right
from portal.reckoning.rows import fraction_of, sizes_of
from portal.reckoning.statement import SIZES, YEARLY
from portal.records.facts import EVERYBODY

# All that the right of a year hangs on: employer, year, first and last month in service, joint
# committee, weekly minutes, and the work regime as a text; None: it is not that simple.
_Case = tuple[str, int, tuple[int, int], str, int, str | None]

# Where a regime changes, or anything was declared of the right, no regime comes back. Each
# employment is looked up by its keys, whatever the server believes of tables that just grew.
# The sizes of the employers come along, without a place or a year.
_CHARGED: Final = text(
    f"""
    WITH asked AS MATERIALIZED (
        SELECT *
        FROM unnest(
            CAST(string_to_array(:people, ',') AS uuid[]), string_to_array(:enterprises, ',')
        ) WITH ORDINALITY AS asked (person_id, enterprise_number, place)
    )
    SELECT NULL AS place, NULL AS year, NULL AS minutes, enterprise_number,
        CAST(NULL AS date) AS start_date, CAST(NULL AS date) AS end_date, NULL AS weekly_minutes,
        {SIZES}
    FROM (SELECT DISTINCT enterprise_number FROM asked) AS named
    UNION ALL
    SELECT asked.place, yearly.year, yearly.minutes, job.joint_committee,
        job.start_date, job.end_date, job.weekly_minutes,
        CASE
            WHEN EXISTS (
                SELECT
                FROM training_right
                WHERE person_id IN (asked.person_id, '{EVERYBODY.hex}')
                    AND enterprise_number = asked.enterprise_number
                    AND record_state = 'active'
            ) THEN NULL
            ELSE (
                SELECT CASE WHEN min(work_regime) = max(work_regime) THEN min(work_regime)::text END
                FROM work_regime
                WHERE work_regime.person_id = job.person_id
                    AND work_regime.employment_id = job.employment_id
            )
        END
    FROM asked
    JOIN employment AS job USING (person_id, enterprise_number)
    CROSS JOIN LATERAL {YEARLY}
    """  # noqa: S608 - put together from constants of this house
)


def may_be_overdrawn(db: Session, pairs: Sequence[tuple[str, str]]) -> set[int]:
    """Return the places of the accounts that may have a year below zero; one statement for all.

    pairs: (person id, enterprise number), each once. What is not returned has no such year, nor
    would it have one with fewer trainings; what is returned must be reckoned to know.
    """
    if not pairs:
        return set()
    people, enterprises = zip(*pairs, strict=True)
    bound = {"people": ",".join(people), "enterprises": ",".join(enterprises)}
    rows = rows_of(db, _CHARGED, bound)
    sizes = {row[3]: sizes_of(row[-1]) for row in rows if row[0] is None}
    gained: dict[_Case, int] = {}  # minutes; committees, regimes and months come again and again
    doubtful = set()
    for place, year, minutes, committee, start_date, end_date, weekly, regime in rows:
        if year is None or year < FIRST_YEAR:
            continue
        employer, months = enterprises[place - 1], service_months(year, start_date, end_date)
        case = employer, year, months, committee, weekly, regime
        if case not in gained:
            gained[case] = _minutes_gained(case, sizes[employer].in_year(year).size_class)
        if minutes > gained[case]:
            doubtful.add(place - 1)
    return doubtful


def _minutes_gained(case: _Case, size_class: SizeClass) -> int:
    """Return the whole minutes that a year gains by itself; -1: not to be told here."""
    _, year, months, joint_committee, weekly_minutes, regime = case
    if regime is None:
        return -1
    first, last = (date(year, month, 1) for month in months)
    regimes = ((first, fraction_of(regime)),)
    job = Employment(joint_committee, first, last, None, weekly_minutes, regimes)
    gained = year_right(year, job, size_class, {}, False).gained  # noqa: FBT003 - no opt-out
    return int(gained * day_minutes(weekly_minutes, year))
