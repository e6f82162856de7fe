"""The worker's pages over HTTP: a real database, a real session, the sample country."""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from portal.languages import show_days, show_hours
from tests.account.sample import SAMPLE, rows
from tests.statements import statements

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
            (days.split()[0], meaning.split('"whole">')[1].split("<")[0])
            for days, meaning in FIGURE.findall(page)
            if "day" in days
        }
        if shown != expected_figures(ssin):
            wrong.append((ssin, shown, expected_figures(ssin)))
    assert wrong == []


def test_there_is_one_figure_for_each_present_employer_and_no_other(as_worker: AsWorker) -> None:
    page = as_worker(MANY_JOBS).get("/nl/account").text
    assert page.count('<p class="figure') == max(len(present(MANY_JOBS)), 1)


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
                assert f"Individual training right: {gained}\u00a0day" in page


def test_nobody_sees_the_right_of_another(as_worker: AsWorker) -> None:
    mine, other = list(BY_WORKER)[:2]
    foreign = BY_WORKER[other][0]["employmentId"]
    assert as_worker(mine).get(f"/en/account/rights/{foreign}").status_code == 404


ODD = (
    "year=1900",
    "year=99999999999",
    "year=-1",
    "year=²025",
    "page=x",
    "page=%00",
    "page=" + "A" * 900,
)


@pytest.mark.parametrize("query", ODD)
def test_no_odd_question_of_a_worker_is_our_failure(as_worker: AsWorker, query: str) -> None:
    client = as_worker(MANY_JOBS)
    job = BY_WORKER[MANY_JOBS][0]["employmentId"]
    for path in ("", f"/rights/{job}", "/rights/%00", "/trainings/%00"):
        assert client.get(f"/en/account{path}?{query}").status_code in {200, 404}


def test_a_page_costs_few_statements_however_much_it_shows(as_worker: AsWorker) -> None:
    client = as_worker(MANY_JOBS)
    client.get("/en/account")
    for path in ("", f"/rights/{BY_WORKER[MANY_JOBS][0]['employmentId']}"):
        with statements() as sent:
            assert client.get(f"/en/account{path}").status_code == 200
        # Who is there; the page and the look at it.
        assert len(sent) <= 2, sent


def test_signing_out_takes_the_account_away(as_worker: AsWorker) -> None:
    client = as_worker(MANY_JOBS)
    page = client.get("/en/account").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    answer = client.post("/en/sign-out", data={"csrf_token": token[1]})
    assert answer.status_code in {302, 303}
    assert client.get("/en/account").status_code == 303
