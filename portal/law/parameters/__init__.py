"""Every number of the law, loaded once: meaning, unit, date and source stand in the files beside.

Each name is the name of its file. `on(day)` gives the value, `change_on(day)` the value with its
source; whoever changes the law changes a file here and a row in its test.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from portal.law.dated import BadParameter, Dated, load_dated, load_table
from portal.law.words import Regime, SizeClass, State

T = TypeVar("T")

_FOLDER = Path(__file__).parent

# The key of end_of_employment for an employment that ended without a reason given.
NO_REASON: Final = "none"


def _text(value: object) -> str:
    if not isinstance(value, str):
        # Numbers stand as text, so that none of them ever passes through a float.
        raise BadParameter(f"expected text, not {value!r}")
    return value


def _fraction(value: object) -> Fraction:
    return Fraction(_text(value))


def _whole(value: object) -> int:
    return int(_text(value))


def _truth(value: object) -> bool:
    return {"true": True, "false": False}[_text(value)]


def _by_name(value: object, allowed: AbstractSet[str]) -> Mapping[str, Fraction]:
    if not isinstance(value, dict) or not value or not set(value) <= allowed:
        raise BadParameter(f"expected a table with {sorted(allowed)}, not {value!r}")
    return MappingProxyType({name: _fraction(number) for name, number in value.items()})


def _by_class(value: object) -> Mapping[str, Fraction]:
    return _by_name(value, set(SizeClass) - {SizeClass.UNKNOWN})


def _by_severity(value: object) -> Mapping[str, Fraction]:
    return _by_name(value, {"warning", "blocking"})


def _quarters(value: object) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, list):
        raise BadParameter(f"expected a list of quarters, not {value!r}")
    return tuple((_whole(entry["year"]), _whole(entry["quarter"])) for entry in value)


def _load(name: str, read: Callable[[object], T]) -> Dated[T]:
    return load_dated(_FOLDER / f"{name}.toml", read)


def _table(name: str, read: Callable[[object], T]) -> Mapping[str, Dated[T]]:
    return load_table(_FOLDER / f"{name}.toml", read)


DAYS_PER_YEAR: Final = _load("days_per_year", _by_class)
GROWTH_PATHS: Final = _table("growth_paths", _fraction)
GROWTH_PATH_FLOOR: Final = _load("growth_path_floor", _fraction)
SECTORAL_RIGHTS: Final = _table("sectoral_rights", _by_class)

SIZE_BORDERS: Final = _load("size_borders", _by_class)
SIZE_PERIODS: Final = _load("size_periods", _whole)
REFERENCE_QUARTERS: Final = _load("reference_quarters", _quarters)
UNKNOWN_SIZE: Final = _load("unknown_size", lambda value: SizeClass(_text(value)))

PRO_RATA: Final = _load("pro_rata", _text)
DAYS_PER_WEEK: Final = _load("days_per_week", _whole)
FIVE_YEAR_PERIODS: Final = _load("five_year_periods", _whole)
DAYS_IN_ADVANCE: Final = _load("days_in_advance", _text)
END_OF_EMPLOYMENT: Final = _table("end_of_employment", lambda value: State(_text(value)))

REGISTRATION: Final = _load("registration", lambda value: Regime(_text(value)))
CHARGING: Final = _table("charging", _truth)
DECLARATION_DUTY: Final = _load("declaration_duty", _truth)
QUARTER_DECLARATION: Final = _load("quarter_declaration", _whole)
NEW_WORKER_CHECK: Final = _load("new_worker_check", _whole)
YEARLY_CHECK: Final = _load("yearly_check", _whole)
LEAVER_ACCESS: Final = _load("leaver_access", _whole)
BALANCE_NOTICE: Final = _load("balance_notice", _whole)
DURATION_LIMITS: Final = _load("duration_limits", _by_severity)

# The first calendar year that has an account: the year in which the first period begins.
FIRST_YEAR: Final = FIVE_YEAR_PERIODS.first.since.year
