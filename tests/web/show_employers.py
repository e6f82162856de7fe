"""Shows the pages of employers with invented workers, for tests that look at pages."""

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, Flask

from portal.account.at_employer import AtEmployer
from portal.account.choosable import Choosable
from portal.account.declared import Declared
from portal.account.workers import Workers
from portal.clock import BELGIUM
from portal.declarations.catalogue import OVER_THE_RIGHT
from portal.declarations.declaration import Channel
from portal.declarations.outcome import Issue, Outcome
from portal.duties.grouping import LEAST
from portal.duties.notices import Tally
from portal.duties.statistics import Statistics
from portal.duties.worklist import Worklist
from portal.entering.unsent import Unsent
from portal.law.parameters import FIRST_YEAR
from portal.law.size import Quarter
from portal.login.granted import Access, Behind, GivenMandate, RoleHeld
from portal.roles import Function
from portal.web.access_form import LABELS as ACCESS_LABELS
from portal.web.access_form import NOBODY, quarters
from portal.web.employer_files import NO_FILE
from portal.web.employer_words import STANDINGS, TASKS
from portal.web.filters import LONGEST_TEXT
from portal.web.handing import NO_DAY
from portal.web.kept_forms import title_of
from portal.web.page import LANGUAGE_PREFIX
from portal.web.right_form import LABELS, LONGEST, warned_in
from portal.web.styleguide_employer import (
    ACTS,
    FAULTS,
    HANDED,
    MANDATED,
    OPT_OUT,
    OWN,
    RIGHT,
    SAID,
    SAID_OF_HANDING,
    STATISTICS,
    TASKS_DUE,
    WAITING,
    WORKERS,
)
from portal.web.styleguide_sent import DECLARED_SINGLY, FILE_COUNTS, OUTCOMES, SENT, SINGLY, UPLOADS
from tests.web import show_courses, show_sheets
from tests.web.jobs import TODAY
from tests.web.signed import render_as
from tests.web.worlds import WORLDS

UNSENT = Unsent(
    UUID(int=3), OWN.key, OWN.enterprise_name, "", (), datetime(2026, 11, 24, 12, 4, tzinfo=BELGIUM)
)
HELD = RoleHeld(UUID(int=2), "Bram Peeters", "editor", TODAY)
GIVEN = GivenMandate(MANDATED.through, MANDATED.through_name, "2024Q1", None)
YEARS = (2026, 2025, 2024)

views = Blueprint(
    "shown_employer", __name__, url_prefix=f"{LANGUAGE_PREFIX}/world/<world>/employer"
)


def show_employers(app: Flask) -> None:
    """Add the pages of employers."""
    app.register_blueprint(show_courses.views)
    app.register_blueprint(show_sheets.views)
    app.register_blueprint(views, url_prefix=f"{LANGUAGE_PREFIX}/world/<world>/employer")


@views.get("/choose")
def choose(world: str) -> str:
    nothing = world == "nobody"
    return render_as(
        "employer/choose.html",
        choices=[] if nothing else [OWN, MANDATED],
        more=not nothing,
        seen_at_once=8,
        wanted="",
        longest_text=LONGEST_TEXT,
        refused=not nothing,
        now=(OWN.enterprise_number, None),
    )


@views.get("/unsent")
def unsent(world: str) -> str:
    found = [] if world == "nobody" else [(UNSENT, title_of("entering.entry"))]
    return render_as("entering/unsent.html", unsent=found)


@views.get("/home")
def home(world: str) -> str:
    tasks = () if world == "nobody" else TASKS_DUE
    return render_as(
        "employer/home.html",
        acting=OWN,
        worklist=Worklist(tasks, Quarter(2026, 4), date(2027, 1, 31)),
        today=TODAY,
        task_words=TASKS,
    )


