"""What was typed and could not be sent waits for who typed it, and for nobody else."""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from playwright.sync_api import expect
from sqlalchemy import Engine, text, update

from portal import clock
from portal.app import create_app
from portal.clock import machine_now
from portal.commands import portal
from portal.database import Session
from portal.entering.unsent import keep_unsent
from portal.login.identity import guard_of
from portal.models import Representative, SessionRow
from portal.settings import Settings
from portal.web.kept_forms import NOT_KEPT, is_kept, title_of
from tests.declarations.world import BAKERY, EMMA, GARAGE
from tests.login.session import signed_in
from tests.web.browser import chromium, served
from tests.web.enterprises import acting, choose, fill_with_representatives, form_of, id_of

KEPT = "/en/unsent"
QUARTER = 15 * 60 * 1000  # milliseconds
TEXT = "Hoogte & <diepte> \N{LATIN SMALL LETTER E WITH ACUTE}\N{GRINNING FACE}"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
UNSENT = re.compile(r'name="unsent" value="([^"]+)"')


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


def over() -> None:
    """Let every session be over, as after a lunch."""
    with Session.begin() as db:
        db.execute(update(SessionRow).values(idle_end_at=machine_now() - timedelta(minutes=1)))


def press(client: FlaskClient, button: str) -> str:
    """Press a button of the only kept form; return where it leads."""
    page = client.get(KEPT).text
    form = {"csrf_token": TOKEN.search(page)[1], "unsent": UNSENT.search(page)[1]}
    return client.post(f"{KEPT}/{button}", data=form).headers["Location"]


def course() -> tuple[str, str, dict[str, str]]:
    address = f"/en/employer/trainings/{UUID(int=7)}"
    return address, address, {"title": TEXT, "start_date_day": "9", "worker": str(id_of(EMMA))}


def right() -> tuple[str, str, dict[str, str]]:
    address = f"/en/employer/workers/{id_of(EMMA)}/rights"
    return address, address, {"days": "7", "comment": TEXT}


def mandate() -> tuple[str, str, dict[str, str]]:
    page = "/en/employer/access"
    return page, f"{page}/mandates", {"holder": TEXT}


def role() -> tuple[str, str, dict[str, str]]:
    page = "/en/employer/access"
    return page, f"{page}/roles", {"family_name": TEXT, "role": "editor"}


def other_role() -> tuple[str, str, dict[str, str]]:
    page, of_emma = "/en/employer/access", id_of(EMMA)
    with Session.begin() as db:
        since = {"role": "reader", "since": date(2025, 1, 1)}
        db.add(Representative(person_id=of_emma, enterprise_number=BAKERY, **since))
    return page, f"{page}/roles/{of_emma}", {"role": "accessManager"}


def checked() -> tuple[str, str, dict[str, str]]:
    page = "/en/employer/due/yearly"
    return page, page, {"worker": str(id_of(EMMA))}


def handed() -> tuple[str, str, dict[str, str]]:
    page = f"/en/employer/workers/{id_of(EMMA)}/balance"
    return page, page, {"year": "2025", "handed_day": "31", "handed_month": TEXT}


def all_handed() -> tuple[str, str, dict[str, str]]:
    page = "/en/employer/balances"
    return page, page, {"year": "2025", "handed_month": TEXT}


def opt_out() -> tuple[str, str, dict[str, str]]:
    page = "/en/employer/only-declared"
    return page, page, {"year": "2025", "comment": TEXT}


FORMS = [course, right, mandate, role, other_role, checked, handed, all_handed, opt_out]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_sent_after_the_session_is_offered_again_to_who_typed_it(
    app: Flask, people: dict[str, UUID], form: Callable[[], tuple[str, str, dict[str, str]]]
) -> None:
    page, address, fields = form()
    client = acting(app, people["Ahmed"], BAKERY)
    said = form_of(client, page, **fields)
    over()
    answer = client.post(address, data=said)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/en/sign-in?next={KEPT}"
    signed_in(client, people["Ahmed"])
    way = press(client, "go-on")
    assert way.startswith(f"{page}?unsent=")
    filled = client.get(way).text
    assert "It is not sent yet" in filled
    for value in fields.values():
        assert value in unescape(filled)
    with Session() as db:
        assert db.scalar(text("SELECT count(*) FROM training_entry")) == 0


