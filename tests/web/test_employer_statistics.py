"""An employer's year in figures: exact, of a moment that is told, and of no few people."""

import csv
import io
import re
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.database import Session
from portal.duties.grouping import Figures, groups_told
from portal.duties.statistics import reckon_once
from portal.languages import LANGUAGES, show_days
from portal.reckoning.reckon import reckon
from tests.declarations.world import AT, GARAGE
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker
from tests.statements import statements
from tests.web.enterprises import acting, fill_with_representatives, form_of

ADDRESS = "/en/employer/statistics"
ROW = re.compile(r"<tr[^>]*>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", re.DOTALL)
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
CELL = re.compile(r"<td[^>]*>(?:<span[^>]*>.*?</span>)?(.*?)</td>", re.DOTALL)


@pytest.fixture
def gert(app: Flask, database: Engine) -> FlaskClient:
    """Return the browser of who acts for the garage."""
    assert database
    return acting(app, fill_with_representatives()["Gert"], GARAGE)


def hire(committee: str, count: int, *, trained: int = 0) -> list[UUID]:
    """Let so many people work at the garage, the first of them with a training of a day."""
    with Session.begin() as db:
        people = [add_worker(db) for _ in range(count)]
        for number, person_id in enumerate(people):
            start_date = date(2025, 1 + number % 12, 1)
            add_employment(db, person_id, GARAGE, start_date, joint_committee=committee)
            if number < trained:
                add_training(db, person_id, GARAGE, date(2026, 3, 2))
    return people


def ask(client: FlaskClient, year: str = "2026") -> None:
    """Ask for the figures of a year, as the button does."""
    answer = client.post(ADDRESS, data=form_of(client, "/en/employer/export", year=year))
    assert answer.headers["Location"] == f"{ADDRESS}?year={year}"


def plain(cell: str) -> str:
    """Return what a cell says, without the spaces that hold a number to its word."""
    return " ".join(cell.split())


def table_of(client: FlaskClient, address: str = ADDRESS) -> dict[str, list[str]]:
    """Return the cells of each row, by what stands at its head."""
    page = SVG.sub("", client.get(address).text)
    return {
        plain(head): [plain(one) for one in CELL.findall(row)] for head, row in ROW.findall(page)
    }


def test_figures_are_the_sums_of_the_accounts(gert: FlaskClient) -> None:
    people = hire("111", 6, trained=3) + hire("222", 5)
    assert "Compute the figures" in gert.get(ADDRESS).text
    ask(gert)
    assert "are being computed" in gert.get(ADDRESS).text
    assert reckon_once(AT)
    assert not reckon_once(AT)
    with Session() as db:
        found = reckon(db, [(one, GARAGE) for one in people[:6]], AT.date())
    years = [jobs[0].years[-1] for jobs in found.values()]
    assert {year.year for year in years} == {2026}
    right = sum((year.carried + year.gained for year in years), Fraction(0))
    left = sum((year.left for year in years), Fraction(0))
    row = table_of(gert)["JC 111"]
    assert row[:2] == ["6 workers", "50%"]
    assert row[2:] == [f"{show_days(one, 'en')} days" for one in (right, right - left, left)]
    assert right - left == 3
    assert "24 November 2026" in plain(gert.get(ADDRESS).text)


def test_a_small_group_is_told_with_another_and_cannot_be_taken_from_the_total(
    gert: FlaskClient,
) -> None:
    hire("111", 9)
    hire("222", 6)
    hire("333", 4)
    ask(gert)
    assert reckon_once(AT)
    table = table_of(gert)
    alone = next(iter(table))
    *told, everybody = map(workers, table.values())
    assert list(table)[-1] == "All workers"
    assert everybody == sum(told)
    assert "333" not in alone
    assert [head for head in table if "333" in head] == [head for head in table if " + " in head]
    assert all(workers(row) >= 5 for row in table.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_taken_along_is_what_the_page_tells(gert: FlaskClient, language: str) -> None:
    hire("111", 9, trained=3)
    hire("222", 6)
    hire("333", 4)
    ask(gert)
    assert reckon_once(AT)
    address = f"/{language}/employer/statistics"
    told = table_of(gert)
    links = re.findall(r'href="([^"]+)" download', gert.get(address).text)
    assert links == [f"{address}/2026.xlsx", f"{address}/2026.csv"]
    book = openpyxl.load_workbook(io.BytesIO(gert.get(links[0]).data))
    (sheet,) = ([[cell.value for cell in row] for row in one] for one in book)
    written = gert.get(links[1]).data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written), delimiter=";"))
    assert sheet[0] == rows[0]
    assert (rows[0][1] == "Workers") == (language == "en")
    for head, cells, row in zip(told, sheet[1:], rows[1:], strict=True):
        page = told[head]
        assert cells[:1] == [head.removeprefix("JC ")] or cells is sheet[-1]
        assert [str(cells[1]), f"{cells[2]}%"] == [page[0].split()[0], page[1]]
        days = [f"{show_days(Fraction(str(one)), 'en')}" for one in cells[3:6]]
        assert days == [one.split()[0] for one in page[2:]]
        assert [float(one) for one in row[1:6]] == cells[1:6]
        assert cells[6:] == [2026, "2026-11-24 09:00"]


