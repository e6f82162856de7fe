"""A worker's own calendar: the right dates, in a form that calendars read, and for nobody else."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar, Event
from sqlalchemy import Engine, text

from portal.account.calendar import KEY_BYTES
from portal.database import Session
from portal.languages import LANGUAGES
from portal.login.tries import Limit
from tests.export.taken import SSIN, X
from tests.login.session import signed_in
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker

ADDRESS = re.compile(r"http://[^<\s]+(/calendar/([\w-]+)\.ics)")
LONG = "Brandbestrijding en évacuation voor équipes d'intervention: Übung, Löschdecke 🧯; 2"


@pytest.fixture
def person_id(database: Engine) -> UUID:
    """Return a worker with a past, a planned and a withdrawn training, and certificates."""
    assert database
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
        add_employment(db, person_id, add_employer(db, X))
        lasting = {"certificate_obtained": True, "certificate_valid_until": date(2027, 1, 14)}
        over = {"certificate_obtained": True, "certificate_valid_until": date(2026, 11, 23)}
        add_training(db, person_id, X, date(2026, 5, 4), title="VCA", **lasting)
        add_training(db, person_id, X, date(2025, 5, 4), title="EHBO", **over)
        add_training(db, person_id, X, date(2026, 11, 23), title="Gisteren", status="reserved")
        planned = {"status": "reserved", "provider_name": "Syntra"}
        add_training(
            db, person_id, X, date(2026, 12, 8), title=LONG, end_date=date(2026, 12, 9), **planned
        )
        add_training(
            db, person_id, X, date(2026, 12, 1), title="Weg", record_state="canceled", **planned
        )
    return person_id


def token(client: FlaskClient, language: str = "nl") -> str:
    page = client.get(f"/{language}/account/calendar").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def make(client: FlaskClient, language: str = "nl") -> str:
    """Make an address on the page, and return its path."""
    page = client.post(
        "/nl/account/calendar", data={"csrf_token": token(client), "language": language}
    )
    assert page.status_code == 200
    found = ADDRESS.search(page.text)
    assert found
    return found[1]


def events(client: FlaskClient, path: str) -> list[Event]:
    answer = client.get(path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Return a program that has no session."""
    return app.test_client()


def test_a_calendar_holds_what_is_to_come_and_nothing_else(
    worker: FlaskClient, stranger: FlaskClient
) -> None:
    found = events(stranger, make(worker))
    assert [
        (str(one["summary"]), one.decoded("dtstart"), one.decoded("dtend")) for one in found
    ] == [
        ("Laatste dag van een certificaat: VCA", date(2027, 1, 14), date(2027, 1, 15)),
        (f"Opleiding: {LONG}", date(2026, 12, 8), date(2026, 12, 10)),
    ]
    assert (
        str(found[1]["description"])
        == f"Bij Bakkerij {X}, 7\u00a0u.\u00a036\u00a0min.\nGegeven door: Syntra."
    )
    (alarm,) = found[0].walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-30)


def test_the_file_is_what_the_standard_asks(worker: FlaskClient, stranger: FlaskClient) -> None:
    answer = stranger.get(make(worker))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    unfolded = answer.data.replace(b"\r\n ", b"").decode()
    assert LONG.replace(",", "\\,").replace(";", "\\;") in unfolded
    for name in ("PRODID:", "VERSION:2.0", "DTSTAMP:", "UID:"):
        assert name in unfolded
    assert not re.search(r"Peeters|Emma|" + SSIN, unfolded)


def test_an_event_keeps_its_name_when_the_training_changes(
    worker: FlaskClient, stranger: FlaskClient, database: Engine
) -> None:
    path = make(worker)
    before = events(stranger, path)
    with database.begin() as db:
        db.execute(text("UPDATE training SET title = 'Ander', version = 2"))
    after = events(stranger, path)
    assert [str(one["uid"]) for one in before] == [str(one["uid"]) for one in after]
    assert len({str(one["uid"]) for one in after}) == 2
    assert [int(one["sequence"]) for one in after] == [2, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_speaks_the_language_that_its_owner_chose(
    worker: FlaskClient, stranger: FlaskClient, language: str
) -> None:
    said = {"nl": "Opleiding:", "fr": "Formation\u00a0:", "de": "Weiterbildung:", "en": "Training:"}
    summaries = [str(one["summary"]) for one in events(stranger, make(worker, language))]
    assert any(summary.startswith(said[language]) for summary in summaries)


def test_the_address_is_a_long_secret_that_is_kept_nowhere(
    worker: FlaskClient, database: Engine
) -> None:
    keys = {make(worker).split("/")[-1].removesuffix(".ics") for _ in range(3)}
    assert len(keys) == 3
    assert KEY_BYTES * 8 >= 128
    assert all(len(key) >= KEY_BYTES * 4 / 3 for key in keys)
    assert not any(key in worker.get("/nl/account/calendar").text for key in keys)
    with database.connect() as db:
        kept = db.execute(text("SELECT * FROM calendar_address")).all()
    assert len(kept) == 1
    assert not any(key in str(kept) for key in keys)


def test_an_address_that_was_replaced_or_stopped_answers_as_one_that_never_was(
    worker: FlaskClient, stranger: FlaskClient
) -> None:
    first = make(worker)
    second = make(worker)
    never = stranger.get("/calendar/never.ics")
    assert never.status_code == 404
    assert stranger.get(first).data == never.data
    assert stranger.get(second).status_code == 200
    stopped = worker.post("/nl/account/calendar/end", data={"csrf_token": token(worker)})
    assert stopped.status_code == 303
    assert stranger.get(second).data == never.data
    assert "werkt niet meer" in worker.get(stopped.location).text


@pytest.mark.parametrize("key", ["x", "%00", "é", "a" * 3000, "..%2F..", "';--", "%ff"])
def test_a_guess_gives_nothing(worker: FlaskClient, stranger: FlaskClient, key: str) -> None:
    make(worker)
    assert stranger.get(f"/calendar/{key}.ics").status_code in {400, 404}


def test_who_guesses_is_stopped(app: Flask, database: Engine) -> None:
    assert database
    stranger = app.test_client()
    answers = [stranger.get(f"/calendar/{number}.ics").status_code for number in range(302)]
    assert answers[:299] == [404] * 299
    assert answers[-1] == 429


def test_a_program_that_never_stops_asking_must_wait(
    worker: FlaskClient, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.login.guessing.FETCHES_OF_A_CALENDAR", Limit("calendar-fetch", 2))
    path = make(worker)
    answers = [stranger.get(path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Retry-After" in answers[-1].headers


def test_every_fetch_is_seen_by_the_worker(
    worker: FlaskClient, stranger: FlaskClient, database: Engine
) -> None:
    events(stranger, make(worker))
    with database.connect() as db:
        looks = db.execute(text("SELECT role, data_group, channel FROM look")).all()
    assert [tuple(look) for look in looks] == [("worker", "calendar", "calendar")]
    page = worker.get("/en/account/looks?own=yes").text
    assert "with your calendar program" in page
    assert "Your calendar asked for your dates" in page


def test_a_worker_with_nothing_to_come_has_an_empty_calendar(
    app: Flask, stranger: FlaskClient, database: Engine
) -> None:
    assert database
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
    assert events(stranger, make(signed_in(app.test_client(), person_id))) == []
