"""The worker's pages over HTTP: a real database, a real session, the sample country."""

import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from portal.languages import show_days, show_hours
from tests.account.sample import SAMPLE, rows

AsWorker = Callable[[str], FlaskClient]
TODAY = "2026-11-24"
FIGURE = re.compile(r'<p class="figure[^"]*">(.*?)</p>\s*<p>(.*?)</p>', re.DOTALL)
EXPECTED = json.loads((SAMPLE / "expected.json").read_text("utf-8"))
BY_WORKER: dict[str, list[dict[str, Any]]] = {}
for employment in EXPECTED:
    BY_WORKER.setdefault(employment["ssin"], []).append(employment)
ENDS = {row["employment_id"]: row["end_date"] for row in rows("employments.csv")}
MANY_JOBS = max(BY_WORKER, key=lambda ssin: len(BY_WORKER[ssin]))


def present(ssin: str) -> list[dict[str, Any]]:
    """Return the employments of a worker that have not ended."""
    return [
        one
        for one in BY_WORKER[ssin]
        if not ENDS[one["employmentId"]] or ENDS[one["employmentId"]] >= TODAY
    ]


def expected_figures(ssin: str) -> set[tuple[str, str]]:
    """Return days and hours that each present employment must show, without their words."""
    figures = set()
    for one in present(ssin):
        year = one["years"].get("2026")
        left = Fraction(year["left"]) if year else Fraction(0)
        if year and (left or Fraction(year["gained"]) or Fraction(year["charged"])):
            minutes = left * Fraction(year["dayMinutes"])
            figures.add((show_days(left, "en"), show_hours(minutes, "en")))
    return figures


def test_every_worker_of_the_sample_sees_the_exact_figure_of_each_employer(
    as_worker: AsWorker,
) -> None:
    wrong = []
    for ssin in BY_WORKER:
        page = as_worker(ssin).get("/en/account").text
        shown = {
            (days.split()[0], re.split(r"[ >]", meaning.split("· ")[1])[2])
            for days, meaning in FIGURE.findall(page)
            if "day" in days
        }
        if shown != expected_figures(ssin):
            wrong.append((ssin, shown, expected_figures(ssin)))
    assert wrong == []


def test_there_is_one_figure_for_each_present_employer_and_no_other(as_worker: AsWorker) -> None:
    page = as_worker(MANY_JOBS).get("/nl/account").text
    assert page.count('<p class="figure') == max(len(present(MANY_JOBS)), 1)


def pages_of(client: FlaskClient, address: str) -> Iterator[str]:
    """Return a list page and all that follow."""
    page = client.get(address).text
    yield page
    while found := re.search(r'rel="next" href="([^"]+)"', page):
        page = client.get(unescape(found[1])).text
        yield page


def test_all_trainings_are_reached_once_newest_first(as_worker: AsWorker) -> None:
    trainings = list(rows("trainings.csv"))
    ssin = max({row["ssin"] for row in trainings}, key=[r["ssin"] for r in trainings].count)
    client = as_worker(ssin)
    found = [
        name
        for page in pages_of(client, "/en/account/trainings")
        for name in re.findall(r'/en/account/trainings/([0-9a-f-]{36})"', page)
    ]
    assert len(found) == len(set(found))
    assert found
    assert len(found) <= sum(row["ssin"] == ssin for row in trainings)


def test_a_year_shows_its_trainings_alone(as_worker: AsWorker) -> None:
    client = as_worker(MANY_JOBS)
    page = client.get("/en/account/trainings?year=2025").text
    assert "<h1>Your trainings in 2025</h1>" in page
    dates = re.findall(r'<ol class="timeline">(.*)</ol>', page, re.DOTALL)
    assert all("2025" in line for one in dates for line in re.findall(r'soft">(.*?)</p>', one)[::2])


def test_a_training_keeps_the_language_of_its_title(as_worker: AsWorker) -> None:
    client = as_worker(MANY_JOBS)
    page = client.get("/en/account/trainings").text
    address, language = re.findall(
        r'href="(/en/account/trainings/[0-9a-f-]{36})" lang="(\w\w)"', page
    )[0]
    assert f'<h1 lang="{language}">' in client.get(address).text


def test_nobody_sees_the_training_of_another_or_one_that_is_not(as_worker: AsWorker) -> None:
    page = as_worker(MANY_JOBS).get("/en/account/trainings").text
    found = re.search(r"/en/account/trainings/[0-9a-f-]{36}", page)
    assert found
    stranger = next(ssin for ssin in BY_WORKER if ssin != MANY_JOBS)
    other, none = (
        as_worker(stranger).get(address) for address in (found[0], f"{found[0][:-4]}0000")
    )
    assert other.status_code == none.status_code == 404
    # But for the address asked for and the token of the form, word for word the same.
    own = re.compile('[0-9a-f-]{36}|value="[^"]+"')
    assert own.sub("", other.text) == own.sub("", none.text)


def test_every_right_of_every_employer_and_year_is_explained(as_worker: AsWorker) -> None:
    for ssin in list(BY_WORKER)[:12]:
        client = as_worker(ssin)
        for one in BY_WORKER[ssin]:
            address = f"/en/account/rights/{quote(one['employmentId'])}"
            assert client.get(address).status_code == 200
            for year, figures in one["years"].items():
                page = client.get(f"{address}?year={year}").text
                assert page.count("Source:") >= 3, address
                left = show_days(Fraction(figures["left"]), "en")
                assert re.search(rf'"sum">\s*<th scope="row">Left</th>\s*<td[^>]*>{left}<', page)
                gained = show_days(Fraction(figures["legal"]), "en")
                assert f"Individual training right: {gained} day" in page


def test_nobody_sees_the_right_of_another(as_worker: AsWorker) -> None:
    mine, other = list(BY_WORKER)[:2]
    foreign = BY_WORKER[other][0]["employmentId"]
    assert as_worker(mine).get(f"/en/account/rights/{foreign}").status_code == 404


ODD = (
    "year=1900",
    "year=99999999999",
    "year=-1",
    "year=²025",
    "after=x",
    "after=%00",
    "after=" + "A" * 900,
)


@pytest.mark.parametrize("query", ODD)
def test_no_odd_question_of_a_worker_is_our_failure(as_worker: AsWorker, query: str) -> None:
    client = as_worker(MANY_JOBS)
    job = BY_WORKER[MANY_JOBS][0]["employmentId"]
    for path in ("", "/trainings", f"/rights/{job}", "/rights/%00", "/trainings/%00"):
        assert client.get(f"/en/account{path}?{query}").status_code in {200, 404}


def test_a_page_costs_few_statements_however_much_it_shows(
    as_worker: AsWorker, database: Engine
) -> None:
    client = as_worker(MANY_JOBS)
    client.get("/en/account")
    statements: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    for path in ("", "/trainings", f"/rights/{BY_WORKER[MANY_JOBS][0]['employmentId']}"):
        statements.clear()
        assert client.get(f"/en/account{path}").status_code == 200
        # Who is there, the page, and the look at it.
        assert len(statements) <= 3, statements


def test_signing_out_takes_the_account_away(as_worker: AsWorker) -> None:
    client = as_worker(MANY_JOBS)
    page = client.get("/en/account").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    answer = client.post("/en/sign-out", data={"csrf_token": token[1]})
    assert answer.status_code in {302, 303}
    assert client.get("/en/account").status_code == 303
