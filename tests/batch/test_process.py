"""A file of records: each has exactly one outcome, whatever else stands in the file."""

from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

import pytest
from psycopg import OperationalError
from sqlalchemy import Engine, text

from portal.batch import groups
from portal.batch.process import process
from portal.clock import machine_now
from portal.declarations.declaration import Quality
from portal.declarations.outcome import Outcome
from portal.settings import Settings
from portal.submissions.files import spool
from portal.submissions.outcomes import Told
from portal.submissions.telling import find_submission
from portal.submissions.working import LEASE, MOST_TRIES, work_once
from tests.batch.messages import form, message, of_rows, record
from tests.batch.sending import answer_to, lay, send, work
from tests.declarations.world import (
    AT,
    BAKERY,
    EMMA,
    GARAGE,
    NOBODY,
    PIET,
    RIGHT,
    SECRETARIAT,
    TODAY,
    TRAINING,
)


def row(number: int, **other: str) -> dict[str, str]:
    return {**TRAINING, "reference": f"W{number}", "title": f"Les {number}", **other}


def count(world: Engine, table: str = "training") -> int:
    with world.connect() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_each_record_has_its_outcome_and_nothing_is_left_behind(
    world: Engine, settings: Settings
) -> None:
    answer = send(of_rows([row(1), row(2, ssin=NOBODY), row(3), row(1), RIGHT]))
    assert answer.refusal is None
    assert answer.outcomes == ["accepted", "rejected", "accepted", "unchanged", "accepted"]
    assert answer.counts == {
        "Total": 5,
        "Accepted": 3,
        "AcceptedWithWarnings": 0,
        "Rejected": 1,
        "Unchanged": 1,
    }
    assert count(world) == 2
    assert list(spool(settings).iterdir()) == []


def test_an_anomaly_says_where_it_stands(world: Engine) -> None:
    assert world
    data = message(form(record(row(1))), form(record(row(2)), record(row(3, ssin=NOBODY))))
    (anomaly,) = send(data).anomalies
    line = next(place for place, told in enumerate(data.decode().splitlines(), 1) if NOBODY in told)
    assert anomaly["Line"] == str(line)
    assert data.decode().splitlines()[line - 1][int(anomaly["Column"]) - 1 :].startswith("<Ssin>")
    assert anomaly["XPath"] == "/FlaDeclaration/Form[2]/TrainingRecord[2]/Worker/Ssin"
    assert (anomaly["ErrorID"], anomaly["Class"]) == ("00024-151", "blocking")
    assert "Value" not in anomaly  # no number of a person is repeated


@pytest.mark.usefixtures("world")
def test_a_column_is_found_where_all_stands_in_one_line() -> None:
    data = of_rows([row(1), row(2, nature="Formal")]).replace(b"\n", b"")
    (anomaly,) = send(data).anomalies
    assert anomaly["Line"] == "1"
    assert data[int(anomaly["Column"]) - 1 :].startswith(b"<Nature>Formal")
    assert (anomaly["Code"], anomaly["Value"]) == ("unknownCode", "Formal")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("newline", [b"\n", b""], ids=["lines", "one line"])
@pytest.mark.parametrize(
    ("changed", "declarant", "path"),
    [
        ({"TypeForm": "XX"}, BAKERY, "TypeForm"),
        ({"FormCreationHour": "9h"}, BAKERY, "FormCreationHour"),
        ({}, GARAGE, "Declarant/EnterpriseNumber"),
    ],
)
def test_a_fault_before_the_records_is_told_to_the_column(
    changed: dict[str, str], declarant: str, path: str, newline: bytes
) -> None:
    good = form(record(row(1)), record(row(2)))
    bad = form(record(row(3)), declarant=declarant, **changed)
    data = message(good, form(), bad, good).replace(b"\n", newline)
    (anomaly,) = send(data).anomalies
    assert anomaly["XPath"] == f"/FlaDeclaration/Form[3]/{path}"
    lines = data.decode().splitlines()
    line, column = int(anomaly["Line"]) - 1, int(anomaly["Column"]) - 1
    name = path.rpartition("/")[2]
    said = changed.get(name, declarant)
    assert lines[line][column:].startswith(f"<{name}>{said}<")


