"""What is no message is refused whole, with a code of its own, and costs next to nothing."""

import resource
import time

import pytest
from sqlalchemy import Engine, text

from portal.batch.answers import refusal_answer
from portal.batch.faults import refusal_from
from portal.settings import load_settings
from portal.wire.xml.refusing import GIVEN_UP, MessageRefused
from tests.batch.attacks import ATTACKS, GOOD, RECORD
from tests.batch.messages import form, message
from tests.batch.sending import send
from tests.declarations.world import AT

MOST_MEMORY = 64 * 1024  # kB more than before
MOST_TIME = 3  # seconds of processor


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_attack_has_a_code_of_its_own_and_no_effect(attack: str, lasting_world: Engine) -> None:
    data, code = ATTACKS[attack]
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    answer = send(data)
    assert answer.refusal == code
    assert answer.result is None
    assert time.process_time() - began < MOST_TIME
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
    assert "85021400135" not in str(answer.anomalies)
    with lasting_world.connect() as db:
        assert db.execute(text("SELECT count(*) FROM training")).scalar_one() == 0


@pytest.mark.usefixtures("lasting_world")
def test_the_service_goes_on_after_every_attack() -> None:
    for data, _ in list(ATTACKS.values())[:12]:
        send(data)
    assert send(GOOD).outcomes == ["accepted"]


@pytest.mark.usefixtures("lasting_world")
def test_a_file_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_BATCH_RECORDS", "2")
    load_settings.cache_clear()
    assert send(message(form(RECORD, RECORD, RECORD))).refusal == "tooManyRecords"
    monkeypatch.setenv("PORTAL_BATCH_SIZE", "1024")
    load_settings.cache_clear()
    assert send(message(form(RECORD, RECORD, RECORD))).refusal == "fileTooLarge"
    monkeypatch.undo()
    load_settings.cache_clear()


def test_what_was_never_taken_in_is_answered_too() -> None:
    told = b"".join(refusal_answer("FI.FLAD", refusal_from(MessageRefused(GIVEN_UP)), AT)).decode()
    assert "<Status>refused</Status>" in told
    assert "<Code>notProcessed</Code>" in told
