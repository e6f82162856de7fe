"""From a worker's wish to a file in hand, and what its number tells afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select, text

from portal.account.attestation import Lacking, NothingToAttest, Scope, Wanted
from portal.account.checked import Standing, check_attestation
from portal.account.codes import show_code
from portal.account.issued import issued_to, withdraw
from portal.database import Session, reading
from portal.documents.issuing import Attested, Request, Superseded, issue_attestation
from portal.models import Base, Look, Training
from portal.settings import Settings
from tests.documents.test_typesetting import words_of
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker

SSIN = "95111722477"
NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Brussels"))
LATER = NOW + timedelta(minutes=1)
FORM = UUID(int=77)


@pytest.fixture
def worker(database: Engine) -> UUID:
    """Return a worker with one job and two trainings."""
    assert database
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
        add_employment(db, person_id, add_employer(db, "0100000001"))
        add_training(db, person_id, "0100000001", date(2026, 3, 4))
        add_training(db, person_id, "0100000001", date(2025, 3, 4))
    return person_id


def asked(person_id: UUID, **wish: object) -> Request:
    return Request(person_id, Wanted(**({"scope": Scope.ALL} | wish)), "nl", FORM)


def issue(settings: Settings, request: Request, now: datetime = NOW) -> Attested:
    return issue_attestation(request, settings, now)


def standing(code: str) -> Standing:
    with reading() as db:
        return check_attestation(db, code, LATER).standing


def test_a_file_is_sealed_kept_and_found_by_its_number(settings: Settings, worker: UUID) -> None:
    made = issue(settings, asked(worker))
    assert show_code(made.code) in words_of(made.pdf)
    with reading() as db:
        (kept,) = issued_to(db, worker)
        checked = check_attestation(db, show_code(made.code).lower(), LATER)
    assert checked.standing is Standing.VALID
    assert checked.issued == kept
    assert checked.changed_since is None
    assert kept.is_this_file(made.pdf)
    assert not kept.is_this_file(made.pdf[:-1] + b" ")
    assert made.code.startswith(kept.code_start)


def test_nothing_that_is_kept_tells_the_number(
    database: Engine, settings: Settings, worker: UUID
) -> None:
    code = issue(settings, asked(worker)).code
    with database.connect() as db:
        for table in Base.metadata.sorted_tables:
            rows = db.execute(text(f"SELECT t::text FROM {table.name} t")).scalars().all()  # noqa: S608
            assert not any(code in row for row in rows), table.name


def test_the_number_of_the_holder_stands_in_the_file_only_when_wanted(
    settings: Settings, worker: UUID
) -> None:
    assert "95.11.17-224.77" not in words_of(issue(settings, asked(worker)).pdf)
    assert "95.11.17-224.77" in words_of(issue(settings, asked(worker, with_number=True)).pdf)


def test_a_doubled_request_gets_the_same_attestation(settings: Settings, worker: UUID) -> None:
    first, second = (issue(settings, asked(worker), now) for now in (NOW, LATER))
    assert first.code == second.code
    assert first.issued_at == second.issued_at
    with reading() as db:
        (kept,) = issued_to(db, worker)
    assert kept.is_this_file(first.pdf)
    assert kept.is_this_file(second.pdf)


@pytest.mark.parametrize(
    "other",
    [{"form_id": UUID(int=78)}, {"form_id": None}, {"language": "fr"}],
    ids=["another form", "no form", "another language"],
)
def test_another_request_gets_another_attestation(
    settings: Settings, worker: UUID, other: dict[str, object]
) -> None:
    request = asked(worker)
    assert issue(settings, request).code != issue(settings, replace(request, **other)).code


def test_a_request_is_not_answered_again_after_it_was_withdrawn(
    settings: Settings, worker: UUID
) -> None:
    made = issue(settings, asked(worker))
    with Session.begin() as db:
        (kept,) = issued_to(db.connection(), worker)
        assert withdraw(db, worker, kept.attestation_id, LATER)
    assert standing(made.code) is Standing.WITHDRAWN
    with pytest.raises(Superseded):
        issue(settings, asked(worker))


def test_nobody_withdraws_what_is_somebody_elses(settings: Settings, worker: UUID) -> None:
    made = issue(settings, asked(worker))
    with Session.begin() as db:
        (kept,) = issued_to(db.connection(), worker)
        assert not withdraw(db, UUID(int=1), kept.attestation_id, LATER)
        assert not withdraw(db, worker, UUID(int=1), LATER)
    assert standing(made.code) is Standing.VALID


def test_a_changed_fact_is_told_with_its_day(settings: Settings, worker: UUID) -> None:
    everything = issue(settings, asked(worker))
    before = issue(
        settings,
        asked(
            worker, scope=Scope.PERIOD, first_date=date(2025, 1, 1), last_date=date(2025, 12, 31)
        ),
    )
    with Session.begin() as db:
        training = db.scalars(select(Training).where(Training.start_date == date(2026, 3, 4))).one()
        training.title = "Another title"
        training.registered_at = datetime(2026, 12, 3, 9, tzinfo=NOW.tzinfo)
    with reading() as db:
        checked = check_attestation(db, everything.code, LATER)
        untouched = check_attestation(db, before.code, LATER)
    assert checked.standing is Standing.CHANGED
    assert checked.changed_since == date(2026, 12, 3)
    assert untouched.standing is Standing.VALID


def test_what_comes_later_changes_nothing_in_what_was_attested(
    settings: Settings, worker: UUID
) -> None:
    made = issue(settings, asked(worker))
    with reading() as db:
        next_year = check_attestation(db, made.code, NOW.replace(year=2028))
    assert next_year.standing is Standing.VALID


@pytest.mark.parametrize("code", ["", "0000000000000000", "7K3M-Q9V2-X8PD-RT4B", "x" * 900])
def test_an_unknown_number_tells_nothing(worker: UUID, code: str) -> None:
    assert worker
    assert standing(code) is Standing.UNKNOWN


def test_every_reading_is_in_the_look_log(settings: Settings, worker: UUID) -> None:
    made = issue(settings, asked(worker))
    standing(made.code)
    standing("0000000000000000")
    with Session() as db:
        looks = db.scalars(select(Look).order_by(Look.sequence)).all()
    assert [(look.role, look.data_group) for look in looks] == [
        ("worker", "attestation"),
        ("verifier", "attestation"),
    ]


def test_what_is_refused_leaves_nothing_behind(settings: Settings, worker: UUID) -> None:
    with pytest.raises(NothingToAttest) as refused:
        issue(settings, asked(worker, scope=Scope.TRAINING, training_id=UUID(int=5)))
    assert refused.value.lacking is Lacking.NO_TRAINING
    with reading() as db:
        assert issued_to(db, worker) == []
