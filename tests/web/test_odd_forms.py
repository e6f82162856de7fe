"""Every form that the portal takes, sent as no page of ours would: refused with a page, never 500.

The routes come from the map of addresses, so that a new form is asked about by itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.routing import Rule

from portal.database import Session
from portal.declarations.declare import declare
from portal.login.identity import guard_of
from portal.roles import Action, Thing
from tests.counted import counted
from tests.declarations.world import BAKERY, EMMA, PROVIDER, TODAY, TRAINING
from tests.login.session import signed_in
from tests.web.enterprises import TOKEN, acting, fill_with_representatives, id_of

SOURCES = Path(__file__).parents[2] / "portal"
NAMED = re.compile(r'form(?:\.get\(|\.getlist\(|\[)"(\w+)"')
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
KEPT = ("csrf_token", "acting_for")
FORM = "application/x-www-form-urlencoded"
# What a field holds, as it travels: bytes that are no UTF-8 cannot be said as text.
ODD = {
    "empty": "",
    "nul": "%00a%00",
    "half a sign": "%ED%A0%80%FF%FE",
    "right to left": "%E2%80%AE" + quote_plus("שלום ١٢"),
    "over-long": "9" * 1500,
    "far": "-99999999999999999999",
    "no number": "NaN",
    "no day": "0000-00-00",
    "signs": quote_plus("<b>&\"';--${{7*7}}"),
    "id of nothing": str(uuid4()),
}
ENDINGS = {200, 303, 400, 401, 403, 404, 409, 413, 415, 429}
# Where software sends a form: it is answered in its own words, and where its key is out, by 503.
OF_SOFTWARE = "/sign-in/<name>/backchannel"


def routes(app: Flask, guard: str) -> list[Rule]:
    """Return every address that takes a form from those for whom the guard stands."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and guard_of(app.view_functions[rule.endpoint]) == guard
        and str(rule) != OF_SOFTWARE
    ]


def address_of(rule: Rule, training: object = None) -> str:
    """Return an address of a route: about Emma and her training where it is about one."""
    known: dict[str, object] = {"language": "en", "person_id": id_of(EMMA), "task": "yearly"}
    known |= {"what": "planned", "which": "all", "table": "workers", "name": "demo", "code": "0"}
    known |= {"training_id": training}
    return rule.build({name: known.get(name) or uuid4() for name in rule.arguments})[1]


def names_on_pages(app: Flask, client: FlaskClient, guard: str) -> set[str]:
    """Return the names of the fields on every page that can be read without an id."""
    names: set[str] = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments <= {"language", "person_id"}:
            continue
        if guard_of(app.view_functions[rule.endpoint]) == guard:
            answer = client.get(address_of(rule), buffered=True)
            if answer.mimetype == "text/html":
                names |= set(FIELD.findall(answer.text))
    return names


def names_in_sources() -> set[str]:
    """Return the names of the fields for which the code asks by name."""
    return {
        name for path in SOURCES.rglob("*.py") for name in NAMED.findall(path.read_text("utf-8"))
    }


def bodies(names: list[str], kept: dict[str, str]) -> Iterator[tuple[str, str | bytes, str]]:
    """Give what is sent: what it is, the body and its type."""
    keep = [f"{name}={quote_plus(value)}" for name, value in kept.items()]
    yield "nothing but the token", "&".join(keep), FORM
    for what, odd in ODD.items():
        yield what, "&".join([*keep, *(f"{name}={odd}" for name in names)]), FORM
    twice = [f"{name}=1&{name}={ODD['far']}" for name in names]
    yield "everything twice", "&".join([*keep, *twice]), FORM
    yield "a megabyte", "&".join([*keep, "text=" + "x" * 2**20]), FORM
    yield "wrong token", "&".join(["csrf_token=wrong", *keep[1:]]), FORM
    yield "no token", "", FORM
    yield "two tokens", "&".join(["csrf_token=wrong", *keep]), FORM
    yield "json", b'{"csrf_token": [1]}', "application/json"
    yield "no type", "&".join(keep), ""
    yield "unknown set of signs", "&".join(keep), f"{FORM}; charset=klingon"
    yield "no boundary", b"--a\r\n", "multipart/form-data"
    parts = "".join(
        f'--a\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in kept.items()
    )
    file = '--a\r\nContent-Disposition: form-data; name="{}"; filename="{}"\r\n\r\nPK\x03\x04\r\n'
    files = "".join(file.format(name, "\u202e../x\x00.xlsx") for name in names)
    whole = "multipart/form-data; boundary=a"
    yield "files for fields", (parts + files + "--a--\r\n").encode(), whole
    # Without files: what is left of one that breaks off is closed whenever memory is tidied up.
    yield "broken off", parts[:-9].encode(), whole
    yield "broken in its head", (parts + "--a\r\nContent-Dispo").encode(), whole


def browser_for(app: Flask, rule: Rule, people: dict[str, UUID]) -> FlaskClient:
    """Return a new browser of somebody who may send this form: an earlier one may be signed out."""
    view = app.view_functions[rule.endpoint]
    if guard_of(view) != "representative":
        return signed_in(app.test_client(), id_of(EMMA))
    who = "Ahmed" if view.does == (Action.WRITE, Thing.ACCESS) else "Els"
    return acting(app, people[who], BAKERY)


@pytest.mark.parametrize("guard", ["public", "worker", "representative"])
def test_no_form_fails_whatever_it_holds(app: Flask, database: Engine, guard: str) -> None:
    assert database
    people = fill_with_representatives()
    with Session.begin() as db:
        (outcome,) = declare(db, PROVIDER, [TRAINING], TODAY)
    asked, names = routes(app, guard), names_in_sources()
    assert asked
    names |= names_on_pages(app, browser_for(app, asked[0], people), guard)
    before, faults = counted(), []
    for rule in asked:
        client, address = browser_for(app, rule, people), address_of(rule, outcome.record_id)
        kept = {"csrf_token": TOKEN.search(client.get("/en/verify").text)[1], "acting_for": BAKERY}
        for what, body, kind in bodies(sorted(names - set(kept)), kept):
            answer = client.post(address, data=body, content_type=kind, buffered=True)
            after, refused = counted(), answer.status_code >= 400
            ours = not refused or '<html lang="en' in answer.text
            if answer.status_code not in ENDINGS or not ours or (refused and after != before):
                faults.append((str(rule), what, answer.status_code, ours, after == before))
            before = after
    assert faults == []
