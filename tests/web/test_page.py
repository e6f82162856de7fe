import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.settings import Settings

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("asks", "chosen"),
    [
        ("nl-BE,nl;q=0.9,en;q=0.8", "/nl/"),
        ("de-AT", "/de/"),
        ("es, fr;q=0.5", "/fr/"),
        ("fr;q=0, en", "/en/"),
    ],
)
def test_the_entrance_leads_to_the_language_of_the_browser(
    client: FlaskClient, asks: str, chosen: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": asks})
    assert answer.status_code == 302
    assert answer.headers["Location"] == chosen
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("asks", ["", "es", "*", "es, *;q=0.1", "%%%", "nl;q=x"])
def test_the_entrance_asks_when_nothing_tells_the_language(client: FlaskClient, asks: str) -> None:
    page = client.get("/", headers={"Accept-Language": asks})
    assert page.status_code == 200
    for address in ("/nl/", "/fr/", "/de/", "/en/"):
        assert f'href="{address}"' in page.text


def test_a_language_once_chosen_is_remembered_and_no_other_is_kept(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    assert "Set-Cookie" not in client.get("/de/", headers=german).headers
    client.get("/fr/", headers=german)
    assert client.get("/", headers=german).headers["Location"] == "/fr/"


def test_a_strange_language_cookie_is_ignored(client: FlaskClient) -> None:
    client.set_cookie("language", "../../etc")
    assert client.get("/", headers={"Accept-Language": "de"}).headers["Location"] == "/de/"


def test_the_switch_leads_to_the_same_page_with_the_same_question(client: FlaskClient) -> None:
    page = client.get("/nl/sign-in?next=/nl/account/trainings?year=2025").text
    assert 'href="/de/sign-in?next=/de/account/trainings?year%3D2025"' in page
    assert 'hreflang="x-default"' in page


def test_the_choice_of_language_has_none_chosen_yet(client: FlaskClient) -> None:
    assert "aria-current" not in client.get("/", headers={"Accept-Language": "es"}).text
    assert client.get("/en/").text.count('aria-current="true"') == 1


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_names_itself_in_the_four_languages(
    client: FlaskClient, settings: Settings, language: str
) -> None:
    page = client.get(f"/{language}/privacy").text
    assert f'<html lang="{language}">' in page
    for other in ("nl", "fr", "de", "en"):
        assert f'hreflang="{other}" href="{settings.base_url}/{other}/privacy"' in page


def test_a_page_leads_on_below_the_path_where_the_portal_is_served(client: FlaskClient) -> None:
    for root in ("", "/portal", "/other"):
        page = client.get("/nl/", environ_overrides={"SCRIPT_NAME": root}).text
        assert f'href="{root}/nl/privacy"' in page
        assert f'href="{root}/fr/"' in page
        pages = re.findall(r'<a [^>]*href="(/[^"]*)"', page)
        assert pages
        assert all(address.startswith(f"{root}/") for address in pages)


@pytest.mark.parametrize("path", ["/nl/", "/nl/account", "/nowhere", "/health", "/robots.txt"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_pages_allow_no_script_but_ours_no_frame_and_no_foreign_origin(client: FlaskClient) -> None:
    policy = client.get("/nl/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy


def test_pages_are_never_kept_by_a_browser(client: FlaskClient) -> None:
    for path in ("/nl/", "/nl/account", "/nl/nowhere"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_styles_are_kept_for_ever_and_come_compressed(client: FlaskClient) -> None:
    page = client.get("/nl/").text
    names = re.findall(r'"(/static/[^"]+)"', page)
    assert len(names) == 4
    for name in names:
        answer = client.get(name, headers={"Accept-Encoding": "gzip"}, buffered=True)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if name.endswith(".css"):
            assert answer.headers["Content-Encoding"] == "gzip"


def test_the_style_names_a_font_that_exists(client: FlaskClient) -> None:
    style = re.search(r'"(/static/site[^"]+)"', client.get("/nl/").text)
    assert style
    font = re.search(r'url\("([^"]+woff2)"\)', client.get(style[1], buffered=True).text)
    assert font
    assert client.get(f"/static/{font[1]}", buffered=True).status_code == 200


@pytest.mark.parametrize("path", ["/static/site.css", "/static/", "/static/../wsgi.py"])
def test_nothing_else_is_served_as_a_file(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/favicon.ico", "/robots.txt"])
def test_what_browsers_ask_unprompted_is_there(client: FlaskClient, path: str) -> None:
    assert client.get(path, buffered=True).status_code == 200


def test_health_says_whether_the_data_can_be_reached(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["checks"]["database"] == {"status": "UP"}


def test_only_read_only_dates_put_a_notice_on_every_page(settings: Settings) -> None:
    by_law = create_app(settings.model_copy(update={"registration": "by-law"})).test_client()
    assert "until 31\u00a0December 2026" in by_law.get("/en/").text
    assert "31 December" not in create_app(settings).test_client().get("/en/").text


def test_a_page_too_many_is_no_fault(app: Flask) -> None:
    for path in ("/nl", "/nl/account/"):
        assert app.test_client().get(path).status_code in {200, 303, 308}