@pytest.mark.usefixtures("people")
def test_what_a_worker_typed_is_kept_too(app: Flask) -> None:
    page = "/en/account/attestations"
    client = signed_in(app.test_client(), id_of(EMMA))
    token = TOKEN.search(client.get(page).text)[1]
    said = {"csrf_token": token, "scope": "period", "from_day": "31", "from_month": TEXT}
    over()
    assert client.post(page, data=said).headers["Location"] == f"/en/sign-in?next={KEPT}"
    signed_in(client, id_of(EMMA))
    assert "Attestations" in client.get(KEPT).text
    way = press(client, "go-on")
    filled = client.get(way).text
    assert "It is not sent yet" in filled
    assert TEXT in unescape(filled)
    # What is sent after all is forgotten, though it is refused for what was typed.
    again = {"csrf_token": TOKEN.search(filled)[1], "unsent": UNSENT.search(filled)[1]}
    assert client.post(page, data={**again, "scope": "all"}).status_code < 400
    assert "There is nothing" in client.get(KEPT).text


def test_a_form_that_lay_open_for_hours_is_kept_while_its_reader_is_signed_in(
    app: Flask, people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _, fields = course()
    client = acting(app, people["Els"], BAKERY)
    said = form_of(client, address, **fields)
    later = int(time.time()) + 3 * 3600
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: later)
    answer = client.post(address, data=said)
    assert answer.status_code == 400
    assert f'href="{KEPT}"' in answer.text
    filled = client.get(press(client, "go-on")).text
    assert TEXT in unescape(filled)
    with Session() as db:
        assert db.scalar(text("SELECT count(*) FROM training_entry")) == 0


def test_after_seven_days_it_is_shown_no_more_and_purged(
    app: Flask, people: dict[str, UUID]
) -> None:
    with Session.begin() as db:
        for number, kept_at in enumerate((clock.now() - timedelta(days=8), machine_now())):
            place = BAKERY, f"/employer/trainings/{UUID(int=number)}"
            keep_unsent(db, people["Els"], place, [("title", TEXT)], kept_at)
    client = signed_in(app.test_client(), people["Els"])
    assert client.get(KEPT).text.count('name="unsent"') == 1
    assert CliRunner().invoke(portal, ["purge"], catch_exceptions=False).exit_code == 0
    with Session() as db:
        left = db.execute(text("SELECT address FROM unsent_form")).scalars().all()
    assert left == [f"/employer/trainings/{UUID(int=1)}"]


