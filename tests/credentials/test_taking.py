"""A worker takes one training along from its own page, in each form that is offered there."""

import io
import json
import re
from datetime import date
from uuid import UUID, uuid4

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from portal.database import Session
from portal.login.tries import Limit
from tests.credentials.checking import by_reference_library, keys, unsealed, verify_badge
from tests.login.session import signed_in
from tests.reckoning.world import add_employer, add_training, add_worker

SSIN, X = "95111722477", "0100000070"
FORMS = ("sd_jwt", "badge", "european")
NOTHING_TO_CLAIM: dict[str, dict[str, object]] = {
    "planned": {"status": "reserved"},
    "withdrawn": {"record_state": "canceled"},
    "waiting for the employer": {"to_verify": True, "registered_quality": "provider"},
}


class Holder:
    """A worker with one training, and the browser in which they are signed in."""

    def __init__(self, app: Flask, ssin: str = SSIN, number: str = X, **said: object) -> None:
        with Session.begin() as db:
            person_id = add_worker(db, ssin)
            add_employer(db, number)
            day = date(2026, 3, 4)
            self.training_id = add_training(db, person_id, number, day, **said)
        self.client = signed_in(app.test_client(), person_id)

    def page(self, language: str = "en") -> str:
        return self.client.get(f"/{language}/account/trainings/{self.training_id}").text

    def take(self, form: str, training_id: UUID | None = None) -> TestResponse:
        """Press a button of the page, or what somebody makes of it."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page())
        which = training_id or self.training_id
        said = {"csrf_token": token[1] if token else "", "form": form}
        return self.client.post(f"/nl/account/trainings/{which}/credential", data=said)


@pytest.fixture
def holder(app: Flask, database: Engine) -> Holder:
    """Return a worker with a completed training."""
    assert database
    return Holder(app)


def test_each_form_is_offered_and_holds_before_strangers(
    holder: Holder, stranger: FlaskClient
) -> None:
    assert re.findall(r'name="form" value="(\w+)"', holder.page()) == list(FORMS)
    sd_jwt, badge, european = (holder.take(form) for form in FORMS)
    claims = by_reference_library(sd_jwt.text, keys(stranger))
    assert claims["training"]["title"] == "Heftruck besturen"
    verify_badge(json.loads(badge.text), keys(stranger))
    document, _ = unsealed(european.text)
    assert document["credentialSubject"]["fullName"] == {"nl": "Emma Peeters"}
    for answer in (sd_jwt, badge, european):
        name = answer.headers["Content-Disposition"]
        assert name.startswith("attachment; filename=2026-03-04-")
        assert SSIN not in answer.text


def test_it_is_the_same_credential_as_in_the_export(holder: Holder, stranger: FlaskClient) -> None:
    def place(answer: TestResponse) -> int:
        claims = by_reference_library(answer.text, keys(stranger))
        return claims["status"]["status_list"]["idx"]

    assert place(holder.take("sd_jwt")) == place(holder.take("sd_jwt"))


def test_the_attestation_is_one_click_away(holder: Holder) -> None:
    form = re.search(r'<form method="post" action="(/nl/[^"]+attestations)">(.*?)</form>',
                     holder.page("nl"), re.DOTALL)  # fmt: skip
    said = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    answer = holder.client.post(form[1], data=said)
    assert answer.mimetype == "application/pdf"
    assert pikepdf.open(io.BytesIO(answer.data)).Root.Lang == "nl-BE"


@pytest.mark.parametrize("said", NOTHING_TO_CLAIM.values(), ids=NOTHING_TO_CLAIM)
def test_what_cannot_be_claimed_is_neither_offered_nor_given(
    app: Flask, database: Engine, said: dict[str, object]
) -> None:
    assert database
    holder = Holder(app, **said)
    assert 'name="form"' not in holder.page()
    for form in FORMS:
        assert holder.take(form).status_code == 404


def test_a_foreign_training_answers_as_one_that_is_not_there(app: Flask, holder: Holder) -> None:
    other = Holder(app, "85073003328", "0100000169")
    foreign, unknown = (holder.take("badge", one) for one in (other.training_id, uuid4()))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert "Heftruck" not in foreign.text


def test_a_form_that_nobody_offered_is_not_understood(holder: Holder) -> None:
    for form in ("", "pdf", "sign"):
        assert holder.take(form).status_code == 400


def test_it_stands_among_the_looks(holder: Holder, database: Engine) -> None:
    count = text("SELECT count(*) FROM look WHERE data_group = 'training'")
    with database.connect() as db:
        before = db.scalar(count)
    holder.take("badge")
    with database.connect() as db:
        assert db.scalar(count) == before + 2  # the page, and what was taken


def test_who_asks_without_end_must_wait(holder: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit("credential-person", 1)
    monkeypatch.setattr("portal.web.credentials.CREDENTIALS_OF_A_PERSON", limit)
    assert [holder.take("badge").status_code for _ in range(2)] == [200, 429]


def test_without_the_extra_only_the_attestation_is_offered(
    holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.credentials.choosing.find_spec", lambda _name: None)
    assert 'name="scope" value="training"' in holder.page()
    assert 'name="form"' not in holder.page()
    assert holder.take("badge").status_code == 404
