"""Telling workers what is left: papers to hand over, and writing down that they were."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.account.at_employer import AtEmployer, open_at_employer
from portal.database import Session, reading
from portal.duties.notices import (
    Telling,
    handed_to,
    note_handing_over,
    served_in,
    take_all_back,
    take_back,
    tally_of,
    told_at_once,
)
from portal.languages import LANGUAGES, N_
from portal.law.parameters import FIRST_YEAR
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.settings import load_settings
from portal.web.employer_acts import look_of
from portal.web.page import LANGUAGE_PREFIX, page_language

if TYPE_CHECKING:
    from portal.documents.handing import Balance

views = Blueprint("handing", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer")

NO_DAY: Final = N_(
    "Choose a day that exists, is not in the future and does not come before the year."
)
MOST_AT_ONCE: Final = 10  # tellings of many that can be taken back on the page of all
NO_ACCOUNT: Final = N_("There is nothing to hand over for this year.")


@views.get("/balances")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def everybody() -> str:
    """Say how many workers are to be told, and offer the papers of all of them."""
    return _page_of_all()


@views.post("/balances/balances.zip")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def papers() -> AnyResponse | tuple[str, int]:
    """Give the papers of all workers of a year in one ZIP, made while it is sent."""
    # Pages that make no paper start without what sets it.
    from portal.documents.handing import balances_zip  # noqa: PLC0415

    acting, wanted = current_acting(), _wanted()
    with reading() as db:
        people = served_in(db, acting.enterprise_number, wanted.year, clock.today())
    if not people:
        return _page_of_all(NO_ACCOUNT), 404
    pieces = balances_zip(people, wanted, look_of(acting))
    answer = Response(pieces, mimetype="application/zip")
    name = f"balances-{wanted.year}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@views.post("/balances")
@representative_may(Action.WRITE, Thing.RIGHT)
def note_all() -> AnyResponse | tuple[str, int]:
    """Write down that all workers of a year were handed their paper."""
    acting, telling = current_acting(), _telling()
    if telling is None:
        return _page_of_all(NO_DAY), 400
    with Session.begin() as db:
        count = note_handing_over(db, acting.enterprise_number, telling, clock.now())
    if not count:
        return _page_of_all(NO_ACCOUNT), 404
    return redirect(url_for(".everybody", done="yes"), 303)


@views.post("/balances/back")
@representative_may(Action.WRITE, Thing.RIGHT)
def unnote_all() -> AnyResponse:
    """Take back what was written down for many workers in one go."""
    handed_on, year = _day(request.form.get("handed_on", "")), _year()
    noted_at = _moment(request.form.get("noted_at", ""))
    if handed_on is None or year is None or noted_at is None:
        abort(400)
    with Session.begin() as db:
        take_all_back(db, current_acting().enterprise_number, year, handed_on, noted_at)
    return redirect(url_for(".everybody", done="back"), 303)


@views.get("/workers/<uuid:person_id>/balance")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def one(person_id: UUID) -> str:
    """Offer the paper of one worker, and show when it was handed over."""
    return _page_of_one(person_id)


@views.post("/workers/<uuid:person_id>/balance.pdf")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def paper(person_id: UUID) -> AnyResponse | tuple[str, int]:
    """Give the paper of one worker."""
    from portal.documents.handing import balance_pdf, file_name  # noqa: PLC0415 - as above

    wanted = _wanted()
    opened = _opened(person_id)
    pdf = balance_pdf(opened, wanted)
    if pdf is None:
        return _page_of_one(person_id, NO_ACCOUNT), 404
    answer = Response(pdf, mimetype="application/pdf")
    name = file_name(opened, wanted.year)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@views.post("/workers/<uuid:person_id>/balance")
@representative_may(Action.WRITE, Thing.RIGHT)
def note(person_id: UUID) -> AnyResponse | tuple[str, int]:
    """Write down that one worker was handed the paper."""
    acting, telling = current_acting(), _telling()
    if telling is None:
        return _page_of_one(person_id, NO_DAY), 400
    with Session.begin() as db:
        number = acting.enterprise_number
        count = note_handing_over(db, number, telling, clock.now(), [person_id])
    if not count:
        return _page_of_one(person_id, NO_ACCOUNT), 404
    return redirect(url_for(".one", person_id=person_id, done="yes"), 303)


@views.post("/workers/<uuid:person_id>/balance/back")
@representative_may(Action.WRITE, Thing.RIGHT)
def unnote(person_id: UUID) -> AnyResponse:
    """Take back that one worker was handed the paper on a day."""
    _opened(person_id)
    handed_on, year = _day(request.form.get("handed_on", "")), _year()
    if handed_on is None or year is None:
        abort(400)
    with Session.begin() as db:
        take_back(db, current_acting().enterprise_number, person_id, year, handed_on)
    return redirect(url_for(".one", person_id=person_id, done="back"), 303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _page_of_all(refusal: str = "") -> str:
    acting, today = current_acting(), clock.today()
    with reading() as db:
        tally = tally_of(db, acting.enterprise_number, today)
        at_once = told_at_once(db, acting.enterprise_number, MOST_AT_ONCE)
    return render_template(
        "handing/everybody.html",
        tally=tally,
        at_once=at_once,
        years=_years(),
        said=_said(),
        refusal=refusal,
        done=request.args.get("done"),
    )


def _page_of_one(person_id: UUID, refusal: str = "") -> str:
    opened = _opened(person_id)
    with reading() as db:
        handed = handed_to(db, person_id, current_acting().enterprise_number)
    return render_template(
        "handing/one.html",
        opened=opened,
        handed=handed,
        today=clock.today(),
        years=_years(),
        said=_said(),
        refusal=refusal,
        done=request.args.get("done"),
    )


def _opened(person_id: UUID) -> AtEmployer:
    acting = current_acting()
    with reading() as db:
        opened = open_at_employer(db, person_id, acting.enterprise_number, look_of(acting))
    # Nobody's, somebody else's, and one to whom access has closed: one answer.
    if opened is None or opened.is_closed:
        abort(404)
    return opened


def _wanted() -> "Balance":
    """Return which paper a form asks for; ends the request with 400 where it names no year."""
    from portal.documents.handing import Balance  # noqa: PLC0415 - as above

    acting, settings = current_acting(), load_settings()
    year, language = _year(), request.form.get("language", "")
    if year is None:
        abort(400)
    return Balance(
        acting.enterprise_number,
        acting.enterprise_name,
        year,
        language if language in LANGUAGES else page_language(),
        clock.now(),
        settings.base_url,
        settings.issuer,
        settings.dispute,
    )


def _telling() -> Telling | None:
    """Return what a form says was done; None: it cannot have happened."""
    acting, year = current_acting(), _year()
    boxes = [request.form.get(f"handed_{part}", "").strip() for part in ("year", "month", "day")]
    if year is None or not all(box.isdecimal() for box in boxes):
        return None
    try:
        handed_on = date(*map(int, boxes))
    except (ValueError, OverflowError):
        return None
    telling = Telling(year, handed_on, acting.organisation, acting.person_id)
    return telling if telling.is_possible(clock.today()) else None


def _said() -> Mapping[str, str]:
    """Return what stands in the form: what was sent, or else this year and this day."""
    today = clock.today()
    fresh = {"year": str(today.year), "language": page_language()}
    fresh |= {f"handed_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    return {**fresh, **request.form}


def _year() -> int | None:
    text = request.form.get("year", "")
    return int(text) if text in map(str, _years()) else None


def _years() -> list[int]:
    """Return the years that can be told of, the last first."""
    return list(range(clock.today().year, FIRST_YEAR - 1, -1))
