"""Shows invented accounts through the real templates, for tests that look at pages."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, render_template, request

from portal.account.account import NEWEST
from portal.account.attestation import Scope, Wanted, statement_of
from portal.account.calendar import Address
from portal.account.certificates import certificate_of, certificates_of
from portal.account.checked import Checked, Standing
from portal.account.issued import Issued
from portal.account.look_log import LookPage
from portal.clock import machine_now
from portal.login.my_sessions import OwnSession
from portal.web.filters import LONGEST_TEXT, Asked
from portal.web.page import LANGUAGE_PREFIX
from tests.web.jobs import TODAY
from tests.web.looks import LOOKS
from tests.web.show_employers import show_employers
from tests.web.show_public import show_states
from tests.web.signed import render_as
from tests.web.trainings import detail_of, page_of, with_certificates
from tests.web.worlds import WORLDS

AT = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/Brussels"))
ISSUED = [
    Issued(UUID(int=n), UUID(int=7), start, Wanted(Scope.ALL), language, AT, b"", (), withdrawn)
    for n, start, language, withdrawn in ((1, "7K3M", "fr", None), (2, "0ABC", "nl", AT))
]

views = Blueprint("world", __name__, url_prefix=f"{LANGUAGE_PREFIX}/world/<world>")


def show_worlds(app: Flask) -> None:
    """Add a page for every invented account, as its worker would see it signed in."""
    app.register_blueprint(views)
    show_employers(app)
    show_states(app)


@views.get("/home")
def home(world: str) -> str:
    assert world
    return render_as("public/home.html", example_days=Fraction(5, 2))


@views.get("/account")
def account(world: str) -> str:
    account = WORLDS[world]
    return render_as(
        "worker/account.html",
        account=replace(account, lines=account.lines[:NEWEST]),
        present=[one for one in account.employments if one.present],
        past=[one for one in account.employments if not one.present],
        **({"readable_until": date(2026, 12, 31)} if world == "read-only" else {}),
    )


@views.get("/rights/<int:year>")
def rights(world: str, year: int) -> str:
    account = WORLDS[world]
    employment = account.employments[0]
    credit = next(one for one in employment.years if one.year == year)
    return render_as("worker/rights.html", account=account, employment=employment, year=credit)


@views.get("/trainings")
def trainings(world: str) -> str:
    asked = Asked.by(request.args)
    page = page_of(WORLDS[world], nothing="text" in asked.query)
    return render_as("trainings/overview.html", page=page, asked=asked, longest_text=LONGEST_TEXT)


@views.get("/training/<int:number>")
def training(world: str, number: int) -> str:
    detail = detail_of(WORLDS[world].trainings[number])
    return render_as(
        "trainings/one.html",
        detail=detail,
        certificate=certificate_of(detail.training, TODAY),
        asked=Asked.by(request.args),
        form_id=UUID(int=1),
        may_issue=True,
    )


@views.get("/certificates")
def certificates(world: str) -> str:
    found = certificates_of(with_certificates(WORLDS[world]), TODAY)
    return render_as("trainings/certificates.html", certificates=found)


@views.get("/looks")
def looks(world: str) -> str:
    seen = {"nobody": (), "one": LOOKS[:6]}.get(world, LOOKS)
    page = LookPage(seen, "c" if seen else None, 13, LOOKS[0].looked_at)
    return render_as("worker/looks.html", page=page, own=seen == LOOKS, later=False)


@views.get("/attestations")
def attestations(world: str) -> str:
    account = WORLDS[world]
    return render_as(
        "attestations/attestations.html",
        account=account,
        trainings=account.trainings,
        years=[2026, 2025, 2024],
        employers={one.enterprise_number: one.employer_name for one in account.employments},
        issued=[(one, "Alle opleidingen en alle opleidingsrechten") for one in ISSUED],
        refusal="You have no training in this period. Choose another first and last day."
        if world == "several"
        else None,
        newest=ISSUED[0].attestation_id if world == "one" else None,
        form_id=UUID(int=1),
        said={"scope": "period", "from_day": "31"} if world == "several" else {},
        done=world == "one",
    )


@views.get("/check/<standing>")
def check(world: str, standing: str) -> str:
    statement = statement_of(WORLDS[world], Wanted(Scope.ALL))
    shown = standing == "changed"
    return render_template(
        "verify/check.html",
        checked=Checked(
            Standing(standing),
            ISSUED[1],
            ISSUED[1].issued_at.date(),
            statement if standing in {"valid", "changed"} else None,
        ),
        issued=ISSUED[1],
        about="Alle opleidingen en alle opleidingsrechten",
        code="7K3M-Q9V2-X8PD-RT4B",
        fault="This file is not a PDF." if standing == "valid" else None,
        statement=statement if shown else None,
        by_file=False,
        said={},
        is_trial=True,
    )


@views.get("/sessions")
def sessions(world: str) -> str:
    now = machine_now()
    shown = [
        OwnSession(UUID(int=number), "demo", now - timedelta(hours=number), now, number == 1)
        for number in range(1, 4 if world == "one" else 2)
    ]
    return render_as("login/sessions.html", sessions=shown, labels={"demo": "Demo"}, ended=True)


@views.get("/stay")
def stay(world: str) -> str:
    assert world
    return render_as("login/stay.html")


@views.get("/export")
def export(world: str) -> str:
    assert world
    return render_as("export/export.html")


@views.get("/calendar")
def calendar(world: str) -> str:
    known = Address(UUID(int=1), "nl", machine_now()) if world == "one" else None
    made = f"http://127.0.0.1:8000/calendar/{'aB3_' * 11}.ics" if known else None
    return render_as("calendar/calendar.html", known=known, made=made, ended=known is None)
