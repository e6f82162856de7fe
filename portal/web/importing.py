"""A sheet of trainings: its template, the check without effect, the declaring and the undoing."""

from tempfile import TemporaryFile
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.database import Session, reading
from portal.entering.marked import MOST_MARKED, marked_rows
from portal.entering.remarks import Remark
from portal.entering.sheets import (
    SheetImport,
    State,
    file_of,
    find_import,
    list_imports,
    remarks_of,
    send_on,
    take_in,
)
from portal.languages import N_
from portal.login.identity import signed_in
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.web import patience
from portal.web.page import LANGUAGE_PREFIX, page_language
from portal.web.sending import XLSX, sent
from portal.wire.limits import SheetLimits
from portal.wire.marking import write_marked
from portal.wire.refusal import SheetRefused
from portal.wire.template import template_csv, template_workbook

views = Blueprint("importing", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/trainings/sheets")

MOST_SHOWN: Final = 100  # remarks on a page; the others are in the marked file
_ROOM: Final = 64 * 1024  # bytes of a form around its file
NO_FILE: Final = N_("Choose a file: an XLSX workbook, or CSV in UTF-8.")


@views.url_value_preprocessor
def let_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let those who are signed in send more than a form."""
    if endpoint == "importing.sheets" and request.method == "POST" and signed_in() is not None:
        request.max_content_length = SheetLimits().size + _ROOM


@views.route("", methods=["GET", "POST"])
@representative_may(Action.WRITE, Thing.TRAINING)
def sheets() -> str | AnyResponse | tuple[str, int]:
    """Offer the templates, take a sheet in, and show the last ones."""
    if request.method == "GET":
        return _offer()
    file = request.files.get("sheet")
    data = file.read() if file else b""
    if file is None or not data:
        return _offer(NO_FILE), 400
    name = (file.filename or "").replace("\0", "")
    try:
        SheetLimits().check_size(len(data))
    except SheetRefused as refusal:
        return _offer(refusal.sentence, **refusal.detail), 413
    with Session.begin() as db:
        import_id = take_in(db, current_acting(), (name, data), page_language(), clock.now())
    return _when_done(import_id)


@views.get("/template.<any(xlsx, csv):kind>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def template(kind: str) -> Response:
    """Give the empty sheet in the language of the page."""
    language = page_language()
    if kind == "csv":
        return _file(template_csv(language), "text/csv", f"trainings-{language}.csv")
    return _file(template_workbook(language), XLSX, f"trainings-{language}.xlsx")


@views.get("/<uuid:import_id>")
@representative_may(Action.WRITE, Thing.TRAINING)
def sheet(import_id: UUID) -> str:
    """Show how far a sheet is, and what is wrong in it."""
    found = _found(import_id)
    remarks: list[Remark] = []
    if not found.state.is_working and found.refusal is None:
        with reading() as db:
            remarks = remarks_of(db, current_acting(), import_id, clock.now())
    return render_template(
        "importing/sheet.html",
        acting=current_acting(),
        sheet=found,
        remarks=remarks[:MOST_SHOWN],
        count=len(remarks),
        refused=sum(remark.is_refused for remark in remarks),
        most_marked=MOST_MARKED,
    )


@views.get("/<uuid:import_id>/marked-<any(all, some):which>.xlsx")
@representative_may(Action.WRITE, Thing.TRAINING)
def marked(import_id: UUID, which: str) -> Response:
    """Give the sheet with what is wrong in it: every row, or only those with remarks."""
    found, acting = _found(import_id), current_acting()
    whole = which == "all"
    if found.state.is_working or found.refusal or (whole and found.total > MOST_MARKED):
        abort(404)
    with reading() as db:
        remarks = remarks_of(db, acting, import_id, clock.now())
        data = file_of(db, acting, import_id, clock.now()) if whole else None
    rows = marked_rows(remarks, data)
    file = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    write_marked(file, rows, page_language(), is_whole=whole)
    return sent(file, XLSX, "trainings-marked.xlsx")


@views.post("/<uuid:import_id>/declare")
@representative_may(Action.WRITE, Thing.TRAINING)
def declare(import_id: UUID) -> AnyResponse:
    """Declare the rows of a checked sheet that nothing keeps out."""
    return _go_on(import_id, State.DECLARING)


@views.post("/<uuid:import_id>/undo")
@representative_may(Action.WRITE, Thing.TRAINING)
def undo(import_id: UUID) -> AnyResponse:
    """Cancel all that a sheet created."""
    return _go_on(import_id, State.UNDOING)


def _go_on(import_id: UUID, to: State) -> AnyResponse:
    _found(import_id)
    with Session.begin() as db:
        send_on(db, current_acting(), import_id, to, clock.now())
    return _when_done(import_id)


def _when_done(import_id: UUID) -> AnyResponse:
    """Lead to the page of a sheet, a small one once it is through."""
    patience.wait_while(lambda: _found(import_id).state.is_working)
    return redirect(url_for("importing.sheet", import_id=import_id), 303)


def _found(import_id: UUID) -> SheetImport:
    with reading() as db:
        found = find_import(db, current_acting(), import_id, clock.now())
    if found is None:
        abort(404)
    return found


def _offer(refusal: str = "", **detail: str | int) -> str:
    with reading() as db:
        found = list_imports(db, current_acting(), clock.now())
    return render_template(
        "importing/sheets.html",
        acting=current_acting(),
        imports=found,
        refusal=refusal,
        detail=detail,
    )


def _file(data: bytes, kind: str, name: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
