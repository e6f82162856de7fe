from datetime import date
from fractions import Fraction

import pytest

from portal.law.credit import EndReason, State
from tests.law.worlds import accounts, employment


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (EndReason.RESIGNATION, State.LOST),
        (EndReason.SERIOUS_CAUSE, State.LOST),
        (EndReason.DISMISSAL_WITH_NOTICE, State.LOST),
        (EndReason.DISMISSAL_WITH_INDEMNITY, State.UNSETTLED),
        (EndReason.FIXED_TERM_END, State.LOST),
        (EndReason.MUTUAL_AGREEMENT, State.LOST),
        (None, State.LOST),
    ],
)
def test_the_reason_of_the_end_decides_what_is_left(reason: EndReason | None, state: State) -> None:
    job = employment(end="2026-06-30", reason=reason)
    before, after = accounts(job, as_of="2026-06-30"), accounts(job, as_of="2026-07-01")
    assert (before[2026].state, before[2026].ending) == (State.USABLE, None)
    assert before[2026].usable == before[2026].left == Fraction(25, 2)
    assert (after[2026].state, after[2026].usable) == (state, 0)
    assert after[2026].left == Fraction(25, 2)
    ending = after[2026].ending
    assert ending is not None
    assert (ending.end_date, ending.reason, ending.state) == (date(2026, 6, 30), reason, state)
    assert ending.source
    assert [after[year].ending for year in (2023, 2024, 2025)] == [None, None, None]


@pytest.mark.parametrize(
    ("end", "reason", "as_of", "states"),
    [
        pytest.param(
            None, None, "2026-11-24", "expired carried carried usable", id="still in service"
        ),
        pytest.param(
            None,
            None,
            "2029-01-01",
            "expired carried carried carried carried expired usable",
            id="after the five years",
        ),
        pytest.param(None, None, "2023-12-31", "usable", id="in 2023"),
        pytest.param(
            None, None, "2028-12-31", "expired " + "carried " * 4 + "usable", id="in 2028"
        ),
        pytest.param(
            "2025-05-01",
            EndReason.RESIGNATION,
            "2026-11-24",
            "expired carried lost",
            id="left in an earlier year",
        ),
        pytest.param(
            "2023-12-31",
            EndReason.DISMISSAL_WITH_INDEMNITY,
            "2026-11-24",
            "unsettled",
            id="the end goes before the period's end",
        ),
        pytest.param(
            "2028-12-31",
            None,
            "2030-01-01",
            "expired " + "carried " * 4 + "lost",
            id="left on the last day of the period",
        ),
    ],
)
def test_each_year_has_the_state_of_the_day(
    end: str | None, reason: EndReason | None, as_of: str, states: str
) -> None:
    found = accounts(employment(end=end, reason=reason), as_of=as_of)
    assert [account.state.value for account in found.values()] == states.split()
