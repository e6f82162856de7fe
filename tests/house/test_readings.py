"""Nobody reads a person's record without a look: every page and every command is walked."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine, event, text

from portal import grants
from portal.app import create_app
from portal.commands import portal
from portal.database import Session
from portal.identifiers import new_id
from portal.login.identity import guard_of
from portal.settings import HOUSE, Settings
from tests.login.session import signed_in
from tests.reckoning.world import add_employer, add_employment, add_right, add_training, add_worker
from tests.statements import statements

RECORD = re.compile(
    r"\b(?:FROM|JOIN|,)\s+(?:training|training_version|training_right|training_right_version"
    r"|employment|work_regime|look)\b(?! \()",
    re.IGNORECASE,
)
LOOK = "INSERT INTO look ("
SSIN = "95111722477"


def unseen(statements: list[str]) -> bool:
    """Tell whether these statements read a record and write no look."""
    return any(map(reads, statements)) and not any(LOOK in one for one in statements)


def reads(statement: str) -> bool:
    """Tell whether a statement reads a person's record."""
    return bool(RECORD.search(statement.replace(LOOK, "")))


@pytest.fixture
def record(database: Engine) -> dict[str, object]:
    """Return what addresses of a worker's record may be made of, and the worker."""
    assert database
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
        number = add_employer(db, "0100000001")
        job = add_employment(db, person_id, number)
        add_right(db, person_id, number, 2026, "5")
        training_id = add_training(db, person_id, number, date(2026, 3, 4))
    ids = {"person_id": person_id, "training_id": training_id, "employment_id": job}
    names = ("entry_id", "right_id", "import_id", "submission_id")
    of_employer = {name: new_id() for name in names}
    return {
        **ids,
        **of_employer,
        "kind": "csv",
        "answer": "ACRF",
        "day": "2026-11-24",
        "channel": "rest",
        "quality": "employer",
        "number": 100000001,
        "year": 2026,
        "quarter": "2026Q4",
        "which": "all",
        "task": "leavers",
        "what": "planned",
    }


def pages(app: Flask) -> list[str]:
    """Return the names of all pages that only who is signed in may see."""
    return [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if guard_of(app.view_functions[rule.endpoint]) != "public"
        and rule.endpoint != "static"
        and "GET" in (rule.methods or ())
    ]


def walk(settings: Settings, record: dict[str, object]) -> dict[str, list[str]]:
    """Return the statements of every page behind a guard; each must show itself."""
    app = create_app(settings)
    person_id = record["person_id"]
    assert isinstance(person_id, UUID)
    client = signed_in(app.test_client(), person_id)
    found = {}
    for endpoint in pages(app):
        (rule, *_) = app.url_map.iter_rules(endpoint)
        values = {"language": "nl", **record}
        address = app.url_map.bind("localhost").build(
            endpoint, {name: values[name] for name in rule.arguments}
        )
        with statements() as sent:
            answer = client.get(address)
        assert answer.status_code in {200, 303}, address
        found[endpoint] = sent
    return found


def test_every_page_that_reads_a_record_writes_a_look(
    database: Engine, settings: Settings, record: dict[str, object]
) -> None:
    found = walk(settings, record)
    assert [page for page, statements in found.items() if unseen(statements)] == []
    reading = {page for page, statements in found.items() if any(map(reads, statements))}
    assert reading >= {"worker.account", "worker.rights", "trainings.overview", "trainings.one"}
    with database.connect() as db:
        assert db.scalar(text("SELECT count(*) FROM look")) == len(reading)


def test_every_page_works_in_the_role_that_cannot_change_a_look(
    database: Engine, settings: Settings, record: dict[str, object]
) -> None:
    with database.connect() as db:
        if not grants.exists(db):
            pytest.skip("this server lets nobody make the role")
    database.dispose()
    become = lambda connection, _: connection.execute(f"SET ROLE {grants.WEB_ROLE}")  # noqa: E731
    event.listen(database, "connect", become)
    try:
        found = walk(settings, record)
        with database.connect() as db:
            assert db.scalar(text("SELECT current_user")) == grants.WEB_ROLE
    finally:
        event.remove(database, "connect", become)
        database.dispose()
    assert found


# Every command: how it is called to read a record, or why nobody sees a record by it.
COMMANDS: dict[str, list[str] | str] = {
    "account": [SSIN],
    "batch status": "says how far files are, and nothing of a record",
    "check": "knows no database",
    "db grants": "says what a role may do",
    "db upgrade": "makes tables",
    "declare": "says what became of declarations, and nothing else of a record",
    "demo-key": "serves a program apart, which knows no record",
    "import-export": "says what became of a file, and nothing else of a record",
    "feed": "says what became of rows, and nothing else of a record",
    "keys list": "says how many numbers stand under each key",
    "keys new": "makes a file",
    "keys seal": "makes a file",
    "keys rotate": "writes numbers anew and shows none",
    "looks anchor": "reads hashes",
    "looks verify": "names persons by their internal id, and what was done to the log",
    "purge": "says how many rows went of each table",
    "purged": "shows proofs, which name nobody",
    "sftp": "carries files and reads none",
    "sign-in-key": "makes keys of the portal itself",
    "start": "starts the others",
    "web": "serves the pages above",
    "worker": "works declarations through and shows nothing",
}


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_of_every_command_it_is_known_whether_it_shows_a_record() -> None:
    assert set(commands(portal)) == set(COMMANDS)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("name", "arguments"), [(name, how) for name, how in COMMANDS.items() if isinstance(how, list)]
)
def test_every_command_that_shows_a_record_writes_a_look(name: str, arguments: list[str]) -> None:
    with statements() as sent:
        assert CliRunner().invoke(portal, [*name.split(), *arguments]).exit_code == 0
    assert any(map(reads, sent))
    assert not unseen(sent)


def test_whatever_writes_a_look_asks_first_whether_there_may_be_one() -> None:
    asking, writing = set(), set()
    for path in (HOUSE / "portal").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                called = {
                    call.func.id
                    for call in ast.walk(function)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
                }
                asking |= {function.name} if "check_may_look" in called else set()
                writing |= {function.name} if "write_looks" in called else set()
    assert len(writing) >= 6
    assert writing - asking == set()


@pytest.mark.parametrize(
    ("statements", "is_unseen"),
    [
        (["SELECT * FROM training"], True),
        (["SELECT * FROM person JOIN work_regime USING (person_id)"], True),
        (["SELECT * FROM look"], True),
        (["SELECT * FROM training", "INSERT INTO look (a) SELECT 1"], False),
        (["WITH a AS (SELECT 1) INSERT INTO look (a) SELECT 1"], False),
        (["SELECT * FROM session", "SELECT * FROM training_fact"], False),
    ],
)
def test_a_reading_without_a_look_is_seen(statements: list[str], *, is_unseen: bool) -> None:
    assert unseen(statements) is is_unseen