def test_no_file_tells_what_the_page_does_not(gert: FlaskClient) -> None:
    assert gert.get(f"{ADDRESS}/2024.csv").status_code == 404
    ask(gert, "2024")
    assert reckon_once(AT)
    assert "download" not in gert.get(f"{ADDRESS}?year=2024").text
    for odd in ("2024.csv", "2024.xlsx", "1999.csv", "99999999999999999999.csv", "2026.pdf"):
        assert gert.get(f"{ADDRESS}/{odd}").status_code == 404


def workers(row: list[str]) -> int:
    """Return the number of workers in a row."""
    return int(row[0].split()[0])


def test_where_few_work_nothing_is_told_but_why(gert: FlaskClient) -> None:
    ask(gert, "2024")
    assert reckon_once(AT)
    page = gert.get(f"{ADDRESS}?year=2024").text
    assert "<table" not in page
    assert "Fewer than 5 people worked here" in page


def test_whoever_asks_again_gets_what_holds_then(gert: FlaskClient) -> None:
    hire("111", 7)
    hire("222", 5)
    for _ in range(2):
        ask(gert)  # one who asks twice waits once
    assert reckon_once(AT)
    hire("111", 2)
    assert table_of(gert)["JC 111"][0] == "7 workers"
    ask(gert)
    assert table_of(gert)["JC 111"][0] == "7 workers"
    assert reckon_once(AT + timedelta(hours=1))
    assert table_of(gert)["JC 111"][0] == "9 workers"
    assert not reckon_once(AT)


def test_a_year_that_is_no_year_is_the_present_one(gert: FlaskClient) -> None:
    for year in ("1999", "9" * 30, "²", ""):
        assert "The year 2026 in figures" in gert.get(ADDRESS, query_string={"year": year}).text


def test_figures_cost_the_same_statements_however_many_they_tell_of(gert: FlaskClient) -> None:
    ask(gert)
    counts = []
    for more in (1, 9):
        for number in range(more):
            hire(str(400 + more + number), 5)
        ask(gert)
        assert reckon_once(AT)
        with statements() as sent:
            assert gert.get(ADDRESS).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_told_in_every_language(gert: FlaskClient, language: str) -> None:
    hire("111", 5)
    hire("222", 5)
    ask(gert)
    assert reckon_once(AT)
    page = gert.get(ADDRESS.replace("en", language, 1)).text
    assert "111" in page
    assert ("All workers" in page) == (language == "en")


def test_nobody_sees_the_figures_of_another_enterprise(app: Flask, gert: FlaskClient) -> None:
    with Session.begin() as db:
        other = add_employer(db, "0999999922")
        for _ in range(6):
            add_employment(db, add_worker(db), other, joint_committee="777")
    hire("111", 5)
    ask(gert)
    assert reckon_once(AT)
    assert "777" not in gert.get(ADDRESS).text
    assert app


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({}, []),
        ({"1": 4}, []),
        ({"1": 2, "2": 2}, []),
        ({"1": 5}, [("1",)]),
        ({"1": 3, "2": 2}, [("1", "2")]),
        ({"1": 1, "2": 100}, [("1", "2")]),
        ({"1": 1, "2": 1, "3": 9, "4": 10}, [("4",), ("1", "2", "3")]),
        ({"1": 4, "2": 4, "3": 9}, [("3",), ("1", "2")]),
        ({"1": 4, "2": 50, "3": 9}, [("2",), ("1", "3")]),
    ],
)
def test_which_groups_are_told_together(sizes: dict[str, int], told: list[tuple[str, ...]]) -> None:
    groups = groups_told({name: Figures(count) for name, count in sizes.items()})
    assert [group.committees for group in groups] == told
    assert all(group.figures.workers >= 5 for group in groups)
