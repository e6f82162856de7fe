"""What is said of the interesting people is true of their accounts."""

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.account.lines import account_lines
from portal.demo.country import AS_OF, write_country
from portal.demo.load import load_country

# Who, at the employment under which committee, in which year: what, as a fraction of days.
SAID = {
    "Youssef: growth path, regime and begun months": ("90021790108", "124", 2025, "legal", "3/2"),
    "Annelies: half of five days in the care home": (
        "83072990022",
        "330.01.20",
        2026,
        "legal",
        "5/2",
    ),
    "Annelies: half a day in the shop": ("83072990022", "201", 2026, "legal", "1/2"),
    "Łukasz: the ordinary five days": ("86510590145", "140.03", 2026, "legal", "5"),
    "Pieter-Jan: leave takes nothing": ("94120290130", "200", 2026, "charged", "1"),
    "Bart: six declared days": ("79050890168", "111", 2025, "legal", "6"),
    "Bart: two days more": ("79050890168", "111", 2026, "employer", "2"),
    "Hilde: days left in 2023": ("68103090086", "330.01.10", 2023, "left", "7/2"),
    "Hilde: nothing carried into 2024": ("68103090086", "330.01.10", 2024, "carried", "0"),
    "Mehdi: no legal right": ("95080890137", "200", 2026, "legal", "0"),
    "Mehdi: a sectoral day": ("95080890137", "200", 2026, "sectoral", "1"),
    "Jérôme: three days and three quarters": ("81090290127", "111", 2025, "legal", "15/4"),
    "Céline: less than nothing left": ("98033090085", "302", 2026, "left", "-125/57"),
    "Mia: a right and nothing used": ("03111190006", "330.01.20", 2026, "left", "5/4"),
    "Hassan: 19.9 workers": ("99071690168", "112", 2024, "legal", "1"),
    "Hassan: over 20 since": ("99071690168", "112", 2026, "legal", "5"),
    "Émile: 12 heads, so no sectoral day": ("96050590130", "200", 2025, "sectoral", "0"),
    "Émile: 9.75 workers": ("96050590130", "200", 2026, "sectoral", "1"),
    "Ilse: two declared instead of four": ("76121190062", "119", 2026, "legal", "2"),
    "Tom: only declared days": ("82080390111", "330.01.10", 2026, "legal", "11/2"),
}
STATES = {
    "Kévin": ("89061390138", "111", 2026, "unsettled"),
    "Hilde in 2023": ("68103090086", "330.01.10", 2023, "expired"),
    "Griet": ("85012590045", "200", 2026, "lost"),
}


@pytest.fixture
def years(db: Session, tmp_path: Path) -> dict[tuple[str, str, int], dict[str, dict[str, str]]]:
    """Return the accounts of everybody by number, committee and year; of two jobs the earlier."""
    write_country(tmp_path)
    load_country(db, tmp_path, clock.now(), lambda _: None)
    asked = sorted({case[0] for case in (*SAID.values(), *STATES.values())})
    found: dict[tuple[str, str, int], dict[str, dict[str, str]]] = {}
    for line in account_lines(db.connection(), asked, AS_OF, clock.now()):
        assert line.account is not None
        account = json.loads(line.account)
        for job in sorted(account["employments"], key=lambda job: job["startDate"]):
            for year, figures in job["years"].items():
                found.setdefault((account["ssin"], job["jointCommittee"], int(year)), figures)
    return found


def test_the_figures_are_those_that_are_told(
    years: dict[tuple[str, str, int], dict[str, dict[str, str]]],
) -> None:
    seen = {
        name: years[ssin, committee, year][figure]["fraction"]
        for name, (ssin, committee, year, figure, _) in SAID.items()
    }
    assert seen == {name: case[-1] for name, case in SAID.items()}
    states = {name: years[case[:3]]["state"] for name, case in STATES.items()}
    assert states == {name: case[-1] for name, case in STATES.items()}
