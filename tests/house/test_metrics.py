"""Operators, and nobody else, learn what all processes together did, and how much waits."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.app import create_app
from portal.clock import now
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment, declare
from portal.identifiers import new_id
from portal.settings import HOUSE, Settings
from portal.submissions.beating import beat
from portal.submissions.receiving import receive
from portal.submissions.values import Parcel
from tests.account.seen import look_at
from tests.reckoning.world import add_employer, add_worker

SSIN = "95111722477"
ORGANISATION = "0100000001"
COUNTS_AND_ENDS = """
from portal import meters
from portal.settings import load_settings
meters.begin(load_settings())
meters.count(meters.LOOKS, "file", by=3)
"""
NO_METRICS = {"portal_web"}  # the role of the pages
LOADED = text(
    "INSERT INTO feed_load (feed_load_id, loaded_at, counts) "
    "VALUES (gen_random_uuid(), now(), '{}')"
)
Metrics = dict[tuple[str, ...], float]


@pytest.fixture
def client(settings: Settings, database: Engine) -> FlaskClient:
    assert database
    return create_app(settings).test_client()


@pytest.fixture
def metrics(client: FlaskClient, settings: Settings) -> Callable[[], Metrics]:
    """Return what asks for all metrics: the value by name and labels, in the order of labels."""
    # Only now: the library decides when it is first imported whether processes count together.
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415

    def ask() -> Metrics:
        bearer = {"Authorization": f"Bearer {settings.metrics_token()}"}
        answer = client.get("/metrics", headers=bearer)
        assert answer.status_code == 200
        assert SSIN not in answer.text
        assert ORGANISATION not in answer.text
        return {
            (sample.name, *(sample.labels[label] for label in sorted(sample.labels))): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }

    return ask


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer no"}, {"Authorization": "x"}])
def test_nobody_without_the_token_learns_anything(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = client.get("/metrics", headers=headers)
    assert (answer.status_code, answer.data) == (401, b"")


def test_requests_are_counted_by_route_and_status(
    client: FlaskClient, metrics: Callable[[], Metrics]
) -> None:
    gone = ("portal_requests_total", "GET", "/{language}/verify/{code}", "404")
    before = metrics().get(gone, 0)
    for code in ("AAAA", "BBBB"):
        client.get(f"/nl/verify/{code}")
    after = metrics()
    assert after[gone] == before + 2
    assert not any("AAAA" in part for key in after for part in key)
    assert after["portal_request_seconds_count", "/{language}/verify/{code}"] >= 2


def test_a_method_that_nobody_knows_makes_no_metric_of_its_own(
    client: FlaskClient, metrics: Callable[[], Metrics]
) -> None:
    client.open("/nl/", method="BREWED")
    assert not any("BREWED" in part for key in metrics() for part in key)


def test_what_the_door_did_and_who_was_looked_at_is_counted(
    metrics: Callable[[], Metrics],
) -> None:
    refused = ("portal_declarations_total", "rest", "rejected")
    looked = ("portal_looks_total", "page")
    before = metrics()
    declarant = Declarant(ORGANISATION, Quality.EMPLOYER, Channel.REST)
    with Session.begin() as db:
        add_employer(db, ORGANISATION)
        add_worker(db, SSIN)
        declare(db, declarant, [{"ssin": SSIN}, {"ssin": "1"}], Moment(now(), "open"))
    look_at(new_id())
    after = metrics()
    assert after[refused] == before.get(refused, 0) + 2
    assert after[looked] == before.get(looked, 0) + 1


def test_what_a_process_counted_that_has_ended_is_kept_and_its_file_is_not(
    metrics: Callable[[], Metrics], settings: Settings
) -> None:
    looked = ("portal_looks_total", "file")
    before = metrics().get(looked, 0)
    for _ in range(2):
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", COUNTS_AND_ENDS], check=True, cwd=HOUSE
        )
    folder = settings.data / "metrics"
    (folder / "counter_999999999.db").touch()  # of one that was killed before it counted
    assert {metrics()[looked] for _ in range(3)} == {before + 6}
    left = {path.stem.rpartition("_")[2] for path in folder.glob("*.db")}
    assert left <= {"0", str(os.getpid())}


def test_every_metric_that_is_told_of_exists(
    client: FlaskClient, metrics: Callable[[], Metrics], database: Engine
) -> None:
    client.get("/nl/")
    client.get("/sign-in/demo/callback?state=x&code=y")
    with Session.begin() as db:
        add_employer(db, ORGANISATION)
        declare(
            db, Declarant(ORGANISATION, Quality.EMPLOYER, Channel.REST), [{}], Moment(now(), "open")
        )
    look_at(new_id())
    with database.begin() as db:
        db.execute(LOADED)
    exist = {name for name, *_ in metrics()}
    for path in ("docs/operations.md", "deploy/alerts.yaml"):
        told = set(re.findall(r"\bportal_[a-z_]+", (HOUSE / path).read_text(encoding="utf-8")))
        told -= NO_METRICS
        assert told - exist <= {"portal_request_seconds"}, path  # a histogram: `_bucket`, `_count`
    assert "portal_request_seconds_bucket" in exist


def test_sign_ins_that_failed_are_counted_by_cause(
    client: FlaskClient, metrics: Callable[[], Metrics]
) -> None:
    stale = ("portal_sign_ins_total", "stale", "demo")
    before = metrics().get(stale, 0)
    client.get("/sign-in/demo/callback?state=x&code=y")
    assert metrics()[stale] == before + 1


def test_how_much_waits_and_for_how_long_is_told(
    metrics: Callable[[], Metrics], database: Engine
) -> None:
    idle = metrics()
    assert idle["portal_submissions_waiting",] == 0
    assert idle["portal_part_works", "worker"] == 0
    with Session.begin() as db:
        declarant = Declarant(ORGANISATION, Quality.EMPLOYER, Channel.REST)
        parcel = Parcel("A1", b"x" * 32, 1, b"[[], {}]", {})
        receive(db, declarant, parcel, now() - timedelta(minutes=20))
    with database.begin() as db:
        beat(db, new_id())
    busy = metrics()
    assert busy["portal_submissions_waiting",] == 1
    assert busy["portal_submissions_oldest_seconds",] == 20 * 60
    assert busy["portal_part_works", "worker"] == 1
    assert busy["portal_part_works", "submissions"] == 0
