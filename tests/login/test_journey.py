"""The way in and out through the demo key, over HTTP, as a browser without script goes it."""

from tests.login.browser import Browser
from tests.login.conftest import Country
from tests.login.people import MARIE, in_register


def test_a_worker_signs_in_and_arrives_at_the_page_asked_for(country: Country) -> None:
    in_register(MARIE)
    page = Browser().sign_in(country.portal_url, MARIE, "/fr/account/trainings?year=2024")
    assert page.status_code == 200
    assert page.url == f"{country.portal_url}/fr/account/trainings?year=2024"
