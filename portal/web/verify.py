"""The pages on which anybody checks an attestation that somebody showed them."""

from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.account.checked import Checked, Standing, check_attestation
from portal.account.codes import code_hash, read_code, show_code
from portal.account.issued import Issued
from portal.clock import machine_now
from portal.database import reading
from portal.documents.paper import name_of, subject_of
from portal.documents.seal_keys import is_trial
from portal.documents.sentences import Sentences
from portal.languages import N_
from portal.login.guessing import count_second_fact, refuse_second_facts
from portal.login.identity import public
from portal.settings import load_settings
from portal.web.page import LANGUAGE_PREFIX, page_language

views = Blueprint("verify", __name__, url_prefix=f"{LANGUAGE_PREFIX}/verify")

MOST_BYTES: Final = 4 * 1024 * 1024  # of a file that is compared; ours have far less
PDF: Final = b"%PDF-"

# The browser keeps for so long that it may see what an attestation says, under this name.
SHOWN_FOR: Final = timedelta(minutes=10)
COMPARED: Final = "compared"

BOXES: Final = ("birth_year", "birth_month", "birth_day")

NO_FACT: Final = N_("Type the day, the month and the year of birth, or choose the PDF.")
NO_DAY: Final = N_("This is not a day: type the day, the month and the year of birth.")
OTHER_DAY: Final = N_("This is not the date of birth of the holder of this attestation.")
NO_PDF: Final = N_("This file is not a PDF.")
OTHER_FILE: Final = N_(
    "This file is not the attestation as we handed it out: it was changed, saved anew by another"
    " program, or it is another document."
)


@views.url_value_preprocessor
def _allow_a_file(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a file in where one is compared, before anything reads the form."""
    if endpoint == "verify.compare":
        request.max_content_length = MOST_BYTES


@views.get("")
@public
def number() -> AnyResponse | str:
    """Ask for the number of an attestation, and lead to what it tells."""
    typed = request.args.get("code", "").strip()
    code = read_code(typed.rstrip("/").rpartition("/")[2])
    if code:
        return redirect(url_for("verify.check", code=show_code(code)), 303)
    return render_template("verify/number.html", typed=typed)


@views.get("/<code>")
@public
def check(code: str) -> AnyResponse | tuple[str, int] | tuple[Response, int]:
    """Tell whether an attestation holds, and no more."""
    checked = _look_up(code)
    asked = request.accept_mimetypes
    if asked["application/json"] > asked["text/html"]:
        return jsonify(_told(checked)), _status(checked)
    return _page(checked, code)


@views.post("/<code>")
@public
def compare(code: str) -> AnyResponse:
    """Compare what somebody knows or has of an attestation, and lead back to its page.

    The page then tells what the attestation says, or what was wrong: so that going back or loading
    it again sends nothing twice.
    """
    number = read_code(code)
    if number:
        refuse_second_facts(code_hash(number))
    checked = _look_up(code)
    if number and checked.issued and checked.statement:
        file = request.files.get("file")
        by_file = bool(file and file.filename)
        fault = _fault_of_file(file, checked.issued) if file and by_file else _fault_of_day(checked)
        if fault in {OTHER_DAY, OTHER_FILE}:
            count_second_fact(code_hash(number))
        session[COMPARED] = {
            "code": number,
            "fault": fault,
            "by_file": by_file,
            "until": (machine_now() + SHOWN_FOR).timestamp(),
            "said": {name: request.form.get(name, "")[:4] for name in BOXES} if fault else {},
        }
    return redirect(url_for("verify.check", code=code), 303)


def _compared(number: str | None) -> dict[str, Any]:
    """Return what this browser compared with an attestation; a fault is told once."""
    found: dict[str, Any] = session.get(COMPARED, {})
    if not found or found["code"] != number or found["until"] < machine_now().timestamp():
        return {}
    if found["fault"]:
        del session[COMPARED]
    return found


def _look_up(code: str) -> Checked:
    with reading() as db:
        return check_attestation(db, code, clock.now())


def _status(checked: Checked) -> int:
    # What is not there counts as a guess, whatever it is asked as.
    return 404 if checked.standing is Standing.UNKNOWN else 200


def _told(checked: Checked) -> dict[str, str | None]:
    """Return what a program is told."""
    issued, since = checked.issued, checked.changed_since
    return {
        "state": checked.standing.value,
        "issuedAt": issued.issued_at.isoformat() if issued else None,
        "changedSince": since.isoformat() if since else None,
    }


def _page(checked: Checked, code: str) -> tuple[str, int]:
    known, issued, statement = read_code(code), checked.issued, checked.statement
    compared = _compared(known)
    fault = compared.get("fault")
    say = Sentences(page_language())
    about = subject_of(issued.wanted, name_of(statement), say) if issued and statement else ""
    page = render_template(
        "verify/check.html",
        checked=checked,
        issued=issued,
        about=about,
        code=show_code(known) if known else code,
        fault=fault,
        is_other_file=fault == OTHER_FILE,
        statement=statement if compared and not fault else None,
        by_file=compared.get("by_file"),
        said=compared.get("said", {}),
        is_trial=is_trial(load_settings()),
    )
    return page, 400 if fault else _status(checked)


def _fault_of_file(file: FileStorage, issued: Issued) -> str | None:
    """Return what is wrong with a file; None: it is the attestation, to the last byte."""
    content = file.stream.read()
    if not content.startswith(PDF):
        return NO_PDF
    return None if issued.is_this_file(content) else OTHER_FILE


def _fault_of_day(checked: Checked) -> str | None:
    """Return what is wrong with the day that was typed; None: it is the holder's birth date."""
    boxes = [request.form.get(name, "").strip() for name in BOXES]
    if not any(boxes):
        return NO_FACT
    try:
        year, month, day = (int(box) if box.isascii() else 0 for box in boxes)
        typed = date(year, month, day)
    except ValueError:
        return NO_DAY
    holder = checked.statement.holder if checked.statement else None
    return None if holder and holder.birth_date == typed else OTHER_DAY