@views.get("/statistics")
def statistics(world: str) -> str:
    few = Statistics(waiting=True, reckoned_at=STATISTICS.reckoned_at, groups=())
    nothing = Statistics(waiting=False, reckoned_at=None, groups=())
    return render_as(
        "employer/statistics.html",
        acting=OWN,
        found={"one": STATISTICS, "several": few}.get(world, nothing),
        year=TODAY.year,
        years=list(range(TODAY.year, FIRST_YEAR - 1, -1)),
        least=LEAST,
    )


@views.get("/due/<kind>")
def due(world: str, kind: str) -> str:
    shown = () if world == "nobody" else WORKERS
    return render_as(
        "employer/people.html",
        acting=OWN,
        kind=kind,
        task=TASKS[kind],
        page=Workers(shown, 108, None),
        more=True,
        year=TODAY.year,
        done="yes" if shown else "none",
    )


@views.get("/waiting/<kind>")
def waiting(world: str, kind: str) -> str:
    shown = world != "nobody"
    name = Choosable(WAITING.person_id, "Peeters", "Bram", ("118",))
    return render_as(
        "employer/trainings.html",
        acting=OWN,
        kind=kind,
        task=TASKS[kind],
        records=(Declared(WAITING, ""),) if shown else (),
        names={WAITING.person_id: name},
        done=shown,
        refused=None if shown else Outcome.refused(0, None, FAULTS[""]),
        warned=[Issue(OVER_THE_RIGHT, "duration_minutes", None, {"year": TODAY.year})],
    )


@views.get("/workers")
def workers(world: str) -> str:
    shown = () if world == "nobody" else WORKERS
    after = UUID(int=3) if shown else None
    return render_as(
        "employer/workers.html",
        acting=MANDATED,
        page=Workers(shown, 108, after),
        text={"several": "pee", "nobody": "Zwarts"}.get(world, ""),
        later=True,
        longest_text=LONGEST_TEXT,
        year=TODAY.year,
    )


@views.get("/access")
def access(world: str) -> str:
    is_refused = world == "several"
    people = (HELD,)
    given = (GIVEN,)
    return render_as(
        "employer/access.html",
        acting=OWN,
        opened=Access(
            people,
            () if is_refused else given,
            () if is_refused else ACTS,
            Behind(UUID(int=2), None, UUID(int=3)),
        ),
        said={"ssin": "85021400171", "family_name": "Maes"} if is_refused else {},
        faults={"ssin": NOBODY} if is_refused else {},
        labels=ACCESS_LABELS,
        roles=list(Function),
        quarters=quarters(TODAY),
        done=not is_refused,
    )


@views.get("/access-taking")
def access_taking(world: str) -> str:
    return render_as("employer/access_taking.html", acting=OWN, held=HELD, own=world == "one")


@views.get("/access-revoking")
def access_revoking(world: str) -> str:
    assert world
    return render_as("employer/access_revoking.html", acting=OWN, given=GIVEN)


@views.get("/worker")
def worker(world: str) -> str:
    account = WORLDS[world]
    opened = AtEmployer(account.person, account.employments[:1], account.trainings)
    return render_as("employer/worker.html", acting=OWN, opened=opened, handed=HANDED, today=TODAY)


@views.get("/balance")
def balance(world: str) -> str:
    account, told = WORLDS[world], world == "one"
    return render_as(
        "handing/one.html",
        acting=OWN,
        opened=AtEmployer(account.person, account.employments[:1], ()),
        handed=HANDED if told else (),
        today=TODAY,
        years=YEARS,
        said=SAID_OF_HANDING,
        refusal="" if told else NO_DAY,
        done="yes" if told else None,
    )


@views.get("/balances")
def balances(world: str) -> str:
    told = world == "one"
    return render_as(
        "handing/everybody.html",
        acting=OWN,
        tally=Tally(108, 0 if told else 41),
        years=YEARS,
        said=SAID_OF_HANDING,
        refusal="" if told else NO_DAY,
        done="yes" if told else None,
    )


