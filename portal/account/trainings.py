"""Opens a worker's trainings, page by page, and one training with all its earlier versions."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.rows import (
    NEWEST_FIRST,
    PLACE_ROWS,
    TRAINING_ROW,
    Employers,
    places_of,
    trainings_of,
)
from portal.account.values import (
    EmployerName,
    TrainingDetail,
    TrainingFilter,
    TrainingPage,
    TrainingRecord,
)
from portal.reckoning.statement import EMPLOYER_NAME
from portal.roles import Thing

PAGE_SIZE = 50
COUNT_LIMIT = 1000  # beyond, a page says "1000 and more"

# The condition that each field of a filter sets, by the name of the field.
CONDITIONS = {
    "year": "extract(year FROM training.start_date) <= :year"
    " AND extract(year FROM training.end_date) >= :year",
    "enterprise_number": "training.enterprise_number = :enterprise_number",
}
PERSON = "training.person_id = :person_id"
AFTER = "(training.start_date, training.training_id) < (:after_date, :after_id)"

PAGE = """
WITH shown AS MATERIALIZED (
    SELECT *
    FROM training
    WHERE {shown}
    ORDER BY {newest_first}
    LIMIT :page_size
)
SELECT
    (SELECT json_agg({training_row} ORDER BY {newest_first}) FROM shown AS training),
    {place_rows},
    (SELECT count(*) FROM (SELECT FROM training WHERE {counted} LIMIT :count_limit) AS counted),
    (
        SELECT json_agg(year ORDER BY year DESC)
        FROM (
            SELECT extract(year FROM start_date) AS year FROM training WHERE person_id = :person_id
            UNION
            SELECT extract(year FROM end_date) FROM training WHERE person_id = :person_id
        ) AS years
    ),
    (
        SELECT json_object_agg(named.enterprise_number, {employer_name})
        FROM (
            SELECT DISTINCT enterprise_number FROM training WHERE person_id = :person_id
        ) AS named
    )
"""

ONE = text(f"""
WITH found AS MATERIALIZED (
    SELECT *
    FROM training
    WHERE training.person_id = :person_id
        AND training.training_id = :training_id
),
earlier AS MATERIALIZED (
    SELECT training_version.*
    FROM found
    JOIN training_version USING (person_id, training_id)
)
SELECT
    (SELECT json_agg({TRAINING_ROW}) FROM found AS training),
    (
        SELECT json_agg({TRAINING_ROW} ORDER BY training.version DESC)
        FROM earlier AS training
    ),
    {PLACE_ROWS},
    (
        SELECT json_object_agg(named.enterprise_number, {EMPLOYER_NAME})
        FROM (
            SELECT enterprise_number FROM found UNION SELECT enterprise_number FROM earlier
        ) AS named
    )
""")  # noqa: S608 - put together from constants of this house


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last training of a page: the next page begins after it."""

    start_date: date
    training_id: UUID

    @classmethod
    def after(cls, training: TrainingRecord) -> Self:
        """Return the cursor of a page that ends with this training."""
        return cls(training.start_date, training.training_id)

    @classmethod
    def parse(cls, written: str | None) -> Self | None:
        """Return the cursor as an address carries it; None: none there, or not readable."""
        start_date, _, training_id = (written or "").partition("_")
        try:
            return cls(date.fromisoformat(start_date), UUID(training_id))
        except ValueError:
            return None

    def __str__(self) -> str:
        """Return it as `parse` reads it."""
        return f"{self.start_date.isoformat()}_{self.training_id}"


@cache
def _page(fields: tuple[str, ...], *, follows: bool) -> TextClause:
    """Return the statement of a page that these fields of a filter choose; each text made once.

    follows: whether it begins after another page.
    """
    counted = " AND ".join([PERSON, *(CONDITIONS[field] for field in fields)])
    return text(
        PAGE.format(
            shown=f"{counted} AND {AFTER}" if follows else counted,
            counted=counted,
            newest_first=NEWEST_FIRST,
            training_row=TRAINING_ROW,
            place_rows=PLACE_ROWS,
            employer_name=EMPLOYER_NAME,
        )
    )


def open_trainings(
    db: Connection, person_id: UUID, look: Look, chosen: TrainingFilter, cursor: str | None = None
) -> TrainingPage:
    """Return a page of a worker's trainings; the look is written before it is returned.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    cursor: `next_cursor` of the page before; None, or unreadable: the first page.
    """
    check_may_look([person_id], Thing.ACCOUNT, look)
    bound = {field: value for field in CONDITIONS if (value := getattr(chosen, field)) is not None}
    statement = _page(tuple(bound), follows=(after := Cursor.parse(cursor)) is not None)
    if after:
        bound |= {"after_date": after.start_date, "after_id": after.training_id}
    bound |= {"person_id": person_id, "page_size": PAGE_SIZE + 1, "count_limit": COUNT_LIMIT}
    rows, places, count, years, names = db.execute(statement, bound).one()
    trainings = trainings_of(rows, Employers(names or {}, places_of(places)))
    page = trainings[:PAGE_SIZE]  # one more was asked for, to know whether more follow
    write_looks(db, [person_id], DataGroup.TRAININGS, look)
    return TrainingPage(
        trainings=page,
        next_cursor=str(Cursor.after(page[-1])) if len(trainings) > PAGE_SIZE else None,
        count=count,
        years=tuple(years or ()),
        employers=tuple(
            sorted(EmployerName(name, number) for number, name in (names or {}).items())
        ),
    )


def open_training(
    db: Connection, person_id: UUID, training_id: UUID, look: Look
) -> TrainingDetail | None:
    """Return one of a worker's trainings; somebody else's and an unknown one alike are None.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    """
    check_may_look([person_id], Thing.ACCOUNT, look)
    bound = {"person_id": person_id, "training_id": training_id}
    found, earlier, places, names = db.execute(ONE, bound).one()
    if found is None:
        return None
    employers = Employers(names or {}, places_of(places))
    (training,) = trainings_of(found, employers)
    detail = TrainingDetail(training, trainings_of(earlier, employers))
    write_looks(db, [person_id], DataGroup.TRAINING, look)
    return detail
