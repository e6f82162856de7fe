"""Which forms are kept where they cannot be sent, and what they are called."""

from typing import Final

from flask import current_app

from portal.languages import N_
from portal.login.identity import guard_of
from portal.login.representing import REPRESENTATIVE

# What a kept form is called, by the room of pages in which it stands.
TITLES: Final = {
    "access": N_("Who may act for this enterprise"),
    "attestations": N_("Attestations"),
    "calendar": N_("Your dates in your calendar"),
    "credentials": N_("Take it with you"),
    "declared_rights": N_("A right of a worker"),
    "declared_training": N_("Change of a training"),
    "duties": N_("To do"),
    "entering": N_("A course for several workers"),
    "handing": N_("Tell workers what is left"),
    "opt_outs": N_("Years in which only declared rights count"),
}
# Forms of whoever is signed in that are not kept: in some nothing is typed, what a search or a
# download asks is soon asked again, and no file can be put back into a form.
NOT_KEPT: Final = frozenset(
    {
        "access.revoke",
        "employer.take",
        "employer_export.access",
        "employer_export.separated",
        "employer_export.workbook",
        "export.download",
        "files.files",
        "handing.paper",
        "handing.papers",
        "handing.unnote",
        "handing.unnote_all",
        "importing.declare",
        "importing.sheets",
        "importing.undo",
        "sessions.end",
        "statistics.ask",
        "unsent.drop",
        "unsent.go_on",
        "workers.workers",
    }
)


def is_kept(endpoint: str | None) -> bool:
    """Tell whether what is typed for this endpoint is kept: all behind a guard, but NOT_KEPT."""
    guard = guard_of(current_app.view_functions[endpoint]) if endpoint else None
    return guard in {"worker", REPRESENTATIVE} and endpoint not in NOT_KEPT


def title_of(endpoint: str | None) -> str:
    """Return what a kept form is called; empty: it is none of today's."""
    return TITLES.get((endpoint or "").partition(".")[0], "")


def is_of_employer(endpoint: str | None) -> bool:
    """Tell whether a form is sent in the matters of an enterprise."""
    return guard_of(current_app.view_functions[endpoint or ""]) == REPRESENTATIVE
