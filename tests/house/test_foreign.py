"""What is somebody else's answers as what is not there: on every page, for every pair of people."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import clock, roles
from portal.account.account import open_account, open_accounts
from portal.account.attestation import Scope, Wanted
from portal.account.choosing import TrainingFilter
from portal.account.look_log import open_looks
from portal.account.looks import Look, NotPermitted
from portal.account.training import open_training
from portal.account.trainings import open_trainings
from portal.app import create_app
from portal.database import Session, reading
from portal.documents.issuing import Request, issue_attestation
from portal.login.identity import guard_of
from portal.login.sessions import hash_of
from portal.models import Attestation, Person, SessionRow
from portal.roles import Action, Role, Thing, Tie, may
from portal.settings import Settings, load_settings
from tests.account.seen import NOW
from tests.login.session import session_for, signed_in
from tests.reckoning.world import add_employer, add_employment, add_right, add_training, add_worker

TODAY = date(2026, 11, 24)
# What a form must say to be answered with what it offers.
FORMS = {"attestations.attest": {"scope": "all"}, "credentials.take": {"form": "badge"}}


@dataclass(frozen=True)
class Worker:
    """Somebody with a record of their own, and the ids in it."""

    person_id: UUID
    word: str  # stands in all that is theirs
    ids: dict[str, object]


def a_worker(word: str, ssin: str, number: str) -> Worker:
    with Session.begin() as db:
        person_id = add_worker(db, ssin)
        person = db.get(Person, person_id)
        person.family_name = f"Name{word}"
        employment_id = add_employment(db, person_id, add_employer(db, number))
        add_right(db, person_id, number, 2026, "5")
        training_id = add_training(
            db, person_id, number, date(2026, 3, 4), title=f"Title{word}", provider_name=f"By{word}"
        )
    key = session_for(person_id)
    with Session() as db:
        session_id = db.get(SessionRow, hash_of(key)).session_id
    asked = Request(person_id, Wanted(Scope.ALL), "nl")
    issue_attestation(asked, load_settings(), clock.now())
    with Session() as db:
        attestation_id = db.query(Attestation).filter_by(person_id=person_id).one().attestation_id
    ids = {
        "training_id": training_id,
        "employment_id": employment_id,
        "session": session_id,
        "attestation_id": attestation_id,
    }
    return Worker(person_id, word, ids)


@pytest.fixture
def workers(database: Engine) -> list[Worker]:
    """Return two workers of two employers."""
    assert database
    return [
        a_worker("Qalfax", "85073003328", "0100000001"),
        a_worker("Qbetax", "95111722477", "0100000002"),
    ]


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings.model_copy(update={"rate_limits": False}))


def own_pages(app: Flask) -> list[Rule]:
    """Return the routes of what is a worker's own."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if guard_of(app.view_functions[rule.endpoint]) == "worker"
    ]


def ask(client: FlaskClient, rule: Rule, ids: dict[str, object]) -> TestResponse:
    """Ask a page for these ids."""
    values = {name: ids[name] for name in rule.arguments - {"language"}}
    method = "GET" if "GET" in rule.methods else "POST"
    address = rule.build({"language": "nl", **values}, append_unknown=False)[1]
    return client.open(address, method=method, data=FORMS.get(rule.endpoint), buffered=True)


def text_of(answer: TestResponse) -> str:
    """Return all that an answer says, what is packed in it too."""
    if answer.mimetype != "application/zip":
        return answer.data.decode("utf-8", "replace")
    packed = zipfile.ZipFile(io.BytesIO(answer.data))
    files = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return "".join([*packed.namelist(), *files])


def told(answer: TestResponse, ids: dict[str, object]) -> tuple[int, str, list[str]]:
    """Return what an answer tells, but for what was asked."""
    text = re.sub(r"until [0-9:]+|tot [0-9:.]+ uur", "", answer.text)
    text = re.sub(r'data-seconds="[0-9]+"|name="csrf_token"[^>]*value="[^"]*"', "", text)
    for asked in ids.values():
        text = text.replace(str(asked), "ASKED")
    return answer.status_code, text, sorted(name for name, _ in answer.headers)


