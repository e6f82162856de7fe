"""An access manager gives and takes roles and mandates; each holds at the next request."""

import re
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.database import Session
from portal.models import Person, Representative
from tests.declarations.world import BAKERY, EMMA, GARAGE, NOBODY, SECRETARIAT
from tests.login.session import signed_in
from tests.reckoning.world import add_worker
from tests.web.enterprises import acting, choose, fill_with_representatives, form_of, id_of

PAGE = "/en/employer/access"
WORKERS = "/en/employer/workers"
ODD = ("", "\u0000", "\U0001f600" * 50, "9" * 3000, "<b>&\"'", "\u0665")


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


@pytest.fixture
def ahmed(app: Flask, people: dict[str, UUID]) -> FlaskClient:
    """Return the browser of the bakery's only access manager."""
    return acting(app, people["Ahmed"], BAKERY)


def send(client: FlaskClient, where: str, **said: str) -> tuple[int, str]:
    """Send a form of the page; return the status, and the page that follows."""
    form = form_of(client, PAGE, **said)
    answer = client.post(f"{PAGE}{where}", data=form, follow_redirects=True)
    return answer.status_code, answer.text.replace("\xa0", " ")


def ask_first(client: FlaskClient, where: str) -> dict[str, str]:
    """Follow the link of the page to a question; return what its one form says if one agrees."""
    assert f'href="{PAGE}{where}"' in client.get(PAGE).text
    page = client.get(f"{PAGE}{where}").text
    form = page[page.index("<main") : page.index("</main")]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def family_of_emma() -> str:
    """Return the family name under which Emma is known."""
    with Session() as db:
        return db.get(Person, id_of(EMMA)).family_name


def test_a_role_is_given_changed_and_taken_at_once(app: Flask, ahmed: FlaskClient) -> None:
    said = {"ssin": EMMA, "family_name": family_of_emma().upper(), "role": "reader"}
    status, page = send(ahmed, "/roles", **said)
    assert status == 200
    assert "Ahmed Acts gave" in page
    emma = acting(app, id_of(EMMA), BAKERY)
    assert emma.get(WORKERS).status_code == 200
    one = f"/roles/{id_of(EMMA)}"
    assert "editor" in send(ahmed, one, role="editor", act="change")[1]
    assert ask_first(ahmed, f"{one}/take")["act"] == "take"
    assert emma.get(WORKERS).status_code == 200
    assert send(ahmed, one, role="editor", act="take")[0] == 200
    assert ahmed.get(f"{PAGE}{one}/take").status_code == 404
    assert emma.get(WORKERS).status_code == 403
    assert "Ahmed Acts took from" in ahmed.get(PAGE).text
    assert send(ahmed, one, act="take")[0] == 400


def test_a_mandate_is_given_and_revoked_at_once(ahmed: FlaskClient) -> None:
    said = {"holder": f"{GARAGE[:4]}.{GARAGE[4:]}", "from_quarter": "2026Q1", "until_quarter": ""}
    status, page = send(ahmed, "/mandates", **said)
    assert status == 200
    assert f"gave Firma {GARAGE} a mandate: from quarter 1 of 2026 until further notice" in page
    assert send(ahmed, "/mandates", **said)[0] == 400
    which = {"holder": GARAGE, "from_quarter": "2026Q1"}
    question = f"/mandates/{GARAGE}/2026Q1/revoke"
    assert ask_first(ahmed, question).items() >= which.items()
    assert "revoked the mandate of" in send(ahmed, "/mandates/revoke", **which)[1]
    assert send(ahmed, "/mandates/revoke", **which)[0] == 400
    assert ahmed.get(f"{PAGE}{question}").status_code == 404
    assert send(ahmed, "/mandates", **said)[0] == 200


def test_a_mandate_holder_is_refused_from_the_moment_of_revoking(
    app: Flask, people: dict[str, UUID], ahmed: FlaskClient
) -> None:
    by_mandate = f"{BAKERY}-{SECRETARIAT}"
    sofie = acting(app, people["Sofie"], by_mandate)
    assert sofie.get(WORKERS).status_code == 200
    first = re.search(rf"/mandates/{SECRETARIAT}/(\w{{6}})/revoke", ahmed.get(PAGE).text)[1]
    send(ahmed, "/mandates/revoke", holder=SECRETARIAT, from_quarter=first)
    assert sofie.get(WORKERS).status_code == 403
    again = signed_in(app.test_client(), people["Sofie"])
    assert "refused" in choose(again, by_mandate).headers["Location"]


