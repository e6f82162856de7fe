from fractions import Fraction

import pytest

from portal.law.amount import amount

DAY = Fraction(456)


@pytest.mark.parametrize(
    ("days", "text", "fraction", "minutes"),
    [
        pytest.param("10/3", "3.3333", "10/3", 1520, id="ten thirds"),
        pytest.param("0", "0.0000", "0", 0, id="nothing"),
        pytest.param("5", "5.0000", "5", 2280, id="whole days"),
        pytest.param("-1/2", "-0.5000", "-1/2", -228, id="taken in advance"),
        pytest.param("1/20000", "0.0000", "1/20000", 0, id="half to even, down"),
        pytest.param("3/20000", "0.0002", "3/20000", 0, id="half to even, up"),
        pytest.param("-1/20000", "0.0000", "-1/20000", 0, id="no zero below zero"),
        pytest.param("-3/20000", "-0.0002", "-3/20000", 0, id="half to even, below zero"),
        pytest.param("2/3", "0.6667", "2/3", 304, id="rounded up"),
    ],
)
def test_an_amount_says_the_same_three_times(
    days: str, text: str, fraction: str, minutes: int
) -> None:
    assert amount(Fraction(days), DAY) == {"days": text, "fraction": fraction, "minutes": minutes}


@pytest.mark.parametrize(
    ("days", "minutes"),
    [("1/2", 1), ("-1/2", -1), ("3/2", 2), ("-3/2", -2), ("49/100", 0), ("-49/100", 0)],
)
def test_half_a_minute_rounds_away_from_zero(days: str, minutes: int) -> None:
    assert amount(Fraction(days), Fraction(1))["minutes"] == minutes