def test_a_test_file_is_answered_as_a_real_one_and_leaves_nothing(
    world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUP", 2)
    monkeypatch.setattr(groups, "LARGEST", 2)
    rows = [
        row(1),
        row(2, ssin=NOBODY),
        row(1, title="Other"),
        row(1),
        {**row(1), "action": "updateTraining", "title": "Otherwise"},
        {"action": "cancelTraining", "reference": "W1", "ssin": EMMA},
    ]
    tried = send(of_rows(rows), environment="T")
    assert count(world) == count(world, "declared_reference") == 0
    real = send(of_rows(rows))
    assert tried.outcomes == real.outcomes
    assert tried.counts == real.counts
    assert tried.anomalies == real.anomalies
    assert [one["Code"] for one in real.anomalies] == [
        "referencedResourceNotFound",
        "duplicateInFile",
    ]
    assert count(world) == 1


def test_what_was_kept_before_is_unchanged_in_a_file_of_another_name(world: Engine) -> None:
    assert send(of_rows([row(1), row(2)])).counts["Accepted"] == 2
    assert send(of_rows([row(1), row(2)])).counts["Unchanged"] == 2
    assert send(of_rows([row(1, title="Other")])).anomalies[0]["Code"] == "referenceConflict"
    assert count(world) == 2


def test_a_mandate_holder_declares_for_many_employers(world: Engine) -> None:
    rows = [row(1), row(2, enterprise_number=GARAGE, ssin=PIET)]
    answer = send(
        of_rows(rows, declarant=SECRETARIAT), number=SECRETARIAT, quality=Quality.MANDATE_HOLDER
    )
    assert answer.outcomes == ["accepted", "rejected"]
    (anomaly,) = answer.anomalies
    assert anomaly["Code"] == "missingPermission"
    assert anomaly["XPath"] == "/FlaDeclaration/Form[2]/Employer/EnterpriseNumber"
    assert count(world) == 1


@pytest.mark.usefixtures("world")
def test_nobody_speaks_for_another_sender() -> None:
    answer = send(of_rows([row(1)], declarant=GARAGE), number=BAKERY)
    assert (answer.refusal, answer.result) == ("missingPermission", None)


def test_files_of_one_sender_follow_each_other(world: Engine) -> None:
    lay(of_rows([row(1)]))
    lay(of_rows([{**row(1), "action": "updateTraining", "title": "Second"}]))
    lay(of_rows([{"action": "cancelTraining", "reference": "W1", "ssin": EMMA}]))
    work()
    with world.connect() as db:
        (kept,) = db.execute(text("SELECT version, record_state, title FROM training"))
    assert tuple(kept) == (3, "canceled", "Second")


def test_whoever_took_it_up_too_late_writes_nothing(world: Engine) -> None:
    submission_id = lay(of_rows([row(1)]))
    with world.begin() as db:
        db.execute(text("UPDATE submission SET state = 'processing', fence = 2"))
    process(submission_id, 1, TODAY)
    assert count(world) == count(world, "submission_outcome") == 0
    process(submission_id, 2, TODAY)
    process(submission_id, 2, TODAY)
    assert answer_to(submission_id).outcomes == ["accepted"]


class Killed(BaseException):
    """What no part of ours catches, as if the process were gone."""


@pytest.mark.parametrize("environment", ["R", "T"])
def test_who_is_killed_is_followed_from_the_last_group_on(
    environment: str, world: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUP", 2)
    monkeypatch.setattr(groups, "LARGEST", 2)
    submission_id = lay(of_rows([row(number) for number in range(7)]), environment=environment)
    told: list[int] = []

    def killing(file: BinaryIO, group: groups.Group, outcomes: Sequence[Outcome]) -> list[Told]:
        told.extend(range(group.place, group.behind))
        if len(told) == 6:
            raise Killed
        return groups.tell(file, group, outcomes)

    monkeypatch.setattr("portal.batch.declaring.tell", killing)
    assert work_once(TODAY, AT, process)  # sees it to its end
    with pytest.raises(Killed):
        work_once(TODAY, AT, process)
    assert count(world, "submission_outcome") == 4
    with world.connect() as db:
        so_far = find_submission(db, BAKERY, submission_id)
        tries = db.execute(text("SELECT tries FROM submission")).scalar_one()
    # What lasts is progress; a test file that kills its worker would else be begun for ever.
    assert tries == (0 if environment == "R" else 1)
    assert (so_far.state, so_far.counts["total"], so_far.counts["accepted"]) == ("processing", 7, 4)
    assert not work_once(TODAY, AT, process)  # as long as its lease may hold
    assert work_once(TODAY, machine_now() + 2 * LEASE, process)
    assert answer_to(submission_id).outcomes == ["accepted"] * 7
    assert told == ([*range(6), *range(4, 7)] if environment == "R" else [*range(6), *range(7)])
    assert count(world) == (7 if environment == "R" else 0)
    assert list(spool(settings).iterdir()) == []


def test_what_kills_every_worker_is_given_up_and_answered(
    world: Engine, settings: Settings
) -> None:
    submission_id = lay(of_rows([row(1)]))
    with world.begin() as db:
        db.execute(text("UPDATE submission SET tries = :tries"), {"tries": MOST_TRIES})
    work()
    assert answer_to(submission_id).refusal == "notProcessed"
    assert list(spool(settings).iterdir()) == []


def fail_with(fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the outcomes of each group be told in vain."""

    def failing(_file: BinaryIO, _group: object, _outcomes: object) -> list[Told]:
        raise fault

    monkeypatch.setattr("portal.batch.declaring.tell", failing)


def try_often(times: int) -> None:
    """Take the file up so often, each time as if the lease of the one before were over."""
    for number in range(1, times + 1):
        with suppress(OSError, Killed, OperationalError):
            work_once(TODAY, machine_now() + 2 * number * LEASE, process)


@pytest.mark.parametrize("times", [5, 4], ids=["five faults", "four"])
def test_what_ends_by_a_fault_five_times_is_given_up_and_answered(
    times: int, world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission_id = lay(of_rows([row(1)]))
    assert work_once(TODAY, AT, process)  # sees it to its end
    with monkeypatch.context() as patched:
        fail_with(OSError("the disk is gone"), patched)
        try_often(times)
    work_once(TODAY, machine_now() + 100 * LEASE, process)
    assert answer_to(submission_id).refusal == ("notProcessed" if times == 5 else None)
    assert count(world) == (0 if times == 5 else 1)


@pytest.mark.parametrize("lost", [Killed(), OperationalError("the connection is lost")])
def test_a_lost_worker_or_server_says_little_about_a_file(
    lost: BaseException, world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission_id = lay(of_rows([row(1)]))
    assert work_once(TODAY, AT, process)  # sees it to its end
    with monkeypatch.context() as patched:
        fail_with(lost, patched)
        try_often(19)
    work_once(TODAY, machine_now() + 100 * LEASE, process)
    assert answer_to(submission_id).outcomes == ["accepted"]
    assert count(world) == 1


def test_a_copy_that_is_lost_is_answered(world: Engine, settings: Settings) -> None:
    submission_id = lay(of_rows([row(1)]))
    for copy in spool(settings).iterdir():
        copy.unlink()
    work()
    assert answer_to(submission_id).refusal == "notProcessed"
    assert count(world) == 0


def test_one_bad_record_of_ten_thousand_sinks_no_other(world: Engine) -> None:
    rows = [row(number, duration_minutes="1") for number in range(10_000)]
    rows[5_003]["ssin"] = NOBODY
    answer = send(of_rows(rows))
    assert answer.counts["Rejected"] == 1
    assert count(world) == 9_999
    assert answer.outcomes[5_003] == "rejected"