def test_every_form_behind_a_guard_is_kept_under_a_name_or_has_its_reason(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    guarded = {
        rule.endpoint for rule in rules if guard_of(app.view_functions[rule.endpoint]) != "public"
    }
    with app.test_request_context("/en/"):
        kept = {one for one in guarded if is_kept(one)}
        assert {one for one in kept if not title_of(one)} == set()
    assert guarded - kept == NOT_KEPT
    assert {"duties.check", "handing.note", "access.change", "attestations.attest"} <= kept


def test_what_was_sent_after_all_is_forgotten(app: Flask, people: dict[str, UUID]) -> None:
    address, _, fields = course()
    client = acting(app, people["Els"], BAKERY)
    said = form_of(client, address, **fields)
    over()
    client.post(address, data=said)
    signed_in(client, people["Els"])
    way = press(client, "go-on")
    page = client.get(way).text
    again = form_of(client, way, **fields, unsent=UNSENT.search(page)[1], do="later")
    assert client.post(address, data=again).status_code == 303
    assert "There is nothing" in client.get(KEPT).text


def test_nobody_else_in_the_same_browser_sees_it(app: Flask, people: dict[str, UUID]) -> None:
    address, _, fields = course()
    client = acting(app, people["Els"], BAKERY)
    said = form_of(client, address, **fields)
    over()
    client.post(address, data=said)
    signed_in(client, people["Els"])
    way = press(client, "go-on")
    choose(signed_in(client, people["Ahmed"]), BAKERY)
    assert "There is nothing" in client.get(KEPT).text
    assert "Hoogte" not in client.get(way).text
    token = TOKEN.search(client.get(KEPT).text + client.get("/en/account").text)[1]
    named = {"csrf_token": token, "unsent": way.partition("unsent=")[2]}
    assert client.post(f"{KEPT}/go-on", data=named).headers["Location"] == KEPT
    assert client.post(f"{KEPT}/drop", data=named).status_code == 303
    signed_in(client, people["Els"])
    assert "A course for several workers" in client.get(KEPT).text


def test_a_stale_page_of_another_enterprise_is_refused_and_kept(
    app: Flask, people: dict[str, UUID]
) -> None:
    address, _, fields = course()
    client = acting(app, people["Kaat"], BAKERY)
    said = form_of(client, address, **fields)
    choose(client, GARAGE)
    answer = client.post(address, data=said)
    assert answer.status_code == 409
    assert f'href="{KEPT}"' in answer.text
    filled = client.get(press(client, "go-on")).text
    assert "Hoogte" in filled
    assert f'name="acting_for" value="{BAKERY}"' in filled


def test_a_form_that_is_left_is_kept_and_nothing_is_done(
    app: Flask, people: dict[str, UUID]
) -> None:
    address, _, fields = course()
    client = acting(app, people["Els"], BAKERY)
    said = form_of(client, address, **fields, do="check")
    answer = client.post(f"{KEPT}/keep", query_string={"form": address}, data=said)
    assert answer.headers["Location"] == KEPT
    with Session() as db:
        assert db.scalar(text("SELECT count(*) FROM training_entry")) == 0
        assert b"Hoogte" not in db.scalar(text("SELECT content FROM unsent_form"))
    assert press(client, "drop") == KEPT
    assert "There is nothing" in client.get(KEPT).text


def test_only_forms_in_which_people_type_are_kept(app: Flask, people: dict[str, UUID]) -> None:
    address, _, fields = course()
    client = acting(app, people["Els"], BAKERY)
    said = form_of(client, address, **fields)
    for other in ("/en/sign-out", "/nowhere", "", "/en/employer/export/everything.xlsx"):
        for back in ("", "yes"):
            asked = {"form": other, "back": back}
            answer = client.post(f"{KEPT}/keep", query_string=asked, data=said)
            assert answer.headers["Location"].startswith("/en")
    only_buttons = {name: said[name] for name in ("csrf_token", "acting_for")}
    asked = {"form": f"{address}/declare"}
    client.post(f"{KEPT}/keep", query_string=asked, data={**only_buttons, "do": "x"})
    client.post(f"{KEPT}/keep", query_string={"form": address}, data={**said, "csrf_token": "x"})
    assert "There is nothing" in client.get(KEPT).text


def test_a_page_that_is_left_open_keeps_what_was_typed(
    settings: Settings, people: dict[str, UUID]
) -> None:
    pages = create_app(settings)
    client = acting(pages, people["Els"], BAKERY)
    name = pages.config["SESSION_KEY_COOKIE"]
    key = client.get_cookie(name).value
    with served(pages) as base, chromium() as browser:
        context = browser.new_context()
        context.add_cookies([{"name": name, "value": key, "url": base}])
        page = context.new_page()
        page.clock.install()
        page.goto(f"{base}{course()[0]}")
        page.fill("#title", TEXT)
        over()
        page.clock.run_for(QUARTER + 5000)
        page.wait_for_url(f"**/en/sign-in?next={KEPT}")
        again = client.application.test_client()
        key = signed_in(again, people["Els"]).get_cookie(name).value
        context.add_cookies([{"name": name, "value": key, "url": base}])
        page.goto(base + KEPT)
        page.get_by_role("button", name="Go on with it").click()
        expect(page.locator("#title")).to_have_value(TEXT)
        expect(page.get_by_role("status")).to_contain_text("not sent yet")


def test_another_language_and_signing_out_lose_nothing(
    settings: Settings, people: dict[str, UUID]
) -> None:
    pages = create_app(settings)
    client = acting(pages, people["Els"], BAKERY)
    name = pages.config["SESSION_KEY_COOKIE"]
    with served(pages) as base, chromium() as browser:
        context = browser.new_context()
        key = client.get_cookie(name).value
        context.add_cookies([{"name": name, "value": key, "url": base}])
        page = context.new_page()
        page.goto(f"{base}{course()[0]}")
        page.fill("#title", TEXT)
        page.locator('a[hreflang="fr"]').click()
        page.wait_for_url("**/fr/employer/trainings/**")
        expect(page.locator("#title")).to_have_value(TEXT)
        page.fill("#duration", "7:36")
        page.get_by_role("button", name="Déconnexion").click()
        page.wait_for_url(lambda address: "/employer/" not in address)
    signed_in(client, people["Els"])
    filled = client.get(press(client, "go-on")).text
    assert "7:36" in filled
    assert TEXT in unescape(filled)
