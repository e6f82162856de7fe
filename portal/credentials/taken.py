"""The completed trainings of an export as credentials, a file each."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from portal.account.credentials import allot
from portal.credentials.choosing import issuer_of
from portal.credentials.claims import Completed
from portal.database import Session
from portal.documents.seal_keys import SealFault
from portal.export.gathering import Gathered
from portal.settings import Settings

FOLDER = "credentials"
# Of the file of each form.
ENDINGS = {"sd_jwt": "sd-jwt", "badge": "json", "european": "jsonld"}


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
        # The day for people, the last part of the identifier to tell them apart.
        name = f"{FOLDER}/{one.training['endDate']}-{one.training_id.hex[-12:]}"
        for form, ending in ENDINGS.items():
            yield f"{name}.{ending}", (getattr(signed, form).encode(),)
    for context, content in issuer.contexts():
        yield f"{FOLDER}/contexts/{context}", (content,)


def _completed(gathered: Gathered) -> Iterator[Completed]:
    for training in gathered.trainings:
        completed = Completed.of(training, gathered.head["person"])
        if completed is not None:
            yield completed
