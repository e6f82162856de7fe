"""Every answer of every address says how a browser must treat it, and names nobody else."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.settings import Settings
from tests.house.test_guards import EXAMPLES
from tests.login.people import in_register
from tests.login.session import signed_in

BASE = "https://portal.example"
ISSUER = "https://fas.example"
FAS = f"""
[fas]
issuer = "{ISSUER}"
client_id = "portal"
authorization_endpoint = "{ISSUER}/authorize"
token_endpoint = "{ISSUER}/token"
jwks_uri = "{ISSUER}/jwks"
"""
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
ADDRESS = re.compile(r'\b(?:href|src|srcset|action|formaction|poster|data)="([^"]*)"')
FOREIGN = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


@pytest.fixture(scope="module")
def app(_own_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the portal under https, with pages that fail."""
    providers = tmp_path_factory.mktemp("keys") / "providers.toml"
    providers.write_text(FAS, encoding="utf-8")
    app = create_app(
        _own_settings.model_copy(
            update={"base_url": BASE, "providers": providers, "rate_limits": False}
        )
    )
    app.add_url_rule("/nl/broken", "broken", lambda: 1 // 0)
    return app


@pytest.fixture(params=["a stranger", "a worker"])
def client(request: pytest.FixtureRequest, app: Flask, database: Engine) -> FlaskClient:
    """Return a browser of a stranger, and one in which a worker is signed in."""
    assert database.url.database
    browser = app.test_client()
    if request.param == "a worker":
        signed_in(browser, in_register("85073003328"))
    return browser


def addresses(app: Flask) -> Iterator[str]:
    """Return one address of every route, and some of none."""
    adapter = app.url_map.bind("portal.example")
    for rule in app.url_map.iter_rules():
        values = {name: EXAMPLES.get(name, "fas") for name in rule.arguments}
        method = min(rule.methods - {"HEAD", "OPTIONS"})
        yield adapter.build(rule.endpoint, values, method=method)
    yield from ("/nowhere", "/nl/nowhere", "/nl/sign-in/nobody", "/favicon.ico", "/robots.txt")
    page = app.test_client().get("/nl/", base_url=BASE).text
    yield from re.findall(r'"(/static/[^"]+)"', page)
    yield "/static/nothing.css"


def answers(app: Flask, client: FlaskClient) -> Iterator[tuple[str, TestResponse]]:
    """Return what the portal answers to everything that can be asked."""
    for address in addresses(app):
        for method in METHODS:
            answer = client.open(address, method=method, base_url=BASE, buffered=True)
            yield f"{method} {address}", answer
    yield "another host", client.get("/nl/", base_url="https://evil.example")
    yield "too large", client.post("/nl/sign-out", data={"a": "b" * 100_000}, base_url=BASE)
    yield "no form token", client.post("/nl/sign-out", data={}, base_url=BASE)


def policy_of(answer: TestResponse) -> dict[str, list[str]]:
    """Return the content security policy by its directives."""
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in parts}


def test_every_answer_carries_every_header_once(app: Flask, client: FlaskClient) -> None:
    for asked, answer in answers(app, client):
        found = {name: answer.headers.getlist(name) for name in FIXED}
        assert found == {name: [value] for name, value in FIXED.items()}, asked
        assert "geolocation=()" in answer.headers["Permissions-Policy"], asked
        policy = policy_of(answer)
        assert policy["default-src"] == ["'none'"], asked
        assert policy["frame-ancestors"] == ["'none'"], asked
        assert "unsafe" not in str(policy), asked
        assert answer.headers.get("Server") is None, asked
        assert "Access-Control-Allow-Origin" not in answer.headers, asked


def test_only_what_is_for_everybody_may_be_kept(app: Flask, client: FlaskClient) -> None:
    for asked, answer in answers(app, client):
        kept = answer.headers.get("Cache-Control")
        if "/static/" in asked or re.search(r"/(favicon|robots|\.well-known)", asked):
            continue
        assert kept == "no-store", asked


def test_no_page_names_a_foreign_address(app: Flask, client: FlaskClient) -> None:
    for asked, answer in answers(app, client):
        if answer.mimetype != "text/html" or answer.location:
            continue
        named = [one for one in ADDRESS.findall(answer.text) if FOREIGN.match(one)]
        assert [one for one in named if not one.startswith(f"{BASE}/")] == [], asked


def test_only_our_own_and_the_digital_key_stand_in_the_policy(
    app: Flask, client: FlaskClient
) -> None:
    for asked, answer in answers(app, client):
        for name, values in policy_of(answer).items():
            own = {"'none'", "'self'"} | ({ISSUER} if name == "form-action" else set())
            assert set(values) <= own, asked


def test_every_cookie_is_bound_to_this_host(app: Flask, client: FlaskClient) -> None:
    seen = set()
    for asked, answer in answers(app, client):
        for header in answer.headers.getlist("Set-Cookie"):
            for name, cookie in SimpleCookie(header).items():
                seen.add(name)
                assert name.startswith("__Host-"), asked
                assert cookie["secure"], asked
                assert cookie["httponly"], asked
                assert (cookie["path"], cookie["domain"]) == ("/", ""), asked
                assert cookie["samesite"] == "Lax", asked
    assert {"__Host-language", "__Host-sign-in"} <= seen


def test_a_failure_of_ours_carries_them_too(app: Flask) -> None:
    answer = app.test_client().get("/nl/broken", base_url=BASE)
    assert answer.status_code == 500
    assert {name: answer.headers[name] for name in FIXED} == FIXED
    assert policy_of(answer)["default-src"] == ["'none'"]


def test_a_browser_that_has_the_file_already_is_told_so_with_them(app: Flask) -> None:
    browser = app.test_client()
    style = re.findall(r'"(/static/site[^"]+)"', browser.get("/nl/", base_url=BASE).text)[0]
    first = browser.get(style, base_url=BASE, buffered=True)
    again = browser.get(style, base_url=BASE, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["X-Content-Type-Options"] == "nosniff"
