"""What must hold whatever is declared: employers stay apart, and nothing falls between years."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.reckoning.reckon import reckon
from tests.reckoning.world import (
    add_employer,
    add_employment,
    add_right,
    add_training,
    add_worker,
)

TODAY = date(2026, 11, 24)
X, Y = "0100000001", "0100000002"


@dataclass(frozen=True)
class Story:
    """All that happens to a worker at one employer."""

    fte: str | None
    start_date: date
    days_in_service: int | None
    work_regime: str
    joint_committee: str
    trainings: list[tuple[date, int, int]]  # first day, minutes, further days
    rights: dict[int, str | None]

    def happens(self, db: Session, worker: UUID, number: str) -> None:
        """Write it into the tables."""
        add_employer(db, number, self.fte)
        length = self.days_in_service
        add_employment(
            db,
            worker,
            number,
            self.start_date,
            end_date=None if length is None else self.start_date + timedelta(days=length),
            work_regime=self.work_regime,
            joint_committee=self.joint_committee,
        )
        for start, minutes, more in self.trainings:
            add_training(db, worker, number, start, minutes, end_date=start + timedelta(days=more))
        for year, days in self.rights.items():
            add_right(db, worker, number, year, days)


STORIES = st.builds(
    Story,
    fte=st.sampled_from([None, "7", "15", "45"]),
    start_date=st.dates(date(2019, 1, 1), date(2026, 6, 30)),
    days_in_service=st.none() | st.integers(0, 2500),
    work_regime=st.sampled_from(["0.3333", "0.5", "1"]),
    joint_committee=st.sampled_from(["116", "119", "124", "200", "330"]),
    trainings=st.lists(
        st.tuples(st.dates(date(2023, 1, 1), TODAY), st.integers(1, 2880), st.integers(0, 3)),
        max_size=5,
    ),
    rights=st.dictionaries(st.integers(2023, 2026), st.sampled_from([None, "0", "2.5", "9"])),
)
# Each example happens in a savepoint of the test's own transaction and is undone.
EXAMPLES = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(here=STORIES, there=STORIES)
def test_what_happens_at_one_employer_never_changes_another(
    db: Session, here: Story, there: Story
) -> None:
    with db.begin_nested() as example:
        worker = add_worker(db)
        here.happens(db, worker, X)
        alone = reckon(db, [(worker, X)], TODAY)
        there.happens(db, worker, Y)
        both = reckon(db, [(worker, X), (worker, Y)], TODAY)
        example.rollback()
    assert both[worker, X] == alone[worker, X]


@EXAMPLES
@given(story=STORIES, as_of=st.dates(TODAY, date(2035, 12, 31)))
def test_what_is_left_of_a_year_is_carried_to_the_next_within_five_years(
    db: Session, story: Story, as_of: date
) -> None:
    with db.begin_nested() as example:
        worker = add_worker(db)
        story.happens(db, worker, X)
        (account,) = reckon(db, [(worker, X)], as_of)[worker, X]
        example.rollback()
    left = Fraction()
    for credit in account.years:
        begins = credit.year == credit.five_years[0]
        assert credit.carried == (0 if begins else left)
        assert credit.left == credit.carried + credit.gained - credit.charged
        left = credit.left
