"""Shows invented accounts through the real templates, for tests that look at pages."""

from types import SimpleNamespace

from flask import Blueprint, Flask, render_template

from portal.account.look_log import LookPage
from portal.account.values import TrainingDetail, TrainingPage
from portal.web.page import LANGUAGE_PREFIX
from tests.web.looks import LOOKS
from tests.web.worlds import WORLDS

views = Blueprint("world", __name__, url_prefix=f"{LANGUAGE_PREFIX}/world/<world>")


def show_worlds(app: Flask) -> None:
    """Add a page for every invented account, as its worker would see it signed in."""
    app.register_blueprint(views)


def _render(template: str, **values: object) -> str:
    return render_template(template, current_user=SimpleNamespace(is_authenticated=True), **values)


@views.get("/account")
def account(world: str) -> str:
    account = WORLDS[world]
    return _render(
        "worker/account.html",
        account=account,
        present=[one for one in account.employments if one.present],
        past=[one for one in account.employments if not one.present],
    )


@views.get("/rights/<int:year>")
def rights(world: str, year: int) -> str:
    account = WORLDS[world]
    employment = account.employments[0]
    credit = next(one for one in employment.years if one.year == year)
    return _render("worker/rights.html", account=account, employment=employment, year=credit)


@views.get("/trainings")
def trainings(world: str) -> str:
    page = TrainingPage(WORLDS[world].trainings, "c", 6, (2026, 2025, 2024), ())
    return _render("worker/trainings.html", page=page, year=None, later=False)


@views.get("/training/<int:number>")
def training(world: str, number: int) -> str:
    earlier = WORLDS[world].trainings[5:] if number == 1 else ()
    detail = TrainingDetail(WORLDS[world].trainings[number], earlier)
    return _render("worker/training.html", detail=detail)


@views.get("/looks")
def looks(world: str) -> str:
    seen = {"nobody": (), "one": LOOKS[:4]}.get(world, LOOKS)
    page = LookPage(seen, "c" if seen else None, 13, LOOKS[0].looked_at)
    return _render("worker/looks.html", page=page, own=seen == LOOKS, later=False)
