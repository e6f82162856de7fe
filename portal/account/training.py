"""Opens one training of a worker, with all that was ever changed in it."""

from datetime import date
from uuid import UUID

from sqlalchemy import Connection, text

from portal import replica
from portal.account.grounds import read_grounds
from portal.account.history import TrainingDetail, history_of
from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.rows import TRAINING_ROW, trainings_of
from portal.clock import BELGIUM
from portal.reckoning.statement import EMPLOYER_NAME
from portal.roles import Thing

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
    (
        SELECT json_object_agg(named.enterprise_number, {EMPLOYER_NAME})
        FROM (
            SELECT enterprise_number FROM found
            UNION SELECT registered_by FROM found
            UNION SELECT enterprise_number FROM earlier
            UNION SELECT registered_by FROM earlier
        ) AS named
    )
""")  # noqa: S608 - put together from constants of this house


def open_training(
    db: Connection, person_id: UUID, training_id: UUID, look: Look
) -> TrainingDetail | None:
    """Return one of a worker's trainings; somebody else's and an unknown one alike are None.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    """
    check_may_look([person_id], Thing.ACCOUNT, look)
    as_of = look.looked_at.astimezone(BELGIUM).date()
    detail = replica.answer(db, lambda near: _read_training(near, person_id, training_id, as_of))
    if detail is not None:
        write_looks(db, [person_id], DataGroup.TRAINING, look)
    return detail


def _read_training(
    db: Connection, person_id: UUID, training_id: UUID, as_of: date
) -> TrainingDetail | None:
    bound = {"person_id": person_id, "training_id": training_id}
    found, earlier, names = db.execute(ONE, bound).one()
    if found is None:
        return None
    grounds = read_grounds(db, person_id, as_of)
    beside = grounds.named(names)
    (training,) = trainings_of(found, beside)
    size_class = grounds.sizes.get((training.employment_id or "", training.end_date.year))
    history = history_of(training, trainings_of(earlier, beside))
    return TrainingDetail(training, history, names, size_class)
