"""Shows the pages on which a course is entered, with invented workers."""

from dataclasses import replace

from flask import Blueprint

from portal.declarations import catalogue
from portal.declarations.outcome import Issue
from portal.entering.access_tables import TABLES
from portal.entering.entry import State
from portal.web.choosing import Choice
from portal.web.course_form import Findings, texts_of
from portal.web.filters import LONGEST_TEXT
from portal.web.page import LANGUAGE_PREFIX
from portal.web.styleguide_course import (
    COURSE,
    DECLARED,
    DRAFT,
    FAULTY,
    FOUND,
    GOOD,
    NAMES,
    PEOPLE,
    REFUSED,
    REFUSED_CHANGE,
    REVIEWED,
    STAND,
)
from portal.web.styleguide_employer import OWN
from tests.web.signed import render_as

views = Blueprint("shown_course", __name__, url_prefix=f"{LANGUAGE_PREFIX}/course/<state>")


@views.get("/entry")
def entry(state: str) -> str:
    faulty = state == "faulty"
    chosen = PEOPLE[:2] if faulty else ()
    unknown = ("85021400136",) if faulty else ()
    return render_as(
        "entering/entry.html",
        acting=OWN,
        entry_id=DRAFT.entry_id,
        fields=FAULTY if faulty else COURSE,
        choice=Choice([worker.person_id for worker in chosen], unknown),
        chosen=list(chosen),
        found=FOUND,
        findings=REFUSED if faulty else Findings({}, ()),
        providers=["Opleidingscentrum Noord"],
        longest_text=LONGEST_TEXT,
    )


@views.get("/review")
def review(state: str) -> str:
    assert state
    return render_as(
        "entering/review.html",
        acting=OWN,
        entry=DRAFT,
        texts=texts_of(COURSE),
        findings=REVIEWED,
        good=GOOD,
        names=NAMES,
    )


@views.get("/done")
def done(state: str) -> str:
    undone = state == "undone"
    return render_as(
        "entering/done.html",
        acting=OWN,
        entry=replace(DECLARED, state=State.UNDONE) if undone else DECLARED,
        texts=texts_of(COURSE),
        refused=() if undone else REVIEWED.answers[2:],
        names=NAMES,
        not_undone="1" if undone else "",
    )


@views.get("/training")
def training(state: str) -> str:
    faulty = state == "faulty"
    stand = STAND._replace(to_verify=faulty)
    if state == "withdrawn":
        stand = STAND._replace(record_state="canceled", cancel_reason="Dubbel ingevoerd", version=2)
    conflict = Issue(catalogue.VERSION_CONFLICT, "expected_version", None, {"version": 2})
    return render_as(
        "entering/training.html",
        acting=OWN,
        stand=stand,
        versions=[stand, STAND],
        worker=PEOPLE[0],
        texts=texts_of(COURSE),
        fields=FAULTY if faulty else COURSE,
        findings=REFUSED_CHANGE if faulty else Findings({}, ()),
        others=[conflict] if faulty else [],
        reason="",
        kept=state == "some",
    )


@views.get("/export")
def export(state: str) -> str:
    assert state
    return render_as("employer/export.html", acting=OWN, access=TABLES)


@views.get("/entries")
def entries(state: str) -> str:
    nothing = state == "nothing"
    return render_as(
        "entering/entries.html",
        acting=OWN,
        drafts=[] if nothing else [DRAFT],
        declared=[] if nothing else [DECLARED, replace(DECLARED, state=State.UNDONE)],
    )
