"""What an attestation says of an account, and when there is nothing to say."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from portal.account.attestation import (
    Lacking,
    NothingToAttest,
    Scope,
    Wanted,
    statement_of,
    wanted_of,
)
from portal.account.facts import facts_digest
from portal.account.values import Account, TrainingRecord
from tests.web.jobs import BAKERY, STEEL
from tests.web.records import TRAININGS
from tests.web.worlds import WORLDS

ONE = WORLDS["one"]


def said(**fields: str) -> Wanted:
    return wanted_of({name.rstrip("_"): value for name, value in fields.items()})


def test_everything_is_all_employments_and_every_training_that_was_not_withdrawn() -> None:
    statement = statement_of(ONE, said(scope="all"))
    assert [part.employment for part in statement.parts] == list(ONE.employments)
    assert [one.title for one in statement.trainings] == [
        one.title for one in TRAININGS if one.record_state == "active"
    ]


def test_a_year_has_its_trainings_and_the_rights_of_that_year_alone() -> None:
    statement = statement_of(ONE, said(scope="year", year="2025"))
    assert {year.year for part in statement.parts for year in part.years} == {2025}
    assert [one.start_date.year for one in statement.trainings] == [2025, 2025]


def test_an_employer_has_its_own_rights_and_trainings_and_no_other() -> None:
    statement = statement_of(ONE, said(scope="employer", enterprise=STEEL[0]))
    assert [part.employment.employer_name for part in statement.parts] == [STEEL[1]]
    assert statement.trainings == ()


def test_one_training_stands_alone() -> None:
    training = TRAININGS[1]
    statement = statement_of(ONE, said(scope="training", training=str(training.training_id)))
    assert (statement.parts, statement.trainings) == ((), (training,))


def test_a_period_has_what_touches_it_to_the_day() -> None:
    def titles(first: str, last: str) -> list[str]:
        wanted = said(scope="period", from_=first, to=last)
        return [one.title for one in statement_of(ONE, wanted).trainings]

    assert titles("2026-05-21", "2026-10-05") == ["Allergenen en hygiëne (HACCP)"]
    assert titles("2026-05-20", "2026-10-06")[0] == "Veilig werken met ovens"


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"scope": "training", "training": str(UUID(int=4))}, Lacking.NO_TRAINING),
        ({"scope": "training", "training": str(TRAININGS[5].training_id)}, Lacking.CANCELED),
        ({"scope": "employer", "enterprise": "0000000097"}, Lacking.NO_EMPLOYER),
        ({"scope": "year", "year": "1999"}, Lacking.EMPTY_YEAR),
        ({"scope": "period", "from": "2023-02-01", "to": "2023-03-01"}, Lacking.EMPTY_PERIOD),
    ],
    ids=lambda value: value if isinstance(value, Lacking) else "",
)
def test_what_is_not_there_is_not_attested(fields: dict[str, str], lacking: Lacking) -> None:
    with pytest.raises(NothingToAttest) as refused:
        statement_of(ONE, wanted_of(fields))
    assert refused.value.lacking is lacking


def test_who_has_no_account_gets_no_attestation() -> None:
    with pytest.raises(NothingToAttest):
        statement_of(WORLDS["nobody"], said(scope="all"))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"scope": "everything"},
        {"scope": "year"},
        {"scope": "year", "year": "last"},
        {"scope": "year", "year": "99999"},
        {"scope": "training", "training": "1"},
        {"scope": "period", "from": "2026-02-01"},
        {"scope": "period", "from": "2026-02-30", "to": "2026-03-01"},
        {"scope": "period", "from": "2026-03-01", "to": "2026-02-01"},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(NothingToAttest) as refused:
        wanted_of(fields)
    assert refused.value.lacking is Lacking.UNREADABLE


def test_a_wish_is_read_again_as_it_was_told() -> None:
    for wanted in (
        Wanted(Scope.ALL, with_number=True),
        Wanted(Scope.YEAR, year=2024),
        Wanted(Scope.EMPLOYER, enterprise_number=BAKERY[0]),
        Wanted(Scope.TRAINING, training_id=UUID(int=9)),
        Wanted(Scope.PERIOD, first_date=date(2024, 1, 1), last_date=date(2024, 2, 1)),
    ):
        assert wanted_of(wanted.fields) == wanted


def test_the_digest_follows_the_facts_and_nothing_else() -> None:
    statement = statement_of(ONE, said(scope="all"))
    renamed = TRAININGS[0]._replace(employer_name="New name", version=2, reference="other")
    longer = TRAININGS[0]._replace(duration_minutes=460)
    same = statement_of(_with(renamed), said(scope="all"))
    other = statement_of(_with(longer), said(scope="all"))
    assert facts_digest(statement) == facts_digest(same)
    assert facts_digest(statement) != facts_digest(other)


def _with(first: TrainingRecord) -> Account:
    return replace(ONE, trainings=(first, *TRAININGS[1:]))
