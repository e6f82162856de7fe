"""The worker's trainings and certificates over HTTP: a real database, the sample country."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.database import Session
from portal.languages import LANGUAGES
from tests.account.sample import rows
from tests.login.session import signed_in
from tests.reckoning.world import add_earlier_version, add_employer, add_training, add_worker
from tests.statements import statements

AsWorker = Callable[[str], FlaskClient]
LIST = "/en/account/trainings"
TRAININGS = list(rows("trainings.csv"))
SSINS = [row["ssin"] for row in TRAININGS]
BUSY = max(set(SSINS), key=SSINS.count)
NAMED = re.compile(r"/en/account/trainings/([0-9a-f-]{36})")


def words(page: str) -> str:
    """Return what the content of a page says, without its tags."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def pages_of(client: FlaskClient, address: str) -> Iterator[str]:
    """Return a list page and all that follow."""
    page = client.get(address).text
    yield page
    while found := re.search(r'rel="next" href="([^"]+)"', page):
        page = client.get(unescape(found[1])).text
        yield page


def count_of(page: str) -> int:
    """Return how many trainings a list says there are."""
    found = re.search(r'<h2 id="count">(\d+)\straining', page)
    assert found
    return int(found[1])


def test_all_trainings_are_reached_once(as_worker: AsWorker) -> None:
    pages = list(pages_of(as_worker(BUSY), LIST))
    found = [name for page in pages for name in NAMED.findall(page)]
    assert len(found) == len(set(found)) == count_of(pages[0])
    assert {count_of(page) for page in pages} == {len(found)}


def test_the_form_leads_to_an_address_that_says_what_was_chosen(as_worker: AsWorker) -> None:
    client = as_worker(BUSY)
    answer = client.get(f"{LIST}?text=&year=2025&employer=&kind=&status=&counts=yes&origin=")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{LIST}?year=2025&counts=yes",
    )
    assert client.get(f"{LIST}?text=&year=").headers["Location"] == LIST


def test_a_part_of_the_filter_can_be_taken_away_by_itself(as_worker: AsWorker) -> None:
    page = as_worker(BUSY).get(f"{LIST}?year=2025&counts=yes&status=completed").text
    said = words(page)
    assert "Year: 2025" in said
    assert "Counts for your right: yes" in said
    assert f'href="{LIST}?year=2025&amp;status=completed#found"' in page
    assert re.search(r"<details[^>]* open>\s*<summary>Search and choose", page)


def test_what_is_chosen_is_what_is_shown_in_every_language(as_worker: AsWorker) -> None:
    client = as_worker(BUSY)
    everything = count_of(client.get(LIST).text)
    chosen = {}
    for counts in ("yes", "no"):
        page = client.get(f"{LIST}?counts={counts}").text
        chosen[counts] = count_of(page)
        shown = page.count('class="tag yes"')
        assert shown == (len(NAMED.findall(page)) if counts == "yes" else 0)
    assert chosen["yes"] + chosen["no"] == everything
    for language in LANGUAGES:
        address = f"/{language}/account/trainings?counts=yes"
        assert f'<h2 id="count">{chosen["yes"]}\u00a0' in client.get(address).text


def test_a_year_names_itself(as_worker: AsWorker) -> None:
    page = as_worker(BUSY).get(f"{LIST}?year=2025").text
    assert "<h1>Your trainings in 2025</h1>" in page
    assert "<title>Your trainings in 2025</title>" in page


def test_nothing_that_fits_says_so_and_shows_the_way_back(as_worker: AsWorker) -> None:
    page = as_worker(BUSY).get(f"{LIST}?text=zzz%25").text
    assert "No training fits what you chose" in words(page)
    assert f'<a class="all" href="{LIST}">Show all</a>' in page
    assert 'value="zzz%"' in page


ODD = (
    "year=1900",
    "year=99999999999",
    "year=-1",
    "year=²025",
    "employer=1",
    "employer=" + "%EF%BC%99" * 10,
    "kind=x",
    "status=x",
    "counts=1",
    "origin=me",
    "text=%00",
    "text=%00a%FF%0A",
    "text=" + "a" * 5000,
    "text=" + "a%20" * 500,
    "text=%CC%81",
    "year=2025&year=x",
    "page=x",
    "page=%00",
    "page=older_9999-12-31_" + "f" * 32,
    "page=newer_0001-01-01_" + "0" * 32,
    "page=" + "A" * 900,
    "_method=POST&_anchor=x&language=xx",
)


@pytest.mark.parametrize("query", ODD)
def test_no_odd_address_is_our_failure(as_worker: AsWorker, query: str) -> None:
    client = as_worker(BUSY)
    for path in ("/trainings", "/certificates", "/trainings/%00"):
        assert client.get(f"/en/account{path}?{query}").status_code in {200, 404}


@pytest.mark.parametrize("query", ["year=x", "counts=maybe", "employer=12", "origin=me&year=2025"])
def test_what_no_filter_can_be_is_left_out_and_the_page_says_so(
    as_worker: AsWorker, query: str
) -> None:
    client = as_worker(BUSY)
    assert "We left it out" in words(client.get(f"{LIST}?{query}").text)
    assert "We left it out" not in words(client.get(f"{LIST}?year=2025&page=x").text)


