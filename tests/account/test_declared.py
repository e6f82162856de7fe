"""What an organisation reads: of its own workers, of its mandators', or what it registered."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.account.declared import Asked, DeclaredFilter, DeclaredPage, open_declared, open_one
from portal.account.declared_rows import Order
from portal.account.looks import Look, NotPermitted
from portal.declarations.declaration import Declarant
from portal.declarations.declare import Moment, declare
from portal.directory.entries import find
from portal.models import Look as LookRow
from portal.models import Mandate
from portal.records.facts import RecordKind
from portal.roles import Role
from tests.declarations.world import (
    AT,
    BAKERY,
    COLLEGE,
    EMMA,
    EMPLOYER,
    GARAGE,
    JAN,
    LOTTE,
    NOBODY,
    OLD_EMMA,
    OPERATOR,
    PIET,
    PROVIDER,
    RIGHT,
    SECRETARIAT,
    TINE,
    TODAY,
    TRAINING,
    fill,
)
from tests.statements import statements

LATER = Moment(AT + timedelta(hours=1), "open")
BY_EMPLOYER = Asked(BAKERY, Look(AT, Role.EMPLOYER, "rest"), RecordKind.TRAINING)
BY_HOLDER = Asked(SECRETARIAT, Look(AT, Role.MANDATE_HOLDER, "rest"), RecordKind.TRAINING)
BY_PROVIDER = Asked(COLLEGE, Look(AT, Role.PROVIDER, "rest"), RecordKind.TRAINING)
SUMMER = {"start_date": "2026-09-07", "end_date": "2026-09-07"}
WORKERS = {"E1": EMMA, "L1": LOTTE, "T1": TINE, "J1": JAN}


@pytest.fixture
def declared(db: Session) -> Session:
    """Give a world in which the bakery, the garage and a provider have declared."""
    fill(db)
    for reference, ssin in WORKERS.items():
        row = TRAINING | SUMMER | {"reference": reference, "ssin": ssin}
        made(db, row, OPERATOR)
    made(db, TRAINING | {"reference": "G1", "ssin": PIET, "enterprise_number": GARAGE}, OPERATOR)
    made(db, TRAINING | {"reference": "P1", "title": "VCA"}, PROVIDER)
    made(db, RIGHT, EMPLOYER)
    return db


def made(
    db: Session, row: dict[str, str], declarant: Declarant = EMPLOYER, moment: Moment = TODAY
) -> UUID:
    (outcome,) = declare(db, declarant, [row], moment)
    assert outcome.record_id, outcome
    return outcome.record_id


def listed(db: Session, asked: Asked, most: int = 50, **chosen: object) -> DeclaredPage:
    asked = replace(asked, chosen=DeclaredFilter(**chosen))
    return open_declared(db.connection(), asked, most)


def references(page: DeclaredPage) -> list[str]:
    return [one.stand.registered.reference for one in page.records]


def test_an_employer_reads_of_its_own_workers_while_its_access_is_open(declared: Session) -> None:
    page = listed(declared, BY_EMPLOYER)
    # Jan left on 30 September, and his account closed on 30 October.
    assert references(page) == ["E1", "L1", "T1", "P1"]
    assert [one.ssin for one in page.records] == [EMMA, LOTTE, TINE, EMMA]
    assert page.after is None


def test_an_earlier_job_of_a_worker_is_closed_too(declared: Session) -> None:
    before = {"ssin": TINE, "start_date": "2019-05-06", "end_date": "2019-05-06"}
    made(declared, TRAINING | before | {"reference": "T0"}, OPERATOR)
    assert references(listed(declared, BY_EMPLOYER, ssin=TINE)) == ["T1"]


def test_a_mandate_holder_reads_what_its_mandate_covers(declared: Session) -> None:
    old = {"start_date": "2024-12-30", "end_date": "2024-12-31", "reference": "E0"}
    made(declared, TRAINING | old, OPERATOR)
    assert references(listed(declared, BY_EMPLOYER)) == ["E1", "L1", "T1", "P1", "E0"]
    assert references(listed(declared, BY_HOLDER)) == ["E1", "L1", "T1", "P1"]
    assert references(listed(declared, BY_HOLDER, enterprise_number=GARAGE)) == []
    mandate = declared.scalars(select(Mandate)).one()
    mandate.until_quarter = "2026Q3"
    declared.flush()
    assert references(listed(declared, BY_HOLDER)) == []


def test_a_provider_reads_what_it_registered_itself(declared: Session) -> None:
    (one,) = listed(declared, BY_PROVIDER).records
    assert (one.stand.registered.reference, one.stand.to_verify) == ("P1", True)
    rights = replace(BY_PROVIDER, kind=RecordKind.RIGHT)
    assert listed(declared, rights).records == ()


@pytest.mark.parametrize("asked", [BY_EMPLOYER, BY_HOLDER, BY_PROVIDER], ids=lambda a: a.look.role)
def test_every_worker_sees_the_look(declared: Session, asked: Asked) -> None:
    page = listed(declared, asked)
    looks = declared.scalars(select(LookRow)).all()
    assert {look.person_id for look in looks} == {one.stand.person_id for one in page.records}
    seen = {(look.role, look.organisation, look.through) for look in looks}
    through = SECRETARIAT if asked is BY_HOLDER else None
    organisation = BAKERY if asked is BY_HOLDER else asked.organisation
    assert seen == {(asked.look.role, organisation, through)}


def test_nothing_found_is_no_look(declared: Session) -> None:
    assert listed(declared, BY_EMPLOYER, ssin=PIET).records == ()
    assert declared.scalars(select(LookRow)).all() == []


@pytest.mark.parametrize("role", [Role.WORKER, Role.SECTOR_FUND, Role.INSPECTION, Role.STRANGER])
def test_nobody_else_reads_records_so(declared: Session, role: Role) -> None:
    asked = Asked(BAKERY, Look(AT, role, "rest"), RecordKind.TRAINING)
    with pytest.raises(NotPermitted):
        listed(declared, asked)
    assert declared.scalars(select(LookRow)).all() == []


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        pytest.param({"reference": "L1"}, ["L1"], id="reference"),
        pytest.param({"ssin": EMMA}, ["E1", "P1"], id="worker"),
        pytest.param({"ssin": OLD_EMMA}, ["E1", "P1"], id="a number of before"),
        pytest.param({"ssin": NOBODY}, [], id="nobody's number"),
        pytest.param({"status": "reserved"}, [], id="status"),
        pytest.param({"start_date_from": date(2026, 9, 8)}, ["P1"], id="from a day"),
        pytest.param({"start_date_to": date(2026, 9, 7)}, ["E1", "L1", "T1"], id="to a day"),
        pytest.param({"changed_since": LATER.now}, ["E1"], id="changed since"),
        pytest.param({"record_state": "canceled"}, ["E1"], id="canceled"),
        pytest.param({"enterprise_number": GARAGE}, [], id="another enterprise"),
        pytest.param({"enterprise_number": BAKERY, "reference": "T1"}, ["T1"], id="two at once"),
    ],
)
def test_a_filter_lets_through(
    declared: Session, chosen: dict[str, object], found: list[str]
) -> None:
    made(
        declared,
        {"action": "cancelTraining", "reference": "E1", "enterprise_number": BAKERY},
        OPERATOR,
        LATER,
    )
    assert references(listed(declared, BY_EMPLOYER, **chosen)) == found


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other_without_gap_or_double(declared: Session, order: Order) -> None:
    for number in range(7):
        change = {"reference": f"X{number}", "title": f"Les {number}"}
        moment = Moment(AT + timedelta(hours=number % 3), "open")
        made(declared, TRAINING | SUMMER | change, EMPLOYER, moment)
    whole = listed(declared, replace(BY_EMPLOYER, order=order))
    assert len(whole.records) == 11
    found, after = [], None
    for _ in range(6):
        page = open_declared(declared.connection(), replace(BY_EMPLOYER, order=order), 2, after)
        found += references(page)
        after = page.after
    assert found == references(whole)
    assert after is None


def test_records_are_sorted_as_asked(declared: Session) -> None:
    newest = listed(declared, replace(BY_EMPLOYER, order=Order.NEWEST_START))
    days = [one.stand.facts.start_date for one in newest.records]
    assert days == sorted(days, reverse=True)
    made(
        declared,
        {"action": "cancelTraining", "reference": "E1", "enterprise_number": BAKERY},
        OPERATOR,
        LATER,
    )
    assert references(listed(declared, replace(BY_EMPLOYER, order=Order.CHANGED)))[-1] == "E1"


def test_one_record_comes_with_all_its_versions(declared: Session) -> None:
    record_id = listed(declared, BY_EMPLOYER, reference="E1").records[0].stand.record_id
    change = {"action": "updateTraining", "record_id": str(record_id), "title": "Hygiëne"}
    made(declared, TRAINING | SUMMER | change | {"reference": ""}, EMPLOYER, LATER)
    detail = open_one(declared.connection(), BY_EMPLOYER, record_id)
    assert detail.record.stand.facts.title == "Hygiëne"
    versions = [detail.record.stand, *detail.earlier_versions]
    said = [(one.version, one.registered.registered_quality) for one in versions]
    assert said == [(2, "employer"), (1, "operator")]


def test_a_right_is_read_in_the_same_way(declared: Session) -> None:
    rights = replace(BY_EMPLOYER, kind=RecordKind.RIGHT)
    (one,) = listed(declared, rights, year=2026, kind="legal", ssin=EMMA).records
    assert (one.stand.facts.days, one.stand.facts.kind) == (6, "legal")
    assert listed(declared, rights, start_date_from=date(2027, 1, 1)).records == ()
    detail = open_one(declared.connection(), rights, one.stand.record_id)
    assert detail.record == one


def test_another_s_record_and_none_have_one_answer_and_cost_the_same(declared: Session) -> None:
    foreign = replace(BY_EMPLOYER, organisation=GARAGE)
    record_id = listed(declared, BY_EMPLOYER, reference="E1").records[0].stand.record_id
    with statements() as of_another:
        assert open_one(declared.connection(), foreign, record_id) is None
    with statements() as of_nothing:
        assert open_one(declared.connection(), foreign, UUID(int=1)) is None
    assert of_another == of_nothing


def test_a_page_of_many_workers_costs_as_much_as_one(declared: Session) -> None:
    with statements() as few:
        listed(declared, BY_EMPLOYER, 1)
    with statements() as many:
        assert len({one.ssin for one in listed(declared, BY_EMPLOYER).records}) == 3
    assert len(many) == len(few) == 3


def test_a_number_that_was_replaced_is_told_as_the_present_one(declared: Session) -> None:
    person_id = find(declared, [OLD_EMMA])[OLD_EMMA].person_id
    page = listed(declared, BY_EMPLOYER, ssin=OLD_EMMA)
    assert {(one.stand.person_id, one.ssin) for one in page.records} == {(person_id, EMMA)}