def test_the_last_access_manager_stays(people: dict[str, UUID], ahmed: FlaskClient) -> None:
    own = f"/roles/{people['Ahmed']}"
    for said in ({"act": "take"}, {"act": "change", "role": "reader"}):
        status, page = send(ahmed, own, **said)
        assert status == 400
        assert "This is the last access manager" in page
    send(ahmed, f"/roles/{people['Els']}", act="change", role="accessManager")
    form = form_of(ahmed, PAGE, act="take")
    assert ahmed.post(f"{PAGE}{own}", data=form).status_code == 303
    assert ahmed.get(PAGE).status_code == 403


def test_nobody_learns_whom_a_number_names(ahmed: FlaskClient) -> None:
    answers = []
    for ssin, name in ((EMMA, "Other"), (NOBODY, "Other"), ("1", "Other"), (EMMA, "")):
        status, page = send(ahmed, "/roles", ssin=ssin, family_name=name, role="reader")
        answers.append((status, page.count("We find nobody"), page.count('class="fault"')))
    assert answers == [(400, 2, 1)] * 4


def test_who_manages_no_access_sees_it_and_decides_nothing(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    page = els.get(PAGE).text
    assert "Ahmed Acts" in page
    assert 'name="ssin"' not in page
    form = form_of(els, WORKERS, act="take")
    assert els.post(f"{PAGE}/roles/{people['Ahmed']}", data=form).status_code == 403


def test_whose_own_role_it_is_is_told_before(people: dict[str, UUID], ahmed: FlaskClient) -> None:
    own = ahmed.get(f"{PAGE}/roles/{people['Ahmed']}/take").text
    other = ahmed.get(f"{PAGE}/roles/{people['Els']}/take").text
    assert "It is your own role" in own
    assert "It is your own role" not in other


def test_each_list_goes_on_behind_its_first_page(
    ahmed: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.login.granted.MOST", 3)
    with Session.begin() as db:
        for number in range(5):
            person_id = add_worker(db)
            db.get(Person, person_id).family_name = f"Same{number // 2}"
            role = {"enterprise_number": BAKERY, "role": "reader", "since": date(2025, 1, 1)}
            db.add(Representative(person_id=person_id, **role))
    for year in (2024, 2025, 2026, 2027):
        quarters = {"from_quarter": f"{year}Q1", "until_quarter": f"{year}Q2"}
        assert send(ahmed, "/mandates", holder=GARAGE, **quarters)[0] == 200
    seen = {name: pages(ahmed, name) for name in ("people", "mandates", "acts")}
    assert [len(one) for one in seen["people"]] == [3, 3, 3]
    assert len({one for page in seen["people"] for one in page}) == 9
    assert len({one for page in seen["mandates"] for one in page}) == 5
    assert [len(one) for one in seen["acts"]] == [3, 1]
    for odd in ("people=x", "people=%00", "mandates=2026Q1", "acts=x", f"people={id_of(EMMA)}"):
        assert ahmed.get(f"{PAGE}?{odd}").status_code == 200
    # A role on a later page can be changed too.
    last = seen["people"][-1][-1]
    assert send(ahmed, f"/roles/{last}", act="change", role="editor")[0] == 200


def pages(client: FlaskClient, name: str) -> list[list[str]]:
    """Return what stands on each page of a list: ids of people, mandates, moments of decisions."""
    marks = {
        "people": rf'{PAGE}/roles/([0-9a-f-]+)/take"',
        "mandates": rf'{PAGE}/mandates/([^"]+)/revoke"',
        "acts": r"<li>(<span.*?)</li>",
    }
    found, address = [], PAGE
    while address:
        page = client.get(address).text
        found.append(re.findall(marks[name], page))
        following = re.search(rf'rel="next" href="([^"]*[?&;]{name}=[^"#]+)', page)
        address = following[1] if following else ""
    return found


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_no_odd_form_is_our_failure(ahmed: FlaskClient, odd: str) -> None:
    names = ("ssin", "family_name", "role", "holder", "from_quarter", "act")
    for where in ("/roles", f"/roles/{id_of(EMMA)}", "/mandates", "/mandates/revoke"):
        assert send(ahmed, where, **dict.fromkeys(names, odd))[0] == 400, where
        assert send(ahmed, where)[0] == 400, where