def test_the_id_of_somebody_else_answers_as_one_that_nobody_has(
    app: Flask, workers: list[Worker]
) -> None:
    asked = [
        rule for rule in own_pages(app) if rule.arguments - {"language"} and "GET" in rule.methods
    ]
    assert len(asked) >= 2
    unknown: dict[str, object] = {"training_id": uuid4(), "employment_id": "E-none"}
    for one, other in (workers, workers[::-1]):
        client = signed_in(app.test_client(), one.person_id)
        for rule in asked:
            assert ask(client, rule, one.ids).status_code == 200, rule
            foreign = ask(client, rule, other.ids)
            assert foreign.status_code == 404, rule
            assert told(foreign, other.ids) == told(ask(client, rule, unknown), unknown), rule


def test_no_page_shows_anything_of_somebody_else(app: Flask, workers: list[Worker]) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for one, other in (workers, workers[::-1]):
        client = signed_in(app.test_client(), one.person_id)
        pages = [text_of(ask(client, rule, one.ids)) for rule in own_pages(app)]
        assert one.word in "".join(pages)
        assert other.word not in "".join(pages)
        assert not any(str(known) in "".join(pages) for known in other.ids.values())


def test_the_session_of_somebody_else_ends_no_more_than_one_that_is_not_there(
    app: Flask, workers: list[Worker]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    one, other = workers
    client = signed_in(app.test_client(), one.person_id)
    answers = [
        client.post("/nl/account/sessions/end", data={"session": str(session_id)})
        for session_id in (other.ids["session"], uuid4())
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(303, answers[0].text)}
    with Session() as db:
        ended = db.query(SessionRow).filter(SessionRow.revoked_at.is_not(None)).count()
    assert ended == 0


def test_the_attestation_of_somebody_else_is_withdrawn_no_more_than_one_that_is_not_there(
    app: Flask, workers: list[Worker]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    one, other = workers
    client = signed_in(app.test_client(), one.person_id)
    foreign, unknown = (
        told(client.post(f"/nl/account/attestations/{attestation_id}/withdraw"), {})[:2]
        for attestation_id in (other.ids["attestation_id"], uuid4())
    )
    assert foreign == unknown
    assert foreign[0] == 404
    with Session() as db:
        assert db.query(Attestation).filter(Attestation.withdrawn_at.is_not(None)).count() == 0


def test_every_page_of_ones_own_asks_the_table_of_roles(
    app: Flask, workers: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    one = workers[0]
    client = signed_in(app.test_client(), one.person_id)
    for rule in own_pages(app):
        action, thing = app.view_functions[rule.endpoint].does
        assert may(Role.WORKER, action, thing, Tie.OWN), rule
        assert ask(client, rule, one.ids).status_code in {200, 303}, rule
        without = roles.PERMITTED - {(Role.WORKER, action, thing, Tie.OWN)}
        with monkeypatch.context() as changed:
            changed.setattr(roles, "PERMITTED", without)
            assert ask(client, rule, one.ids).status_code == 403, rule
            assert ask(app.test_client(), rule, one.ids).status_code == 303, rule


OPENED: dict[str, tuple[Thing, Callable[..., object]]] = {
    "an account": (
        Thing.ACCOUNT,
        lambda db, of, look: open_account(db, of.person_id, TODAY, look),
    ),
    "accounts": (
        Thing.ACCOUNT,
        lambda db, of, look: open_accounts(db, [of.person_id], TODAY, look),
    ),
    "trainings": (
        Thing.ACCOUNT,
        lambda db, of, look: open_trainings(db, of.person_id, look, TrainingFilter()),
    ),
    "a training": (
        Thing.ACCOUNT,
        lambda db, of, look: open_training(db, of.person_id, of.ids["training_id"], look),
    ),
    "looks": (Thing.LOOKS, lambda db, of, look: open_looks(db, of.person_id, look)),
}


@pytest.mark.parametrize("opened", OPENED)
def test_no_role_opens_more_than_the_table_says_whatever_the_guard(
    workers: list[Worker], opened: str
) -> None:
    thing, act = OPENED[opened]
    one, other = workers
    for role in Role:
        look = Look(NOW, role, "page", one.person_id)
        for of, tie in ((one, Tie.OWN), (other, Tie.NONE)):
            with reading() as db:
                try:
                    opens = bool(act(db, of, look))
                except NotPermitted:
                    opens = False
            assert opens == may(role, Action.READ, thing, tie), (role, tie)
