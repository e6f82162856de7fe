"""The forms by which an access manager decides: their fields, and what is wrong with them."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from portal.identifiers import enterprise_number_fault
from portal.languages import N_
from portal.law.size import Quarter
from portal.login.granted import Behind
from portal.login.granting import Refused
from portal.roles import Function

LONGEST: Final = 100  # characters of a field that are kept
LABELS: Final = MappingProxyType(
    {
        "ssin": N_("Social security number"),
        "family_name": N_("Family name"),
        "role": N_("Role"),
        "holder": N_("Enterprise number"),
        "from_quarter": N_("From quarter"),
        "until_quarter": N_("Until quarter"),
    }
)
NOBODY: Final = N_("We find nobody with this number and this family name. Look at both.")
_CHOOSE: Final = N_("Choose one of the list.")
REFUSED: Final = MappingProxyType(
    {
        Refused.LAST_MANAGER: (
            "",
            N_("This is the last access manager. First give somebody else that role."),
        ),
        Refused.NOT_THERE: ("", N_("It was taken or revoked already.")),
        Refused.OWN_ENTERPRISE: ("holder", N_("This is the enterprise itself.")),
        Refused.OVERLAPS: (
            "holder",
            N_("This enterprise has a mandate in these quarters. Revoke that one first."),
        ),
    }
)
Faults = Mapping[str, str]
_MANDATE: Final = re.compile(r"([0-9]{4}Q[1-4])\.([0-9]{10})")
_YEARS_BACK, _YEARS_AHEAD = 2, 2


class MandateAsked(NamedTuple):
    """A mandate as the form asks for it."""

    holder: str
    from_quarter: str
    until_quarter: str | None


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, as it is shown again."""
    return {
        name: form[name].replace("\0", "\ufffd")[:LONGEST].strip()
        for name in LABELS
        if name in form
    }


def quarters(today: date) -> list[str]:
    """Return the quarters from which and until which a mandate can be given."""
    years = range(today.year - _YEARS_BACK, today.year + _YEARS_AHEAD + 1)
    return [str(Quarter(year, number)) for year in years for number in (1, 2, 3, 4)]


def digits(text: str) -> str:
    """Return a number without what people write between its digits."""
    return "".join(one for one in text if one not in " .-")


def role_in(said: Mapping[str, str]) -> Function | None:
    """Return the role that was chosen; None: none that there is."""
    known = {one.value: one for one in Function}
    return known.get(said.get("role", ""))


def role_faults(said: Mapping[str, str]) -> Faults:
    """Return what is wrong with a role, by field."""
    return {} if role_in(said) else {"role": _CHOOSE}


def mandate_in(said: Mapping[str, str], today: date) -> MandateAsked | Faults:
    """Return the mandate that is asked for, or what is wrong with it, by field."""
    holder, known = digits(said.get("holder", "")), quarters(today)
    first, last = said.get("from_quarter", ""), said.get("until_quarter", "")
    faults = {}
    if enterprise_number_fault(holder):
        faults["holder"] = N_("This is no enterprise number: it has ten digits. Look at it.")
    if first not in known:
        faults["from_quarter"] = _CHOOSE
    if last and last not in known:
        faults["until_quarter"] = _CHOOSE
    elif last and last < first:
        faults["until_quarter"] = N_("The mandate ends before it begins.")
    return faults or MandateAsked(holder, first, last or None)


def behind_in(said: Mapping[str, str]) -> Behind:
    """Return behind what an address lets each list begin, as far as it is understood."""
    mandates = _MANDATE.fullmatch(said.get("mandates", ""))
    return Behind(
        _id_in(said.get("people", "")),
        (mandates[1], mandates[2]) if mandates else None,
        _id_in(said.get("acts", "")),
    )


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
