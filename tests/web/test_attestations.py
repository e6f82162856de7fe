"""A worker takes an attestation from the account: the right file, once, or a page that says why."""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from portal.languages import LANGUAGES
from portal.settings import Settings
from tests.account.sample import rows
from tests.documents.test_typesetting import words_of

AsWorker = Callable[[str], FlaskClient]
SSIN = "95111722477"
PAGE = "/{}/account/attestations"
TITLES = {
    "nl": "Attest van opleidingen",
    "fr": "Attestation de formations",
    "de": "Bescheinigung über Weiterbildungen",
    "en": "Attestation of trainings",
}
OWN = next(row for row in rows("trainings.csv") if row["ssin"] == SSIN)
OTHER_SSIN = next(row["ssin"] for row in rows("trainings.csv") if row["ssin"] != SSIN)


def token(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def ask(client: FlaskClient, /, shown: str = "nl", **fields: str) -> TestResponse:
    """Send the form as a browser would."""
    page = client.get(PAGE.format(shown))
    form = re.search(r'name="form_id" value="([^"]+)"', page.text)
    assert form
    sent = {"csrf_token": token(page), "form_id": form[1]}
    sent |= {name.rstrip("_"): value for name, value in fields.items()}
    return client.post(PAGE.format(shown), data=sent)


def number_in(pdf: bytes) -> str:
    found = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", words_of(pdf))
    assert found
    return found[0]


def training_of(client: FlaskClient) -> str:
    """Return a training that the page offers."""
    chosen = client.get(PAGE.format("nl")).text.partition('name="training"')[2]
    found = re.search(r'<option value="([0-9a-f-]{36})"', chosen)
    assert found
    return found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_a_pdf_in_the_language_chosen_whatever_that_of_the_page(
    as_worker: AsWorker, language: str
) -> None:
    answer = ask(as_worker(SSIN), "en", scope="all", language=language)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Cache-Control"] == "no-store"
    said = words_of(answer.data)
    assert TITLES[language] in said
    assert f"/{language}/verify/" in said


def test_each_kind_holds_what_it_says(as_worker: AsWorker) -> None:
    client = as_worker(SSIN)
    year = OWN["endDate"][:4]
    employer = OWN["enterprise_number"]
    for fields in (
        {"scope": "year", "year": year},
        {"scope": "employer", "enterprise": employer},
        {"scope": "period", "from": OWN["startDate"], "to": OWN["endDate"]},
    ):
        answer = ask(client, **fields)
        assert answer.status_code == 200, fields
        assert OWN["title"] in words_of(answer.data), fields
    answer = ask(client, scope="training", training=training_of(client))
    assert answer.status_code == 200


def test_a_period_is_typed_in_boxes(as_worker: AsWorker) -> None:
    first, last = OWN["startDate"].split("-"), OWN["endDate"].split("-")
    boxes = {
        f"{name}_{part}": day[place].lstrip("0")
        for name, day in (("from", first), ("to", last))
        for place, part in enumerate(("year", "month", "day"))
    }
    assert OWN["title"] in words_of(ask(as_worker(SSIN), scope="period", **boxes).data)


def test_the_social_security_number_stands_there_only_when_ticked(as_worker: AsWorker) -> None:
    client = as_worker(SSIN)
    shown = f"{SSIN[:2]}.{SSIN[2:4]}.{SSIN[4:6]}-{SSIN[6:9]}.{SSIN[9:]}"
    assert shown not in words_of(ask(client, scope="all").data)
    assert shown in words_of(ask(client, scope="all", with_number="yes").data)


REFUSED = {
    "no choice": ({}, 400, "Kies wat er in het attest moet staan"),
    "an unknown choice": ({"scope": "x"}, 400, "Kies wat er in het attest moet staan"),
    "a year that is none": ({"scope": "year", "year": "2O26"}, 400, "Kies wat er"),
    "a year with nothing": ({"scope": "year", "year": "1950"}, 404, "In dit jaar staat er niets"),
    "an unknown employer": ({"scope": "employer", "enterprise": "0"}, 404, "deze werkgever niet"),
    "an unknown training": (
        {"scope": "training", "training": str(uuid4())},
        404,
        "We vinden deze opleiding niet",
    ),
    "a period without trainings": (
        {"scope": "period", "from": "1950-01-01", "to": "1950-01-02"},
        404,
        "geen opleiding in deze periode",
    ),
    "a period without its end": ({"scope": "period", "from": "2026-01-01"}, 400, "Kies wat er"),
    "a day that is none": (
        {"scope": "period", "from_day": "31", "from_month": "2", "from_year": "2026"},
        400,
        "Een datum heeft een dag, een maand en een jaar",
    ),
}


@pytest.mark.parametrize(("fields", "status", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_attested_gives_the_page_again_and_says_why(
    as_worker: AsWorker, fields: dict[str, str], status: int, said: str
) -> None:
    client = as_worker(SSIN)
    answer = ask(client, **fields)
    assert answer.status_code == status
    assert said in answer.text
    assert "U hebt nog geen attesten" in answer.text


def test_somebody_elses_training_answers_as_an_unknown_one(as_worker: AsWorker) -> None:
    foreign = training_of(as_worker(OTHER_SSIN))
    client = as_worker(SSIN)
    answers = [
        ask(client, scope="training", training=training) for training in (foreign, str(uuid4()))
    ]
    bare = [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[^\"]{80,}\"", "", a.text) for a in answers]
    assert answers[0].status_code == answers[1].status_code == 404
    assert bare[0] == bare[1]


def test_a_doubled_request_gives_one_attestation_twice(as_worker: AsWorker) -> None:
    client = as_worker(SSIN)
    page = client.get(PAGE.format("nl"))
    sent = {"csrf_token": token(page), "form_id": str(uuid4()), "scope": "all"}
    first, second = (client.post(PAGE.format("nl"), data=sent) for _ in range(2))
    assert number_in(first.data) == number_in(second.data)
    assert client.get(PAGE.format("nl")).text.count("/withdraw") == 1


def test_the_holder_sees_what_was_issued_and_withdraws_it(as_worker: AsWorker) -> None:
    client = as_worker(SSIN)
    number = number_in(ask(client, scope="all").data)
    page = client.get(PAGE.format("nl"))
    assert number[:4] in page.text
    assert number not in page.text
    where = re.search(r'action="([^"]+/withdraw)"', page.text)
    assert where
    answer = client.post(where[1], data={"csrf_token": token(page)}, follow_redirects=True)
    assert "Het attest is ingetrokken" in answer.text
    assert "/withdraw" not in answer.text
    assert "Dit attest is ingetrokken" in client.get(f"/nl/verify/{number}").text


def test_nobody_withdraws_what_is_somebody_elses(as_worker: AsWorker) -> None:
    client, other = as_worker(SSIN), as_worker(OTHER_SSIN)
    number = number_in(ask(client, scope="all").data)
    where = re.search(r'action="([^"]+/withdraw)"', client.get(PAGE.format("nl")).text)
    assert where
    sent = {"csrf_token": token(other.get(PAGE.format("nl")))}
    assert other.post(where[1], data=sent).status_code == 404
    assert "Dit attest is geldig" in client.get(f"/nl/verify/{number}").text


def test_a_training_leads_to_its_attestation(as_worker: AsWorker) -> None:
    client = as_worker(SSIN)
    training = training_of(client)
    page = client.get(f"/nl/account/trainings/{training}")
    assert f"/nl/account/attestations?training={training}" in page.text
    chosen = client.get(f"/nl/account/attestations?training={training}").text
    assert re.search(rf'<option value="{training}"[^>]* selected', chosen)


def test_where_the_seal_cannot_be_used_the_page_says_so(
    as_worker: AsWorker,
    database: Engine,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = as_worker(SSIN)
    without = settings.model_copy(update={"seal_key": tmp_path / "nowhere.pem"})
    monkeypatch.setattr("portal.web.attestations.load_settings", lambda: without)
    answer = ask(client, scope="all")
    assert answer.status_code == 503
    assert "geen attesten verzegelen" in answer.text
    with database.connect() as db:
        assert db.scalar(text("SELECT count(*) FROM attestation")) == 0


def test_what_is_too_much_for_one_attestation_is_refused_with_what_to_do(
    as_worker: AsWorker, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_worker(SSIN)
    monkeypatch.setattr("portal.documents.typesetting.LONG", 0)
    monkeypatch.setattr("portal.documents.apart.MOST_SECONDS", 0.001)
    answer = ask(client, scope="all")
    assert answer.status_code == 422
    assert "Dit is te veel voor één attest" in answer.text
    with database.connect() as db:
        assert db.scalar(text("SELECT count(*) FROM attestation")) == 0


def test_whoever_comes_back_sees_what_was_made_and_can_have_it_once_more(
    as_worker: AsWorker, database: Engine
) -> None:
    client = as_worker(SSIN)
    first = ask(client, scope="all", language="fr")
    page = client.get(PAGE.format("nl"))
    assert page.text.count("Zonet gemaakt") == 1
    again = re.search(r'action="([^"]+/again)"', page.text)
    assert again
    answer = client.post(again[1], data={"csrf_token": token(page)})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert number_in(answer.data) == number_in(first.data)
    assert words_of(answer.data) == words_of(first.data)
    assert client.get(PAGE.format("nl")).text.count("/again") == 1  # the same one, not another
    with database.begin() as db:
        db.execute(text("UPDATE training SET title = 'Other'"))
    refused = client.post(again[1], data={"csrf_token": token(page)})
    assert refused.status_code == 409
    assert "uw rekening is intussen veranderd" in refused.text


def test_nobody_gets_the_attestation_of_another(as_worker: AsWorker) -> None:
    client = as_worker(SSIN)
    ask(client, scope="all")
    page = client.get(PAGE.format("nl"))
    again = re.search(r'action="([^"]+/again)"', page.text)
    assert again
    other = as_worker(OTHER_SSIN)
    sent = {"csrf_token": token(other.get(PAGE.format("nl")))}
    assert other.post(again[1], data=sent).status_code == 404
