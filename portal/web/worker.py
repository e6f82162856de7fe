"""A worker's own pages: the account, how each right was computed, and who looked."""

from flask import Blueprint, abort, render_template, request

from portal import clock
from portal.account.account import NEWEST, open_account
from portal.account.look_log import open_looks
from portal.account.looks import Look
from portal.account.values import Account
from portal.database import reading
from portal.login.identity import current_identity, worker_may, worker_only
from portal.roles import Action, Thing
from portal.web.page import LANGUAGE_PREFIX, asked_year

views = Blueprint("worker", __name__, url_prefix=f"{LANGUAGE_PREFIX}/account")


@views.get("")
@worker_only
def account() -> str:
    """Show what the worker may still follow at each employer, and the newest trainings."""
    account = _own_account(NEWEST)
    past = [employment for employment in account.employments if not employment.present]
    return render_template(
        "worker/account.html",
        account=account,
        present=[employment for employment in account.employments if employment.present],
        past=past,
    )


@views.get("/rights/<path:employment_id>")
@worker_only
def rights(employment_id: str) -> str:
    """Show how the worker's right of a year at one employer was computed."""
    account = _own_account(newest=0)
    found = [one for one in account.employments if one.employment_id == employment_id]
    if not found:
        abort(404)
    employment = found[0]
    wanted = asked_year()
    years = [one for one in employment.years if wanted in {None, one.year}]
    if wanted is not None and not years:
        abort(404)
    return render_template(
        "worker/rights.html",
        account=account,
        employment=employment,
        year=years[-1] if years else None,
    )


@views.get("/looks")
@worker_may(Action.READ, Thing.LOOKS)
def looks() -> str:
    """Show who looked at the worker's record, when, why and how; this look too."""
    person_id = current_identity().person_id
    own = request.args.get("own") == "yes"
    with reading() as db:
        look = Look.of_worker(person_id, clock.now())
        page = open_looks(db, person_id, look, request.args.get("after"), own=own)
    return render_template("worker/looks.html", page=page, own=own, later="after" in request.args)


def _own_account(newest: int) -> Account:
    reader = current_identity()
    with reading(since=reader.journal_position) as db:
        look = Look.of_worker(reader.person_id, clock.now())
        return open_account(db, reader.person_id, clock.today(), look, newest)