@views.get("/submissions")
def submissions(world: str) -> str:
    return render_as(
        "employer/submissions.html",
        acting=OWN,
        sent=(SINGLY, *SENT) if world == "one" else (),
        before="1763902800000000.x" if world == "one" else None,
        later=world == "several",
        query={"standing": "withRefusals"} if world == "several" else {},
        channels=list(Channel),
        standing_words=STANDINGS,
        quarters=[Quarter(2026, 4), Quarter(2026, 3)],
        misunderstood=world == "several",
    )


@views.get("/submission")
def submission(world: str) -> str:
    whole = world == "one"
    return render_as(
        "employer/submission.html",
        acting=MANDATED,
        sent=SENT[0] if whole else SENT[-1],
        outcomes=OUTCOMES if whole else (),
        after=99 if whole else None,
        later=False,
        result="rejected" if whole else None,
    )


@views.get("/singly")
def singly(world: str) -> str:
    assert world
    return render_as(
        "employer/singly.html",
        acting=MANDATED,
        sent=SINGLY,
        declared=DECLARED_SINGLY,
        after=100,
        later=True,
    )


@views.get("/files")
def files(world: str) -> str:
    nothing = world == "nobody"
    return render_as(
        "employer/files.html",
        acting=OWN if nothing else MANDATED,
        files=() if nothing else UPLOADS,
        refusal=NO_FILE if nothing else "",
        kind="T",
    )


@views.get("/file")
def file(world: str) -> str:
    place = {"one": 0, "several": 1, "nobody": 2}[world]
    return render_as("employer/file.html", acting=OWN, file=UPLOADS[place], counts=FILE_COUNTS)


@views.get("/seen")
def seen(world: str) -> str:
    account = WORLDS[world]
    opened = AtEmployer(account.person, account.employments[:1], ())
    employment = account.employments[0]
    return render_as(
        "employer/seen.html",
        acting=OWN,
        opened=opened,
        employment=employment,
        year=employment.years[-1],
    )


@views.get("/rights")
def rights(world: str) -> str:
    account, is_refused = WORLDS[world], world == "several"
    return render_as(
        "employer/rights.html",
        acting=OWN,
        opened=AtEmployer(account.person, account.employments[:1], ()),
        declared=[] if is_refused else [Declared(RIGHT, ""), Declared(OPT_OUT, "")],
        said=SAID,
        faults=FAULTS if is_refused else {},
        form_id=UUID(int=1),
        labels=LABELS,
        longest=LONGEST,
        done=not is_refused,
        warnings=warned_in(["days.rightBelowCalculated"]),
    )


@views.get("/opt-outs")
def opt_outs(world: str) -> str:
    is_refused = world == "several"
    withdrawn = OPT_OUT._replace(record_state="canceled", cancel_reason="Dubbel ingevoerd")
    return render_as(
        "employer/opt_outs.html",
        acting=OWN,
        stands=[] if is_refused else [OPT_OUT],
        withdrawn=[] if is_refused else [withdrawn],
        said={"year": "2026"},
        faults={"year": FAULTS["days"]} if is_refused else {},
        form_id=UUID(int=1),
        labels=LABELS,
        longest=LONGEST,
        done=None if is_refused else "yes",
    )


@views.get("/opt-out")
def opt_out(world: str) -> str:
    assert world
    return render_as(
        "employer/opt_out.html",
        acting=OWN,
        stand=OPT_OUT,
        said={},
        faults={},
        labels=LABELS,
        longest=LONGEST,
    )


@views.get("/right")
def right(world: str) -> str:
    account = WORLDS[world]
    return render_as(
        "employer/right.html",
        acting=OWN,
        opened=AtEmployer(account.person, account.employments[:1], ()),
        stand=RIGHT,
        said=SAID,
        faults=FAULTS,
        labels=LABELS,
        longest=LONGEST,
    )
