"""Whoever holds an attestation checks it: whether it holds, then what it says; no more."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from portal.account.issued import find_issued
from portal.clock import machine_now
from portal.database import reading
from portal.languages import LANGUAGES
from portal.login.tries import MISSES_OF_AN_ADDRESS, SECOND_FACTS
from tests.account.sample import rows
from tests.web.test_attestations import OWN, SSIN, ask, number_in, token

AsWorker = Callable[[str], FlaskClient]
BIRTH = date.fromisoformat(
    next(row["birth_date"] for row in rows("workers.csv") if row["ssin"] == SSIN)
)
DAY = {"birth_day": str(BIRTH.day), "birth_month": str(BIRTH.month), "birth_year": str(BIRTH.year)}
VALID = {
    "nl": "Dit attest is geldig",
    "fr": "Cette attestation est valable",
    "de": "Diese Bescheinigung ist gültig",
    "en": "This attestation is valid",
}
JSON = {"Accept": "application/json"}
UNKNOWN = "7K3M-Q9V2-X8PD-RT4B"


@pytest.fixture
def pdf(as_worker: AsWorker) -> bytes:
    """Return an attestation of everything of a worker of the sample country."""
    return ask(as_worker(SSIN), scope="all").data


@pytest.fixture
def number(pdf: bytes) -> str:
    """Return its number."""
    return number_in(pdf)


def compare(client: FlaskClient, number: str, **fields: object) -> TestResponse:
    """Send the form of the page with a second fact."""
    where = f"/nl/verify/{number}"
    sent = {"csrf_token": token(client.get(where)), **fields}
    return client.post(where, data=sent, content_type="multipart/form-data", follow_redirects=True)


def says_nothing(page: TestResponse) -> bool:
    """Tell whether a page names neither the holder nor a training."""
    return not any(
        word in page.text for word in (OWN["title"], SSIN, BIRTH.isoformat(), "Timeline", "<dl")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_tells_first_only_whether_it_holds_and_since_when(
    client: FlaskClient, number: str, language: str
) -> None:
    page = client.get(f"/{language}/verify/{number}")
    assert page.status_code == 200
    assert VALID[language] in page.text
    assert "2026" in page.text
    assert says_nothing(page)


def test_a_program_is_told_the_same(client: FlaskClient, number: str) -> None:
    answer = client.get(f"/fr/verify/{number}", headers=JSON)
    assert answer.json == {
        "state": "valid",
        "issuedAt": "2026-11-24T12:00:00+01:00",
        "changedSince": None,
    }
    unknown = client.get(f"/fr/verify/{UNKNOWN}", headers=JSON)
    assert unknown.json == {"state": "unknown", "issuedAt": None, "changedSince": None}
    assert unknown.status_code == 404


def test_an_unknown_number_gives_a_page_that_says_so(client: FlaskClient, number: str) -> None:
    assert number
    for code in (UNKNOWN, "x", number[:-1] + ("0" if number[-1] != "0" else "1")):
        page = client.get(f"/nl/verify/{code}")
        assert page.status_code == 404
        assert "We kennen dit nummer niet" in page.text
        assert says_nothing(page)


@pytest.mark.parametrize(
    "change",
    [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")],
    ids=["small letters", "spaces", "nothing between"],
)
def test_a_number_is_found_as_people_type_it(
    client: FlaskClient, number: str, change: Callable[[str], str]
) -> None:
    answer = client.get("/nl/verify", query_string={"code": f" {change(number)} "})
    assert answer.status_code == 303
    assert VALID["nl"] in client.get(answer.location).text


def test_a_whole_address_may_be_pasted_and_nonsense_is_asked_for_again(client: FlaskClient) -> None:
    pasted = client.get("/nl/verify", query_string={"code": f"https://x.be/nl/verify/{UNKNOWN}"})
    assert pasted.location.endswith(f"/nl/verify/{UNKNOWN}")
    page = client.get("/nl/verify?code=7K3M")
    assert page.status_code == 200
    assert "zestien letters en cijfers" in page.text


def test_a_change_is_told_with_its_day(client: FlaskClient, number: str, database: Engine) -> None:
    with database.begin() as db:
        db.execute(
            text("UPDATE training SET title = 'Other', registered_at = '2026-12-03 10:00+01'")
        )
    page = client.get(f"/nl/verify/{number}")
    assert "er is sindsdien iets veranderd" in page.text
    assert "3\u00a0december 2026" in page.text
    told = client.get(f"/nl/verify/{number}", headers=JSON).json
    assert (told["state"], told["changedSince"]) == ("changed", "2026-12-03")


def test_the_birth_date_opens_what_it_says(client: FlaskClient, number: str) -> None:
    page = compare(client, number, **DAY)
    assert page.status_code == 200
    assert OWN["title"] in page.text
    assert "Bram" in page.text or "<dl" in page.text
    assert SSIN not in page.text


def test_the_very_file_opens_what_it_says(client: FlaskClient, pdf: bytes, number: str) -> None:
    page = compare(client, number, file=(io.BytesIO(pdf), "attest.pdf"))
    assert page.status_code == 200
    assert OWN["title"] in page.text
    assert "onveranderd" in page.text


def test_going_back_sends_nothing_twice_and_what_was_opened_stays_open_in_each_language(
    client: FlaskClient, number: str
) -> None:
    where = f"/nl/verify/{number}"
    wrong = DAY | {"birth_month": "13"}
    sent = {"csrf_token": token(client.get(where))}
    assert client.post(where, data=sent | wrong).status_code == 303
    refused = client.get(where)
    assert "Dit is geen dag" in refused.text
    assert 'value="13"' in refused.text  # to correct, not to type anew
    assert "Dit is geen dag" not in client.get(where).text
    answer = client.post(where, data=sent | DAY)
    assert (answer.status_code, answer.location) == (303, where)
    for language in LANGUAGES:
        assert OWN["title"] in client.get(f"/{language}/verify/{number}").text
    assert OWN["title"] not in client.application.test_client().get(where).text


def test_what_was_opened_closes_after_ten_minutes(
    client: FlaskClient, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert OWN["title"] in compare(client, number, **DAY).text
    later = machine_now() + timedelta(minutes=11)
    monkeypatch.setattr("portal.web.verify.machine_now", lambda: later)
    assert OWN["title"] not in client.get(f"/nl/verify/{number}").text


def test_it_says_until_when_days_last_and_that_a_seal_for_trying_out_proves_nothing(
    client: FlaskClient, number: str
) -> None:
    page = compare(client, number, **DAY).text
    assert "bewijst niets" in page
    assert "kan gebruikt worden tot en met 31\u00a0december 2028" in page


def test_over_a_changed_file_stands_that_it_is_none_of_ours_and_not_that_its_number_is_valid(
    client: FlaskClient, pdf: bytes, number: str
) -> None:
    page = compare(client, number, file=(io.BytesIO(pdf + b"more"), "attest.pdf"))
    assert "<h1>Dit bestand is niet het attest dat wij hebben afgegeven</h1>" in page.text
    assert "Dit attest is geldig" not in page.text


def flipped(pdf: bytes) -> bytes:
    changed = bytearray(pdf)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


WRONG: dict[str, tuple[Callable[[bytes], Mapping[str, object]], str]] = {
    "nothing": (lambda _: {}, "of kies de pdf"),
    "another day": (
        lambda _: DAY | {"birth_year": str(BIRTH.year - 1)},
        "niet de geboortedatum van de houder",
    ),
    "no day": (lambda _: DAY | {"birth_month": "13"}, "Dit is geen dag"),
    "no figures": (lambda _: DAY | {"birth_day": "٣"}, "Dit is geen dag"),
    "one flipped bit": (
        lambda pdf: {"file": (io.BytesIO(flipped(pdf)), "a.pdf")},
        "niet het attest zoals wij het afgaven",
    ),
    "half a file": (
        lambda pdf: {"file": (io.BytesIO(pdf[:5000]), "a.pdf")},
        "niet het attest zoals wij het afgaven",
    ),
    "a foreign PDF": (
        lambda _: {"file": (io.BytesIO(b"%PDF-1.4 foreign"), "a.pdf")},
        "niet het attest zoals wij het afgaven",
    ),
    "a picture": (lambda _: {"file": (io.BytesIO(b"\x89PNG"), "a.pdf")}, "Dit bestand is geen pdf"),
    "an empty file": (lambda _: {"file": (io.BytesIO(b""), "a.pdf")}, "Dit bestand is geen pdf"),
}


@pytest.mark.parametrize(("fact", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_fact_opens_nothing(
    client: FlaskClient,
    pdf: bytes,
    number: str,
    fact: Callable[[bytes], Mapping[str, object]],
    said: str,
) -> None:
    page = compare(client, number, **fact(pdf))
    assert page.status_code == 400
    assert said in page.text
    assert says_nothing(page)


@pytest.mark.parametrize("told", [5 * 1024**2, 1024**3], ids=["5 MB", "1 GB"])
def test_a_file_that_is_too_large_is_refused_unread(
    client: FlaskClient, number: str, told: int
) -> None:
    sent = client.post(
        f"/nl/verify/{number}",
        content_type="multipart/form-data; boundary=x",
        input_stream=io.BytesIO(b"--x"),
        environ_overrides={"CONTENT_LENGTH": str(told)},
    )
    assert sent.status_code == 413
    assert "te groot" in sent.text


def test_nobody_tries_birth_dates_one_after_the_other(client: FlaskClient, number: str) -> None:
    for guess in range(SECOND_FACTS.most):
        page = compare(client, number, **(DAY | {"birth_year": str(1900 + guess)}))
        assert page.status_code == 400
    assert compare(client, number, **(DAY | {"birth_year": "1950"})).status_code == 429
    assert compare(client, number, **DAY).status_code == 429


def test_nobody_tries_numbers_one_after_the_other(client: FlaskClient, number: str) -> None:
    answers = [
        client.get(f"/nl/verify/{place:016}", headers=JSON).status_code
        for place in range(MISSES_OF_AN_ADDRESS.most + 1)
    ]
    assert answers[-1] == 429
    assert set(answers) == {404, 429}
    assert client.get(f"/nl/verify/{number}").status_code == 429


def test_a_withdrawn_attestation_says_no_more(
    client: FlaskClient, as_worker: AsWorker, number: str
) -> None:
    holder = as_worker(SSIN)
    page = holder.get("/nl/account/attestations")
    where = re.search(r'action="([^"]+/withdraw)"', page.text)
    assert where
    holder.post(where[1], data={"csrf_token": token(page)})
    told = client.get(f"/nl/verify/{number}")
    assert "Dit attest is ingetrokken" in told.text
    assert 'name="birth_day"' not in told.text
    assert client.get(f"/nl/verify/{number}", headers=JSON).json["state"] == "withdrawn"


def test_the_holder_sees_that_somebody_checked(
    client: FlaskClient, as_worker: AsWorker, number: str
) -> None:
    client.get(f"/nl/verify/{number}")
    assert "Iemand die een attest van u heeft" in as_worker(SSIN).get("/nl/account/looks").text


def test_ten_thousand_guesses_give_nothing(number: str) -> None:
    start, end = number[:4], number[-4:]
    with reading() as db:
        for guess in range(10_000):
            assert find_issued(db, f"{start}{guess:08}{end}") is None
        assert find_issued(db, number.replace("-", ""))
