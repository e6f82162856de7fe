"""The online service for employers: for whom the reader acts, and where everything begins."""

from typing import Final

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import Session, reading
from portal.duties.worklist import worklist_of
from portal.login.acting import MOST_CHOICES, act_for, choices_of, find_acting
from portal.login.identity import current_identity, set_private_cookie, worker_may
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.web.employer_words import TASKS
from portal.web.filters import LONGEST_TEXT, seen_text
from portal.web.page import LANGUAGE_PREFIX

views = Blueprint("employer", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer")

SEEN_AT_ONCE: Final = 8  # enterprises; who has more can look for one by its name


@views.get("/choose")
@worker_may(Action.READ, Thing.SESSION)
def choose() -> str:
    """Show the enterprises for which the reader may act, each with a button."""
    wanted = seen_text(request.args.get("text", "")) or ""
    identity = current_identity()
    with reading() as db:
        choices = choices_of(db, identity.person_id, clock.today(), wanted)
    return render_template(
        "employer/choose.html",
        choices=choices[:MOST_CHOICES],
        more=len(choices) > MOST_CHOICES,
        seen_at_once=SEEN_AT_ONCE,
        wanted=wanted,
        longest_text=LONGEST_TEXT,
        refused="refused" in request.args,
        now=(identity.acting_for, identity.acting_through),
    )


@views.post("/choose")
@worker_may(Action.WRITE, Thing.SESSION)
def take() -> Response:
    """Act for the enterprise that was chosen, under a new session key."""
    number, _, through = request.form.get("choice", "").partition("-")
    identity = current_identity()
    with Session.begin() as db:
        # What a browser sends may hold what no text of the database can.
        known = number.isdecimal() and (through.isdecimal() or not through)
        found = (
            find_acting(db, identity.person_id, number, through or None, clock.today())
            if known
            else None
        )
        key = act_for(db, identity, found, clock.machine_now()) if found else None
    if key is None:
        return redirect(url_for("employer.choose", refused="yes"), 303)
    answer = redirect(url_for("employer.home"), 303)
    set_private_cookie(answer, current_app.config["SESSION_KEY_COOKIE"], key)
    return answer


@views.get("")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def home() -> str:
    """Show what is to be done for the enterprise, by the day on which it is due."""
    acting = current_acting()
    with reading() as db:
        worklist = worklist_of(db, acting.enterprise_number, clock.today())
    return render_template(
        "employer/home.html", worklist=worklist, today=clock.today(), task_words=TASKS
    )