def test_a_training_leads_back_to_the_list_it_was_found_in(as_worker: AsWorker) -> None:
    client = as_worker(BUSY)
    page = client.get(f"{LIST}?status=completed&counts=yes").text
    found = re.search(r'href="(/en/account/trainings/[0-9a-f-]{36}\?[^"]+)" lang="(\w\w)"', page)
    assert found
    alone = client.get(unescape(found[1])).text
    assert f'<a href="{LIST}?status=completed&amp;counts=yes">' in alone
    assert f'<h1 lang="{found[2]}">' in alone


def test_nobody_sees_the_training_of_another_or_one_that_is_not(as_worker: AsWorker) -> None:
    found = NAMED.search(as_worker(BUSY).get(LIST).text)
    assert found
    stranger = next(ssin for ssin in SSINS if ssin != BUSY)
    other, none = (
        as_worker(stranger).get(address) for address in (found[0], f"{found[0][:-4]}0000")
    )
    assert other.status_code == none.status_code == 404
    # But for the address asked for, the token of the form and the minute, word for word the same.
    own = re.compile('[0-9a-f-]{36}|value="[^"]+"|at [0-9:]{5}')
    assert own.sub("", other.text) == own.sub("", none.text)


def test_the_statements_of_a_page_are_as_many_whatever_is_chosen(as_worker: AsWorker) -> None:
    client = as_worker(BUSY)
    found = NAMED.search(client.get(LIST).text)
    assert found
    # Who is there, the employments, the page, and the look at it.
    for address, most in (
        (LIST, 4),
        (f"{LIST}?year=2025&counts=yes&text=a&kind=formal&origin=employer", 4),
        (found[0], 4),
        ("/en/account/certificates", 3),
    ):
        with statements() as sent:
            assert client.get(address).status_code == 200
        assert len(sent) == most, address


def test_a_training_tells_who_changed_what_through_which_channel(
    as_worker: AsWorker, database: Engine
) -> None:
    assert database
    with Session.begin() as db:
        person_id = add_worker(db)
        for number in ("0100000001", "0100000002"):
            add_employer(db, number)
        training_id = add_training(
            db, person_id, "0100000001", date(2024, 3, 4), version=2, channel="form"
        )
        add_earlier_version(
            db,
            person_id,
            training_id,
            1,
            enterprise_number="0100000001",
            duration_minutes=90,
            charged_minutes=90,
            registered_by="0100000002",
            registered_quality="mandateHolder",
            channel="batch",
        )
    client = signed_in(as_worker(BUSY).application.test_client(), person_id)
    said = words(client.get(f"{LIST}/{training_id}").text)
    assert "By your employer, Bakkerij 0100000001, in the online service." in said
    assert "Duration before: 1 h 30 min now: 7 h 36 min" in said
    assert "By Bakkerij 0100000002, which does this for your employer (a mandate holder)" in said
    assert "by sending a file (batch)" in said
    # Nobody knows of a job there.
    assert "We know no employment of yours at Bakkerij 0100000001" in said


SHOWN = [
    (
        "trainings",
        (
            "7 trainings · 58 h 36 min followed · 7 h 36 min planned",
            "2.5 days used, all years together",
            "Each employer has its own days",
        ),
    ),
    ("trainings?year=2026", ("2.5 days used in 2026",)),
    ("trainings?counts=yes", ("2.5 days used by these trainings",)),
    ("trainings?text=x", ("No training fits what you chose", "Words: x")),
    ("training/0", ("1 day", "taken from your right of 2026 at Bakkerij Van Damme NV")),
    ("training/1", ("Valid until 14 January 2027 51 days left",)),
    ("training/3", ("Does not count for your right", "You took Flemish training leave for it.")),
    ("training/4", ("Planned", "Only a training that you followed takes days")),
    ("training/5", ("Withdrawn", "registered this training withdrew it")),
    ("training/6", ("From before the training right", "It ended before 2023.")),
    ("certificates", ("Runs out soon", "1 day left", "2 expired certificates")),
]


@pytest.mark.parametrize(("path", "sentences"), SHOWN)
def test_the_pages_say(shown: FlaskClient, path: str, sentences: tuple[str, ...]) -> None:
    said = words(shown.get(f"/en/world/one/{path}").text)
    assert [sentence for sentence in sentences if sentence not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [path for path, _ in SHOWN])
def test_no_english_stays_in_another_language(shown: FlaskClient, path: str, language: str) -> None:
    said = words(shown.get(f"/{language}/world/one/{path}").text)
    english = re.findall(r"\b(?:the|your|days|hours|right|registered|valid)\b", said)
    assert bool(english) == (language == "en")


def test_who_has_no_trainings_is_told_what_to_do(shown: FlaskClient) -> None:
    said = words(shown.get("/en/world/nobody/trainings").text)
    assert "No training has been registered for you yet." in said
    assert "Search" not in said
    assert "No certificate has been registered for you yet." in words(
        shown.get("/en/world/nobody/certificates").text
    )
