"""Opens a worker's certificates: what is valid until when, what runs out soon, what has expired."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, text

from portal import replica
from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.rows import TRAINING_ROW, Employers, trainings_of
from portal.account.values import TrainingRecord
from portal.reckoning.statement import EMPLOYER_NAME
from portal.roles import Thing

SOON_DAYS = 90  # long enough to find a course and follow it

CERTIFICATES = text(f"""
WITH own AS MATERIALIZED (
    SELECT *
    FROM training
    WHERE training.person_id = :person_id
        AND training.certificate_obtained
        AND training.record_state = 'active'
)
SELECT
    (SELECT json_agg({TRAINING_ROW}) FROM own AS training),
    (
        SELECT json_object_agg(named.enterprise_number, {EMPLOYER_NAME})
        FROM (SELECT DISTINCT enterprise_number FROM own) AS named
    )
""")  # noqa: S608 - put together from constants of this house


class Validity(StrEnum):
    """How a certificate stands on a day."""

    SOON = "soon"
    VALID = "valid"
    LASTING = "lasting"  # no last day is known
    RENEWED = "renewed"  # a newer one of the same training is valid for longer
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that a training gave.

    days_left: until its last day, which is still valid; negative: expired; None: no last day.
    """

    training: TrainingRecord
    validity: Validity
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Certificates:
    """All certificates of a worker: what to act on first, what has ended last.

    valid: soonest to end first, those without a last day after them. expired: latest first; those
    that a newer one replaced are among them.
    """

    soon: tuple[Certificate, ...]
    valid: tuple[Certificate, ...]
    expired: tuple[Certificate, ...]


def open_certificates(db: Connection, person_id: UUID, as_of: date, look: Look) -> Certificates:
    """Return a worker's certificates as of a day; the look is written before they are returned.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    """
    check_may_look([person_id], Thing.ACCOUNT, look)
    bound = {"person_id": person_id}
    rows, names = replica.answer(db, lambda near: near.execute(CERTIFICATES, bound).one())
    trainings = trainings_of(rows, Employers(names or {}, {}))
    write_looks(db, [person_id], DataGroup.CERTIFICATES, look)
    return certificates_of(trainings, as_of)


def certificates_of(trainings: Iterable[TrainingRecord], as_of: date) -> Certificates:
    """Return what these trainings gave, all of them with a certificate, as of a day."""
    found = sorted(_each(trainings, as_of), key=lambda one: _last_day(one.training))
    ended = {Validity.EXPIRED, Validity.RENEWED}
    return Certificates(
        soon=tuple(one for one in found if one.validity is Validity.SOON),
        valid=tuple(one for one in found if one.validity in {Validity.VALID, Validity.LASTING}),
        expired=tuple(one for one in reversed(found) if one.validity in ended),
    )


def certificate_of(training: TrainingRecord, as_of: date) -> Certificate | None:
    """Return the certificate that a training gave, by itself; None: it gave none."""
    if not training.certificate_obtained:
        return None
    until = training.certificate_valid_until
    if until is None:
        return Certificate(training, Validity.LASTING, None)
    left = (until - as_of).days
    if left < 0:
        return Certificate(training, Validity.EXPIRED, left)
    return Certificate(training, Validity.SOON if left <= SOON_DAYS else Validity.VALID, left)


def _each(trainings: Iterable[TrainingRecord], as_of: date) -> Iterator[Certificate]:
    longest: dict[str, date] = {}
    trainings = list(trainings)
    for training in trainings:
        title = training.title.casefold()
        longest[title] = max(longest.get(title, date.min), _last_day(training))
    for training in trainings:
        one = certificate_of(training, as_of)
        if one is None:
            continue
        replaced = _last_day(training) < longest[training.title.casefold()]
        if replaced and one.validity is not Validity.EXPIRED:
            one = Certificate(training, Validity.RENEWED, one.days_left)
        yield one


def _last_day(training: TrainingRecord) -> date:
    return training.certificate_valid_until or date.max
