"""The page on which a worker takes everything along, in one file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, render_template

from portal import clock
from portal.account.looks import Look
from portal.export.archive import archive_of
from portal.export.gathering import Gathered, gather
from portal.login.guessing import count_of_person
from portal.login.identity import current_identity, worker_may
from portal.login.tries import EXPORTS_OF_A_PERSON
from portal.roles import Action, Thing
from portal.settings import load_settings
from portal.web.page import LANGUAGE_PREFIX, page_language

views = Blueprint("export", __name__, url_prefix=f"{LANGUAGE_PREFIX}/account/export")

NAME: Final = "learning-account"  # of the file: nothing of its owner, who may show the folder


@views.get("")
@worker_may(Action.READ, Thing.STATEMENT)
def export() -> str:
    """Say what is in the file, and offer it."""
    return render_template("export/export.html")


@views.post("")
@worker_may(Action.READ, Thing.STATEMENT)
def download() -> Response:
    """Give everything that is held of the worker, as a ZIP that is made while it is sent."""
    person_id = current_identity().person_id
    count_of_person(EXPORTS_OF_A_PERSON, person_id)
    now, language = clock.now(), page_language()
    gathered = gather(person_id, Look.of_worker(person_id, now))
    name = f"{NAME}-{gathered.account.as_of}.zip"
    proofs = _proofs(gathered, person_id, language, now)
    answer = Response(archive_of(gathered, language, proofs), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.call_on_close(gathered.close)
    return answer


def _proofs(
    gathered: Gathered, person_id: UUID, language: str, now: datetime
) -> Iterator[tuple[str, tuple[bytes]]]:
    """Return papers and credentials, made when all else is on its way already."""
    # Processes that make none start without what sets, seals and signs them.
    from portal.credentials.taken import credentials_of  # noqa: PLC0415
    from portal.documents.taken import papers_of  # noqa: PLC0415

    settings = load_settings()
    yield from papers_of(person_id, language, settings, now)
    yield from credentials_of(gathered, person_id, settings, now)
