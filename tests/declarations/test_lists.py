"""A long list costs as many statements as a short one, and two at once create one record each."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session as DatabaseSession

from portal.database import Session
from portal.declarations import catalogue
from portal.declarations.declaration import Declarant
from portal.declarations.declare import declare
from portal.declarations.outcome import Outcome, Result
from portal.declarations.reason import Reason
from portal.models import DeclaredReference, Training, TrainingRight
from tests.declarations.world import (
    BAKERY,
    EMMA,
    LOTTE,
    OPERATOR,
    RIGHT,
    TINE,
    TODAY,
    TRAINING,
)
from tests.statements import statements


def rows(count: int, **change: str) -> list[dict[str, str]]:
    """Return trainings of three workers in turn, all different."""
    return [
        TRAINING
        | {
            "ssin": (EMMA, LOTTE, TINE)[number % 3],
            "reference": f"W{number}",
            "title": f"Les {number}",
            "duration_minutes": "30",
        }
        | change
        for number in range(count)
    ]


def test_a_thousand_declarations_cost_as_many_statements_as_thirty(
    world: DatabaseSession,
) -> None:
    some = rows(1031)
    with statements() as one:
        declare(world, OPERATOR, some[:1], TODAY)
    with statements() as few:
        declare(world, OPERATOR, some[1:31], TODAY)
    with statements() as many:
        outcomes = declare(world, OPERATOR, some[31:], TODAY)
    assert {outcome.result for outcome in outcomes} <= {
        Result.ACCEPTED,
        Result.ACCEPTED_WITH_WARNINGS,
    }
    # Among the many some are warned of: their accounts are reckoned, and the warnings kept.
    assert (len(few), len(many)) == (9, 11)
    assert len(one) == 7


def test_a_list_that_is_refused_writes_nothing(world: DatabaseSession) -> None:
    with statements() as sent:
        declare(world, OPERATOR, rows(10, end_date="2026-11-08"), TODAY)
    assert all(statement.split()[0] == "SELECT" for statement in sent)


def test_a_list_gives_the_same_answers_as_its_rows_one_by_one(world: DatabaseSession) -> None:
    some = rows(60, duration_minutes="480")
    some += [row | {"reference": f"{row['reference']}-again"} for row in some[:5]]
    some += [some[3], some[4] | {"title": "Hygiëne"}]
    nested = world.begin_nested()
    together = declare(world, OPERATOR, some, TODAY)
    nested.rollback()
    alone = [declare(world, OPERATOR, [row], TODAY)[0] for row in some]
    assert any(catalogue.OVER_THE_RIGHT in reasons(outcome) for outcome in together)
    assert [(one.result, reasons(one)) for one in together[:-1]] == [
        (one.result, reasons(one)) for one in alone[:-1]
    ]
    # Only the list knows that both rows stand in it.
    assert reasons(together[-1]) == [catalogue.DUPLICATE_IN_FILE]
    assert reasons(alone[-1]) == [catalogue.REFERENCE_CONFLICT]


def reasons(outcome: Outcome) -> list[Reason]:
    return [issue.reason for issue in outcome.issues]


def at_once(*lists: list[dict[str, str]], declarant: Declarant = OPERATOR) -> list[list[Outcome]]:
    """Declare each list in a transaction of its own, all at the same moment."""
    barrier = threading.Barrier(len(lists))

    def declare_one(some: list[dict[str, str]]) -> list[Outcome]:
        barrier.wait(20)
        with Session.begin() as db:
            return declare(db, declarant, some, TODAY)

    with ThreadPoolExecutor(len(lists)) as pool:
        return list(pool.map(declare_one, lists))


def test_the_same_list_twice_at_once_creates_every_record_once(committed: Engine) -> None:
    some = rows(400)
    there, back = at_once(some, some[::-1])
    results = [{one.reference: one.result for one in outcomes} for outcomes in (there, back)]
    for row in some:
        both = [result[row["reference"]] for result in results]
        assert sorted(both) == [Result.ACCEPTED, Result.UNCHANGED]
    ids = [{one.reference: one.record_id for one in outcomes} for outcomes in (there, back)]
    assert ids[0] == ids[1]
    with committed.connect() as connection:
        for table in (Training, DeclaredReference):
            assert connection.scalar(select(func.count()).select_from(table)) == 400


def test_lists_in_opposite_orders_wait_for_each_other_and_never_deadlock(committed: Engine) -> None:
    there = [row | {"reference": name} for row, name in zip(rows(3), "AMZ", strict=True)]
    with committed.connect() as third:
        # Somebody is just declaring the one in the middle, so both lists stop halfway.
        third.execute(HOLD, {"organisation": BAKERY, "person": UUID(int=1)})
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(at_once, there, there[::-1])
            wait_for_locks(committed, 2)
            third.rollback()
            outcomes = waiting.result(60)
    results = sorted(outcome.result for answers in outcomes for outcome in answers)
    assert results == [Result.ACCEPTED] * 3 + [Result.UNCHANGED] * 3


HOLD = text(
    "INSERT INTO declared_reference VALUES (:organisation, 'M', :person, :person, 'training', '')"
)


def wait_for_locks(engine: Engine, count: int) -> None:
    """Return when so many transactions wait for another one."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(400):
        with engine.connect() as connection:
            if connection.scalar(waiting) == count:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.usefixtures("committed")
