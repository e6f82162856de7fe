"""The matrix of roles over every page of employers: who may not, is refused, whatever the page."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.routing import Rule

from portal.login.identity import guard_of
from portal.roles import Function, Role, Tie, may
from tests.counted import counted
from tests.declarations.world import BAKERY, EMMA, SECRETARIAT
from tests.login.session import signed_in
from tests.statements import statements
from tests.web.enterprises import (
    acting,
    end_mandate,
    end_role,
    fill_with_representatives,
    form_of,
    id_of,
)

BY_MANDATE = f"{BAKERY}-{SECRETARIAT}"
ACTORS = {
    "reader": ("Rita", BAKERY, Role.EMPLOYER, Tie.OWN, Function.READER),
    "editor": ("Els", BAKERY, Role.EMPLOYER, Tie.OWN, Function.EDITOR),
    "access manager": ("Ahmed", BAKERY, Role.EMPLOYER, Tie.OWN, Function.ACCESS_MANAGER),
    "mandate holder": ("Sofie", BY_MANDATE, Role.MANDATE_HOLDER, Tie.MANDATED, Function.EDITOR),
}


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


def pages(app: Flask) -> list[tuple[Rule, str]]:
    """Return every page that is for who acts for an enterprise, once for each way to ask."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if guard_of(app.view_functions[rule.endpoint]) == "representative"
        for method in ("GET", "POST")
        if method in (rule.methods or ())
    ]


def address_of(rule: Rule) -> str:
    """Return an address of a page: of Emma, or of what is not there."""
    values: dict[str, object] = {"language": "en", "person_id": id_of(EMMA)}
    values |= {"employment_id": "E1", "task": "yearly", "what": "planned", "kind": "xlsx"}
    values |= {"which": "all", "table": "workers", "answer": "ACRF"}
    values |= {"day": "2026-11-24", "channel": "rest", "quality": "employer", "number": int(BAKERY)}
    values |= {"year": 2026}
    found = {name: values.get(name) or uuid4() for name in rule.arguments}
    return rule.build(found)[1]


@pytest.mark.parametrize("actor", ACTORS)
def test_each_role_may_on_every_page_what_the_table_says(
    app: Flask, people: dict[str, UUID], actor: str
) -> None:
    name, choice, *who, function = ACTORS[actor]
    client = acting(app, people[name], choice)
    form = form_of(client, "/en/employer/workers")
    asked = pages(app)
    assert len(asked) >= 12
    for rule, method in asked:
        action, thing = app.view_functions[rule.endpoint].does
        answer = client.open(
            address_of(rule), method=method, data=form if method == "POST" else None
        )
        permitted = may(who[0], action, thing, who[1], function)
        assert (answer.status_code != 403) == permitted, (rule, method, answer.status_code)
        assert answer.status_code < 500, rule


def test_who_acts_for_nobody_or_for_another_sends_no_form(
    app: Flask, people: dict[str, UUID]
) -> None:
    worker = signed_in(app.test_client(), id_of(EMMA))
    client = acting(app, people["Kaat"], BAKERY)
    form = {**form_of(client, "/en/employer/workers"), "acting_for": BY_MANDATE}
    for rule, method in pages(app):
        if method == "GET":
            answer = worker.get(address_of(rule))
            assert answer.headers["Location"] == "/en/employer/choose", rule
        else:
            assert client.post(address_of(rule), data=form).status_code == 409, rule


@pytest.mark.parametrize("actor", ["editor", "mandate holder"])
def test_what_ended_while_signed_in_is_refused_at_whatever_is_asked_next(
    app: Flask, people: dict[str, UUID], actor: str
) -> None:
    name, choice, *_ = ACTORS[actor]
    client = acting(app, people[name], choice)
    form = form_of(client, "/en/employer/workers")
    if actor == "editor":
        end_role(people[name])
    else:
        end_mandate()
    before = counted()
    for rule, method in pages(app):
        answer = client.open(
            address_of(rule), method=method, data=form if method == "POST" else None
        )
        assert answer.status_code == 403, (rule, method)
        assert "You cannot act for this enterprise any more" in answer.text, (rule, method)
        assert 'href="/en/employer/choose"' in answer.text, (rule, method)
    assert counted() == before


def test_a_list_costs_the_same_statements_however_many_it_shows(
    app: Flask, people: dict[str, UUID]
) -> None:
    client = acting(app, people["Els"], BAKERY)
    addresses = ["", "/workers", f"/workers/{id_of(EMMA)}", "/due/yearly", "/submissions"]
    for address, most in zip(addresses, (4, 5, 5, 6, 4), strict=True):
        client.get(f"/en/employer{address}")
        with statements() as sent:
            assert client.get(f"/en/employer{address}").status_code == 200
        assert len(sent) <= most, (address, sent)
