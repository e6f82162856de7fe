"""Numbers with right check digits that nobody bears."""

from datetime import date

_MODULUS = 97
_MILLENNIUM = 2000
_RAISED = {"national": 0, "bis20": 20, "bis40": 40}  # what a BIS number adds to the month
_FIRST_SERIAL = 900  # a day's births do not reach so far, so that no living person bears these


class Numbers:
    """Gives out social security numbers, never one twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def ssin(self, born: date, sex: str, kind: str = "national", *, unknown: bool = False) -> str:
        """Return a new social security number.

        sex: m (odd serial) or f (even). kind: national, bis20 or bis40.
        unknown: month and day of birth are not known and stand as 00.
        """
        month, day = (0, 0) if unknown else (born.month, born.day)
        stem = f"{born.year % 100:02}{month + _RAISED[kind]:02}{day:02}"
        for serial in range(_FIRST_SERIAL + (sex == "m"), 998, 2):
            body = f"{stem}{serial}"
            base = int(body) + (2 * 10**9 if born.year >= _MILLENNIUM else 0)
            number = f"{body}{_MODULUS - base % _MODULUS:02}"
            if number not in self._given:
                self._given.add(number)
                return number
        raise ValueError(f"No number is left for {born}.")


def enterprise_number(order: int) -> str:
    """Return the enterprise number of the employer in that place, from 0.

    They begin with 01 or, every tenth, with 19: ranges that the register does not give out.
    """
    block = 1_900_0000 if order % 10 == 9 else 100_0000  # noqa: PLR2004
    body = block + (order * 274_177 + 51_713) % 100_0000
    return f"{body:08}{_MODULUS - body % _MODULUS:02}"


def nsso_number(order: int) -> str:
    """Return the NSSO number of the employer in that place: ten digits, the last two check."""
    body = 990_0000 + (order * 31_337 + 1_009) % 10_0000
    return f"{body:08}{_MODULUS - body % _MODULUS:02}"
