"""The door's table of cases on the employer's pages: same outcomes, same codes, on same fields."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.database import Session, reading
from portal.declarations import catalogue as C  # noqa: N812 - as in the tables
from portal.declarations.catalogue import CATALOGUE
from portal.records.facts import EVERYBODY
from portal.settings import Settings, load_settings
from tests.conftest import emptied
from tests.declarations.cases import CASES, Case
from tests.declarations.changes import CHANGES
from tests.declarations.channels import prepare
from tests.declarations.world import BY_LAW
from tests.web.conftest import portal_of
from tests.web.enterprises import acting, fill_with_representatives, form_of, id_of
from tests.web.form_of_case import (
    ACTING,
    course_of,
    created,
    is_blocked,
    not_on_pages,
    number_of,
    speaker_of,
)
from tests.web.markup import lost_ways

Told = set[tuple[str, str]]

WORKERS = "/en/employer/workers"
OPT_OUTS = "/en/employer/only-declared"
DECLARED = (
    "training_entry_worker",
    "training_entry",
    "training",
    "training_version",
    "training_right",
    "training_right_version",
    "declared_reference",
    "submission_employer",
    "submission_outcome",
    "submission",
)
# What the pages make of a case is not what it says, or they have no page for it.
LEFT_OUT = {
    "letters in a number": "points in a pasted number are how people write it",
    "a replaced number": "who is chosen is declared under the present number",
    "told to the employer": "same",
    "a canceled number": "same: the worker was found, and the number is told as one to correct",
    "a NUL in a title": "a form shows a sign in its place and keeps that",
    "a leaver, by the operator": "the operator has no pages",
    "days with a comma": "that is how three of the four languages write them",
    "a leaver's right, after access closed": "there is no page of a worker whose record is closed",
    "of who left too long ago": "same",
    "not in service that year": "same",
    "within the first of two": "same",
    "another enterprise, by the operator": "nobody acts for two enterprises at once",
    "the same again": "the portal makes the references",
    "no id": "an address without an id is no page",
}
# What no form can be told, since it does not ask or since the portal itself fills it in.
NOT_HERE = {
    C.REFERENCE_CONFLICT: "the portal makes the references",
    C.DUPLICATE_IN_FILE: "same",
    C.EQUAL_EXPECTED: "a page of a record does not ask whose it is, or of which year and kind",
    C.ALREADY_ACCEPTED: "providers have no pages",
    C.UNKNOWN_INPUT: "what a form does not ask is not looked at",
    C.REPLACED_SSIN: "see above",
    C.CANCELED_SSIN: "see above",
    C.ZEROS_RESTORED: "only spreadsheets take zeros away",
    C.OVERWROTE_NEWER_CHANGE: "a form names the version that was seen, not the moment",
    C.CHARGED_OVER_DURATION: "a form does not ask how much is charged: all of it is",
}
CASES_HERE = [
    case for case in (*CASES, *CHANGES) if not not_on_pages(case) and case.name not in LEFT_OUT
]


@pytest.fixture(scope="module")
def clients(_own_settings: Settings) -> Iterator[dict[object, FlaskClient]]:
    """Give the browsers of who acts for each enterprise; the world lasts for all cases."""
    with emptied(_own_settings):
        people = fill_with_representatives()
        app: Flask = portal_of(_own_settings)
        yield {who: acting(app, people[name], choice) for who, (name, choice, _) in ACTING.items()}


@pytest.fixture
def pool(clients: dict[object, FlaskClient], settings: Settings) -> Iterator[Engine]:
    """Take away afterwards what a case declared."""
    assert clients
    from portal.database import engine  # noqa: PLC0415 - of this process's database

    pool = engine(settings)
    yield pool
    with pool.begin() as connection:
        for table in DECLARED:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names


def test_each_rule_of_the_table_is_met_on_the_pages_or_has_its_reason() -> None:
    met = {reason for case in CASES_HERE for reason, _ in case.expected}
    missing = set(CATALOGUE.values()) - met
    assert {one.code for one in missing - set(NOT_HERE)} == set()
    assert {one.code for one in set(NOT_HERE) - missing} == set()


def test_nothing_is_left_out_that_is_not_in_the_table_or_would_be_left_out_anyway() -> None:
    fitting = {case.name for case in (*CASES, *CHANGES) if not not_on_pages(case)}
    assert set(LEFT_OUT) - fitting == set()


@pytest.mark.usefixtures("pool")
@pytest.mark.parametrize("case", CASES_HERE, ids=lambda case: case.name)
def test_the_pages_say_the_same(
    case: Case, clients: dict[object, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    if case.moment is BY_LAW:
        closed = load_settings().model_copy(update={"registration": "by-law"})
        monkeypatch.setattr("portal.web.employer_acts.load_settings", lambda: closed)
    with Session.begin() as db:
        rows = prepare(db, case)
    client = clients[speaker_of(case)]
    before = count()
    for row in rows:
        told, before = said(client, case, row, before)
    codes = {(reason.code, field) for reason, field in case.expected}
    if (C.NO_SUCH_RECORD, "record_id") in case.expected:
        assert told is None
    else:
        assert told == codes


def said(
    client: FlaskClient, case: Case, row: dict[str, str], before: int
) -> tuple[Told | None, int]:
    """Declare a row by its page; return what the page told, None: there is none, and a count.

    Where it is the last row, what is kept must be what the case says.
    """
    action = row.get("action", "createTraining")
    deed = MAKING.get(action, change)
    told, kept = deed(client, row, case)
    after = count()
    if row == case.rows[-1] or action not in MAKING:
        assert kept is not is_blocked(case)
    if created(row):
        assert (after > before) is kept
    return told, after


def enter(client: FlaskClient, row: dict[str, str], _: Case) -> tuple[Told | None, bool]:
    """Declare a training as a course of one worker: type, check, look again, declare."""
    address = client.get("/en/employer/trainings/new").headers["Location"]
    form = form_of(client, WORKERS)
    answer = client.post(
        address, data={**form, **course_of(row), "numbers": row["ssin"], "do": "check"}
    )
    page = answer.text if answer.status_code == 400 else client.get(f"{address}/review").text
    before = count()
    client.post(f"{address}/declare", data=form)
    return codes_on(page), count() > before


def declare_right(client: FlaskClient, row: dict[str, str], _: Case) -> tuple[Told | None, bool]:
    """Declare a right on the page of its worker."""
    address = f"{WORKERS}/{id_of(row['ssin'])}/rights"
    names = ("year", "kind", "days", "comment")
    form = form_of(client, WORKERS, **{name: row.get(name, "") for name in names})
    return sent(client, address, form)


def opt_out(client: FlaskClient, row: dict[str, str], _: Case) -> tuple[Told | None, bool]:
    """Let nothing be computed for anybody, on the page of the enterprise."""
    form = form_of(client, WORKERS, year=row.get("year", ""), comment=row.get("comment", ""))
    return sent(client, OPT_OUTS, form)


# How what is new is declared, by action.
MAKING = {"createTraining": enter, "createRight": declare_right, "optOutEmployer": opt_out}


def change(client: FlaskClient, row: dict[str, str], case: Case) -> tuple[Told | None, bool]:
    """Change, withdraw or accept a record on its own page."""
    record_id, version, person_id = named(row)
    seen = row.get("expected_version", "" if case.declarant.names_versions else version)
    form = form_of(client, WORKERS, version=str(seen))
    action = row["action"]
    if action.endswith("Right"):
        form |= {"act": "change" if action == "updateRight" else "cancel"}
        form |= {name: row.get(name, "") for name in ("days", "comment", "cancel_reason")}
        of_worker = f"{WORKERS}/{person_id}/rights"
        return sent(
            client, f"{OPT_OUTS if person_id == EVERYBODY else of_worker}/{record_id}", form
        )
    form |= {"do": action.removesuffix("Training").replace("update", "change")}
    form |= course_of(row) | {"reason": row.get("cancel_reason", "")}
    return sent(client, f"/en/employer/trainings/one/{record_id}", form)


def sent(client: FlaskClient, address: str, form: dict[str, str]) -> tuple[Told | None, bool]:
    answer = client.post(address, data=form)
    if answer.status_code == 404:
        return None, False
    if answer.status_code == 303:
        return codes_on(client.get(answer.headers["Location"]).text), True
    # 200: it is kept, with remarks.
    assert answer.status_code in {200, 400}
    return codes_on(answer.text), answer.status_code == 200


def codes_on(page: str) -> Told:
    """Return what a page says is wrong, each code with its field; each leads to its box."""
    assert lost_ways(page) == set()
    return set(re.findall(r'data-code="(\w+)" data-field="(\w*)"', page))


def named(row: dict[str, str]) -> tuple[str, int, object]:
    """Return the record that a row names: its id, its present version and whose it is."""
    by_reference = text("SELECT record_id FROM declared_reference WHERE reference = :reference")
    stands = text(
        "SELECT version, person_id FROM training WHERE training_id::text = :id UNION ALL"
        " SELECT version, person_id FROM training_right WHERE training_right_id::text = :id"
    )
    with reading() as db:
        record_id = row.get("record_id") or str(db.scalar(by_reference, row))
        found = db.execute(stands, {"id": record_id}).first()
    return (record_id, *found) if found else (record_id, 1, number_of(row))


def count() -> int:
    """Return how many trainings and rights are declared."""
    asked = "SELECT (SELECT count(*) FROM training) + (SELECT count(*) FROM training_right)"
    with reading() as db:
        return int(db.execute(text(asked)).scalar_one())