def test_one_reference_for_two_things_at_once_keeps_the_first() -> None:
    answers = at_once(rows(50), rows(50, nature="informal"))
    results = sorted(outcome.result for outcomes in answers for outcome in outcomes)
    assert results == [Result.ACCEPTED] * 50 + [Result.REJECTED] * 50
    refused = {
        issue.reason for outcomes in answers for outcome in outcomes for issue in outcome.issues
    }
    assert refused == {catalogue.REFERENCE_CONFLICT}


def test_one_right_twice_at_once_is_refused_once(committed: Engine) -> None:
    years = [RIGHT | {"year": str(year)} for year in range(2023, 2028)]
    first = [row | {"reference": f"A{row['year']}"} for row in years]
    second = [row | {"reference": f"B{row['year']}"} for row in years[::-1]]
    answers = at_once(first, second)
    flat = [outcome for outcomes in answers for outcome in outcomes]
    refused = [outcome for outcome in flat if outcome.result is Result.REJECTED]
    assert len(refused) == 5
    assert {reason for outcome in refused for reason in reasons(outcome)} == {
        catalogue.RIGHT_EXISTS
    }
    with committed.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(TrainingRight)) == 5
        # What was refused may still be called by its reference.
        assert connection.scalar(select(func.count()).select_from(DeclaredReference)) == 5


def write_sheet(path: Path, some: list[dict[str, str]]) -> None:
    header = (
        "enterprise_number,ssin,reference,title,language,nature,status,startDate,endDate,duration,"
        "countsForRight,certificate"
    )
    lines = [
        ",".join([*list(row.values())[:9], f"{row['duration_minutes']} min", "true", "false"])
        for row in some
    ]
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")


def test_a_run_that_is_killed_halfway_goes_on_where_it_was(
    committed: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    write_sheet(path, rows(4000))
    command = [sys.executable, "-c", KILLED, str(path)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
    kept = 0
    for _ in range(600):
        with committed.connect() as connection:
            kept = connection.scalar(text("SELECT count(*) FROM training")) or 0
        if kept or run.poll() is not None:
            break
        time.sleep(0.05)
    run.kill()
    _, complaint = run.communicate()
    assert 0 < kept < 4000, complaint.decode()
    with committed.connect() as connection:
        kept = connection.scalar(text("SELECT count(*) FROM training")) or 0
    again = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "portal", "declare", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    last = again.stdout.splitlines()[-1]
    assert f"unchanged {kept}" in last
    assert again.returncode == 0, again.stderr
    with committed.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM training")) == 4000
        assert connection.scalar(text("SELECT count(*) FROM declared_reference")) == 4000


# The command, in groups so small and so slow that it can be killed between two of them.
KILLED = """
import sys, time
from pathlib import Path
from uuid import UUID
from portal import clock
from portal.declarations.declare import Moment
from portal.wire import declaring
declaring.GROUP = 100
say = declaring._say
declaring._say = lambda *a, **k: (time.sleep(0.2), say(*a, **k))
declaring.declare_file(Path(sys.argv[1]), Moment(clock.now(), "open"))
"""
