"""A message in XML brought on a page: the same file as by SFTP, with the same answers."""

from collections.abc import Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.batch.answers import acknowledgement_of, has_result, result_of
from portal.batch.copying import FileRefused
from portal.batch.filename import Environment
from portal.batch.uploading import take_upload
from portal.database import reading
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.languages import N_
from portal.login.identity import signed_in
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.settings import load_settings
from portal.submissions.files import find_file
from portal.submissions.telling import counts_of
from portal.submissions.uploads import Upload, find_upload, list_uploads
from portal.web import patience
from portal.web.page import LANGUAGE_PREFIX
from portal.web.sending import sent

views = Blueprint("files", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/files")

_ROOM: Final = 64 * 1024  # bytes of a form around its file
_PIECE: Final = 2**20  # bytes
NO_FILE: Final = N_("Choose a file: a message of declarations in XML.")
TOO_LARGE: Final = N_("The file is larger than a file may be. Send several.")
NO_KIND: Final = N_("Choose whether it is a test.")


@views.url_value_preprocessor
def let_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let those who are signed in send more than a form."""
    if endpoint == "files.files" and request.method == "POST" and signed_in() is not None:
        request.max_content_length = load_settings().batch_size + _ROOM


@views.route("", methods=["GET", "POST"])
@representative_may(Action.WRITE, Thing.TRAINING)
def files() -> str | AnyResponse | tuple[str, int]:
    """Take a message in, and show the last ones."""
    if request.method == "GET":
        return _offer()
    file, kind = request.files.get("message"), request.form.get("kind", "")
    if file is None or not file.filename:
        return _offer(NO_FILE), 400
    if kind not in set(Environment):
        return _offer(NO_KIND), 400
    pieces: Iterator[bytes] = iter(partial(file.stream.read, _PIECE), b"")
    named = file.filename.replace("\0", ""), pieces
    try:
        submission_id = take_upload(
            load_settings(), _declarant(), named, Environment(kind), clock.now()
        )
    except FileRefused:
        return _offer(TOO_LARGE), 413
    patience.wait_while(lambda: _found(submission_id).is_working)
    return redirect(url_for("files.file", submission_id=submission_id), 303)


@views.get("/<uuid:submission_id>")
@representative_may(Action.WRITE, Thing.TRAINING)
def file(submission_id: UUID) -> str:
    """Show how far a message is, and what became of its records."""
    found = _found(submission_id)
    with reading() as db:
        counts = counts_of(db, submission_id)
    return render_template("employer/file.html", file=found, counts=counts)


@views.get("/<uuid:submission_id>/<any(ACRF, FLAR):answer>.xml")
@representative_may(Action.WRITE, Thing.TRAINING)
def answers(submission_id: UUID, answer: str) -> Response:
    """Give an answer as SFTP would: whether it was taken, or what became of each record."""
    if _found(submission_id).is_working:
        abort(404)
    with reading() as db:
        received = find_file(db, submission_id)
        if received is None or (answer == "FLAR" and not has_result(received)):
            abort(404)
        made = TemporaryFile()  # noqa: SIM115 - closed when it is sent
        told = result_of(db, received) if answer == "FLAR" else acknowledgement_of(received)
        for piece in told:
            made.write(piece)
    return sent(made, "application/xml", f"{answer}.xml")


def _declarant() -> Declarant:
    acting = current_acting()
    quality = Quality(acting.role.value)
    return Declarant(acting.organisation, quality, Channel.BATCH, acting.person_id)


def _found(submission_id: UUID) -> Upload:
    with reading() as db:
        found = find_upload(db, _declarant(), submission_id)
    if found is None:
        abort(404)
    return found


def _offer(refusal: str = "") -> str:
    with reading() as db:
        found = list_uploads(db, _declarant())
    return render_template(
        "employer/files.html",
        files=found,
        refusal=refusal,
        kind=request.form.get("kind", Environment.TEST.value),
    )
