"""Completed trainings as credentials that a worker takes along, a file each."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from portal.account.account import read_account
from portal.account.credentials import allot
from portal.account.looks import Look
from portal.account.printed import known, training_json
from portal.account.training import open_training
from portal.account.values import Person, TrainingRecord
from portal.credentials.choosing import issuer_of
from portal.credentials.claims import Completed
from portal.database import Session, reading
from portal.documents.seal_keys import SealFault
from portal.export.gathering import Gathered
from portal.settings import Settings

FOLDER: Final = "credentials"
# Of the file of each form.
ENDINGS: Final = {"sd_jwt": "sd-jwt", "badge": "json", "european": "jsonld"}


def credentials_of(
    gathered: Gathered, person_id: UUID, settings: Settings, now: datetime
) -> Iterator[tuple[str, tuple[bytes]]]:
    """Return the credentials of a record by the names of their files, each signed when asked for.

    None where nothing is completed, or where nobody can sign.
    """
    try:
        issuer = issuer_of(settings)
    except SealFault:
        return
    versions = [(one.training_id, one.training["version"]) for one in _completed(gathered)]
    if issuer is None or not versions:
        return
    with Session.begin() as db:
        places = allot(db, person_id, versions, now)
    for one in _completed(gathered):
        signed = issuer.sign(one, *places[one.training_id])
        for form in ENDINGS:
            yield f"{FOLDER}/{_name(one, form)}", (getattr(signed, form).encode(),)
    for context, content in issuer.contexts():
        yield f"{FOLDER}/contexts/{context}", (content,)


def credential_of(
    person_id: UUID, training_id: UUID, form: str, settings: Settings, now: datetime
) -> tuple[str, bytes] | None:
    """Return one training as a credential by the name of its file; the look is written first.

    form: a key of ENDINGS. None: there is no such training, it is not completed or waits for the
    employer, or nobody can sign. Raises portal.documents.seal_keys.SealFault.
    """
    issuer = issuer_of(settings)
    if issuer is None:
        return None
    with reading() as db:
        detail = open_training(db, person_id, training_id, Look.of_worker(person_id, now))
        person = read_account(db, person_id, now.date(), newest=0).person
    completed = _of_record(detail.training, person) if detail else None
    if completed is None:
        return None
    with Session.begin() as db:
        version = (training_id, completed.training["version"])
        places = allot(db, person_id, [version], now)
    signed = issuer.sign(completed, *places[training_id])
    return _name(completed, form), getattr(signed, form).encode()


def _of_record(record: TrainingRecord, person: Person) -> Completed | None:
    number = ""  # it is in no credential
    training = {
        **training_json(record, number),
        "employerName": record.employer_name,
        "toVerify": record.to_verify,
    }
    holder = known(
        givenNames=person.given_names,
        familyName=person.family_name,
        birthDate=person.birth_date.isoformat() if person.birth_date else None,
    )
    return Completed.of(training, holder)


def _name(one: Completed, form: str) -> str:
    """Return the day for people, and the end of the identifier to tell files apart."""
    return f"{one.training['endDate']}-{one.training_id.hex[-12:]}.{ENDINGS[form]}"


def _completed(gathered: Gathered) -> Iterator[Completed]:
    for training in gathered.trainings:
        completed = Completed.of(training, gathered.head["person"])
        if completed is not None:
            yield completed
