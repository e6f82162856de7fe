"""A worker's way through the portal in a real browser without script, on a phone and a desktop."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from portal.database import Session
from portal.settings import Settings
from tests.account.sample import SAMPLE, load
from tests.login.country import Country, a_country
from tests.web.browser import chromium

BRAM = "95111722477"
WORDS = {
    "nl": ("Aanmelden", "Uw opleidingsrekening", "nog te gebruiken", "Hoe is dit berekend?"),
    "fr": (
        "Se connecter",
        "Votre compte formation",
        "encore disponibles",
        "Comment est-ce calculé",
    ),
    "de": ("Anmelden", "Ihr Weiterbildungskonto", "noch verfügbar", "Wie wird das berechnet?"),
    "en": ("Sign in", "Your learning account", "are still available", "How is this computed?"),
}
FIGURES = {"nl": "5,54 dagen", "fr": "5,54 jours", "de": "5,54 Tage", "en": "5.54 days"}
SIGN_OUT = {"nl": "Afmelden", "fr": "Déconnexion", "de": "Abmelden", "en": "Sign out"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def country(settings: Settings, database: Engine) -> Iterator[Country]:
    """Serve the sample country, and the demo key with its people."""
    assert database
    with Session.begin() as db:
        load(db)
    with a_country(settings, SAMPLE) as both:
        yield both


def heading(tab: Page) -> str:
    return tab.locator("h1").inner_text()


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", WORDS)
def test_a_worker_signs_in_reads_the_account_and_signs_out(
    browser: Browser, country: Country, language: str, size: tuple[int, int]
) -> None:
    sign_in, title, available, why = WORDS[language]
    context = browser.new_context(
        java_script_enabled=False,
        locale=f"{language}-BE",
        viewport={"width": size[0], "height": size[1]},
    )
    tab = context.new_page()
    tab.set_default_timeout(15_000)  # ms
    tab.goto(country.portal_url)
    tab.get_by_role("link", name=sign_in, exact=True).click()
    tab.locator(".choices a").first.click()
    tab.locator(f'form:has(input[value="{BRAM}"]) button').first.click()
    assert heading(tab) == title
    assert tab.locator("html").get_attribute("lang") == language
    figures = tab.locator(".figure").all_inner_texts()
    figures = [one.replace("\u00a0", " ") for one in figures]
    assert FIGURES[language] in figures
    assert len(figures) == 2
    assert available in tab.locator("main").inner_text()

    tab.get_by_role("link", name=why).first.click()
    assert tab.locator(".sum").first.inner_text().split()[1:2] == [FIGURES[language].split()[0]]
    tab.go_back()

    tab.locator(".timeline a").first.click()
    assert "/account/trainings/" in tab.url
    other = "fr" if language != "fr" else "nl"
    tab.locator(f'.switch a[hreflang="{other}"]').click()
    assert re.search(rf"/{other}/account/trainings/[0-9a-f-]+$", tab.url)
    tab.get_by_role("button", name=SIGN_OUT[other]).click()
    tab.goto(f"{country.portal_url}/{language}/account")
    assert "/sign-in" in tab.url
    context.close()
