"""Who acted for an enterprise, and who decided it, as tables to take along."""

from collections.abc import Callable, Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection

from portal.account.words import FUNCTIONS
from portal.entering.tables import Cell, Table
from portal.languages import N_, translated
from portal.login.access_history import decisions_of, mandates_of, roles_of

# Each table, and what it is called.
TABLES: Final = MappingProxyType(
    {"roles": N_("Roles"), "mandates": N_("Mandates"), "decisions": N_("Decisions")}
)
_QUARTERS: Final = (N_("From quarter"), N_("Until quarter"))
_HEADINGS: Final = MappingProxyType(
    {
        "roles": (
            N_("Family name"),
            N_("Given names"),
            N_("Role"),
            N_("Since"),
            N_("Taken away on"),
        ),
        "mandates": (N_("Enterprise number"), N_("Name"), *_QUARTERS, N_("Revoked on")),
        "decisions": (
            N_("When"),
            N_("Decided by"),
            N_("Decision"),
            N_("About whom"),
            N_("Role"),
            *_QUARTERS,
        ),
    }
)
_ACTS: Final = MappingProxyType(
    {
        "roleGiven": N_("Role given"),
        "roleTaken": N_("Role taken away"),
        "mandateGiven": N_("Mandate given"),
        "mandateRevoked": N_("Mandate revoked"),
    }
)


def access_table(db: Connection, enterprise_number: str, name: str, language: str) -> Table:
    """Return a table of TABLES, in a language."""

    def said(sentence: str) -> str:
        return translated(sentence, language)

    read = {"roles": _roles, "mandates": _mandates, "decisions": _decisions}[name]
    headings = [said(one) for one in _HEADINGS[name]]
    return Table(said(TABLES[name]), headings, read(db, enterprise_number, said))


def _roles(db: Connection, number: str, said: Callable[[str], str]) -> Iterator[list[Cell]]:
    for one in roles_of(db, number):
        role, since = said(FUNCTIONS[one.role]), one.since.isoformat()
        yield [one.family_name, one.given_names, role, since, _moment(one.revoked_at)]


def _mandates(db: Connection, number: str, _: Callable[[str], str]) -> Iterator[list[Cell]]:
    for one in mandates_of(db, number):
        quarters = one.from_quarter, one.until_quarter or ""
        yield [one.holder, one.name or "", *quarters, _moment(one.revoked_at)]


def _decisions(db: Connection, number: str, said: Callable[[str], str]) -> Iterator[list[Cell]]:
    for one in decisions_of(db, number):
        role = said(FUNCTIONS[one.role]) if one.role else ""
        quarters = one.from_quarter or "", one.until_quarter or ""
        who = one.by or "", said(_ACTS[one.act]), one.whom
        yield [_moment(one.decided_at), *who, role, *quarters]


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
