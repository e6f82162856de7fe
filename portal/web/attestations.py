"""The pages on which a worker takes an attestation along, and withdraws one."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.account.account import open_account
from portal.account.attestation import Lacking, NothingToAttest, Scope, wanted_of
from portal.account.issued import Issued, issued_one, issued_to, withdraw
from portal.account.looks import Look
from portal.account.values import Account
from portal.database import Session, reading
from portal.documents.paper import subject_of
from portal.documents.sentences import Sentences
from portal.identifiers import new_id
from portal.languages import LANGUAGES, N_
from portal.law.counting import Counting
from portal.login.guessing import count_of_person
from portal.login.identity import current_identity, worker_may
from portal.login.tries import ATTESTATIONS_OF_A_PERSON
from portal.roles import Action, Thing
from portal.settings import load_settings
from portal.web.page import LANGUAGE_PREFIX, page_language

if TYPE_CHECKING:
    from portal.documents.issuing import Request

views = Blueprint("attestations", __name__, url_prefix=f"{LANGUAGE_PREFIX}/account/attestations")

NEWEST: Final = 100  # trainings to choose from; older ones have a link of their own
NAMES: Final = {"nl": "attest", "fr": "attestation", "de": "bescheinigung", "en": "attestation"}
# What to say where there is nothing to attest, and with which status.
REFUSALS: Final = {
    Lacking.UNREADABLE: (
        N_("Choose what should be in the attestation. A date has a day, a month and a year."),
        400,
    ),
    Lacking.NO_TRAINING: (N_("We cannot find this training in your account."), 404),
    Lacking.CANCELED: (
        N_("Whoever registered this training withdrew it, so there is nothing to attest."),
        404,
    ),
    Lacking.NO_EMPLOYER: (N_("We cannot find this employer in your account."), 404),
    Lacking.EMPTY_YEAR: (N_("There is nothing in your account in this year."), 404),
    Lacking.EMPTY_PERIOD: (
        N_("You have no training in this period. Choose another first and last day."),
        404,
    ),
    Lacking.EMPTY_ACCOUNT: (N_("There is nothing in your account yet."), 404),
}
SUPERSEDED: Final = (
    N_(
        "You asked for this before, and your account or the attestation is different now. Ask"
        " again: you will get a new one."
    ),
    409,
)
OUTDATED: Final = (
    N_(
        "This attestation is withdrawn, or your account is different now. Make a new one: the old"
        " file is with your downloads."
    ),
    409,
)
JUST_NOW: Final = timedelta(minutes=10)
TOO_MUCH: Final = (
    N_("This is too much for one attestation. Ask for one of a year, an employer or a period."),
    422,
)
NO_SEAL: Final = (
    N_("We cannot seal attestations at the moment. Try again in a few minutes."),
    503,
)


@views.get("")
@worker_may(Action.READ, Thing.STATEMENT)
def attestations() -> str:
    """Offer every kind of attestation, and show those that were issued."""
    return _page()


@views.post("")
@worker_may(Action.WRITE, Thing.STATEMENT)
def attest() -> AnyResponse | tuple[str, int]:
    """Give an attestation as a PDF; say on the page why where there is none."""
    # Pages that make no paper start without what sets and seals it.
    from portal.documents.issuing import Request  # noqa: PLC0415

    person_id = current_identity().person_id
    count_of_person(ATTESTATIONS_OF_A_PERSON, person_id)
    language = request.form.get("language", "")
    language = language if language in LANGUAGES else page_language()
    try:
        wanted = wanted_of(_said(request.form))
    except NothingToAttest as nothing:
        return _refused(*REFUSALS[nothing.lacking])
    return _handed_out(Request(person_id, wanted, language, _form_id()), SUPERSEDED)


@views.post("/<uuid:attestation_id>/again")
@worker_may(Action.WRITE, Thing.STATEMENT)
def attest_again(attestation_id: UUID) -> AnyResponse | tuple[str, int]:
    """Give an attestation that was issued before once more, while it still holds."""
    from portal.documents.issuing import Request  # noqa: PLC0415

    person_id = current_identity().person_id
    count_of_person(ATTESTATIONS_OF_A_PERSON, person_id)
    with reading() as db:
        issued = issued_one(db, person_id, attestation_id)
    if issued is None:
        abort(404)
    return _handed_out(Request.once_more(issued), OUTDATED)


@views.post("/<uuid:attestation_id>/withdraw")
@worker_may(Action.WRITE, Thing.STATEMENT)
def take_back(attestation_id: UUID) -> AnyResponse:
    """Withdraw an attestation: whoever checks it is told so from now on."""
    with Session.begin() as db:
        found = withdraw(db, current_identity().person_id, attestation_id, clock.now())
    if not found:
        abort(404)
    return redirect(url_for("attestations.attestations", done="yes", _anchor="issued"), 303)


def _handed_out(asked: "Request", superseded: tuple[str, int]) -> AnyResponse | tuple[str, int]:
    """Return the PDF that answers a request; the page that says why where there is none.

    superseded: what to say where the account is different from what was attested.
    """
    from portal.documents.apart import TooMuch  # noqa: PLC0415
    from portal.documents.issuing import Superseded, issue_attestation  # noqa: PLC0415
    from portal.documents.seal_keys import SealFault  # noqa: PLC0415

    try:
        made = issue_attestation(asked, load_settings(), clock.now())
    except NothingToAttest as nothing:
        return _refused(*REFUSALS[nothing.lacking])
    except Superseded:
        return _refused(*superseded)
    except TooMuch:
        return _refused(*TOO_MUCH)
    except SealFault:
        return _refused(*NO_SEAL)
    answer = Response(made.pdf, mimetype="application/pdf")
    name = f"{NAMES[asked.language]}-{made.issued_at:%Y-%m-%d}-{made.code[:4]}.pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _refused(sentence: str, status: int) -> tuple[str, int]:
    return _page(sentence), status


def _page(refusal: str | None = None) -> str:
    person_id = current_identity().person_id
    with reading() as db:
        look = Look.of_worker(person_id, clock.now())
        account = open_account(db, person_id, clock.today(), look, NEWEST)
        issued = issued_to(db, person_id)
    return render_template(
        "attestations/attestations.html",
        account=account,
        trainings=[one for one in account.lines if one.counting is not Counting.WITHDRAWN],
        years=_years(account),
        employers=dict(_employers(account)),
        issued=[(one, _about(one, account)) for one in issued],
        refusal=refusal,
        newest=_made_just_now(issued),
        form_id=new_id(),
        said=request.values,
        done="done" in request.args,
    )


def _made_just_now(issued: list[Issued]) -> UUID | None:
    """Return the attestation that somebody who comes back to the page has just made."""
    if issued and clock.now() - issued[0].issued_at < JUST_NOW:
        return issued[0].attestation_id
    return None


def _said(form: Mapping[str, str]) -> dict[str, str]:
    """Return the wish of a form, its dates put together from their boxes."""
    said = dict(form)
    for name in ("from", "to"):
        boxes = [form.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
        if any(boxes):
            year, month, day = (box.zfill(2) for box in boxes)
            said[name] = f"{year}-{month}-{day}"
    return said


def _form_id() -> UUID | None:
    """Return the id of the form that was sent; None: it has none."""
    try:
        return UUID(request.form.get("form_id", ""))
    except ValueError:
        return None


def _years(account: Account) -> list[int]:
    """Return the years in which something can be attested, the newest first."""
    years = {one.start_date.year for one in account.lines}
    for employment in account.employments:
        last = employment.end_date or account.as_of
        years.update(range(employment.start_date.year, min(last, account.as_of).year + 1))
    return sorted(years, reverse=True)


def _employers(account: Account) -> Iterator[tuple[str, str]]:
    """Return number and name of each employer, as the account has them."""
    for employment in account.employments:
        yield employment.enterprise_number, employment.employer_name
    for training in account.lines:
        yield training.enterprise_number, training.employer_name


def _about(issued: Issued, account: Account) -> str:
    """Return in a few words what an attestation was about."""
    wanted = issued.wanted
    if wanted.scope is Scope.TRAINING:
        titles = {one.training_id: one.title for one in account.lines}
        name = titles.get(str(wanted.training_id), "")
    else:
        number = wanted.enterprise_number or ""
        name = dict(_employers(account)).get(number, number)
    return subject_of(wanted, name, Sentences(page_language()))
