"""An employer's own workers: all of them by name, and each with right, use and trainings here."""

from uuid import UUID

from flask import Blueprint, abort, render_template, request

from portal import clock
from portal.account.at_employer import open_at_employer
from portal.account.workers import Wanted, open_workers
from portal.database import reading
from portal.directory.entries import find
from portal.duties.notices import handed_to
from portal.identifiers import SSIN_LENGTH, ssin_fault
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.web.employer_acts import look_of
from portal.web.filters import LONGEST_TEXT, seen_text
from portal.web.page import LANGUAGE_PREFIX

views = Blueprint("workers", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/workers")

_NOBODY = UUID(int=0)


@views.route("", methods=["GET", "POST"])
@representative_may(Action.READ, Thing.EMPLOYMENT)
def workers() -> str:
    """Show workers by name, some at a time: all, or whom a name or a number finds.

    What is looked for comes in a form, since neither may ever stand in an address.
    """
    if request.method != "POST":
        return _page(Wanted(after=_after(request.args.get("after"))))
    text = seen_text(request.form.get("text", "")) or ""
    number = "".join(one for one in text if one not in " .-")
    if len(number) == SSIN_LENGTH and number.isdecimal():
        return _page(Wanted(people=(_person_with(number),)), text)
    return _page(Wanted.named(text, _after(request.form.get("after"))), text)


@views.get("/<uuid:person_id>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def worker(person_id: UUID) -> str:
    """Show one worker's right, use and trainings at this enterprise."""
    acting = current_acting()
    with reading() as db:
        opened = open_at_employer(db, person_id, acting.enterprise_number, look_of(acting))
        handed = handed_to(db, person_id, acting.enterprise_number)
    # Nobody's, somebody else's, and one to whom access has closed: one answer.
    if opened is None or opened.is_closed:
        abort(404)
    return render_template(
        "employer/worker.html", opened=opened, handed=handed, today=clock.today()
    )


def _page(wanted: Wanted, text: str = "") -> str:
    acting = current_acting()
    with reading() as db:
        page = open_workers(db, acting.enterprise_number, wanted, look_of(acting))
    return render_template(
        "employer/workers.html",
        page=page,
        text=text,
        later=wanted.after is not None,
        longest_text=LONGEST_TEXT,
        year=clock.today().year,
    )


def _person_with(number: str) -> UUID:
    """Return whom a number names, whoever that is; nobody where none does."""
    if ssin_fault(number):
        return _NOBODY
    with reading() as db:
        entry = find(db, [number]).get(number)
    return entry.person_id if entry else _NOBODY


def _after(text: str | None) -> UUID | None:
    """Return behind whom a page begins; None: the first one, also where it is no id."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
