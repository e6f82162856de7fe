"""The form of a declared right: its fields, the texts the door reads, and what the door says."""

import re
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from portal.declarations.catalogue import CATALOGUE
from portal.declarations.declaration import Action
from portal.declarations.outcome import Issue, Outcome
from portal.identifiers import new_id
from portal.languages import N_
from portal.records.stand import Stand

LONGEST: Final = 2_000  # characters of a field that are kept; the door says what is too long
# The door's fields, each with its label.
LABELS: Final = MappingProxyType(
    {
        "year": N_("Year"),
        "kind": N_("Kind of right"),
        "days": N_("Days"),
        "comment": N_("Reason"),
        "cancel_reason": N_("Why do you withdraw it?"),
    }
)
# What a warning says that can be told after the form has gone.
WARNINGS: Final = MappingProxyType(
    {
        reason.code: reason.sentence
        for reason in CATALOGUE.values()
        if reason.severity == "warning" and "%(" not in reason.sentence
    }
)


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, as it is shown again."""
    return {name: form[name].replace("\0", "\ufffd")[:LONGEST] for name in LABELS if name in form}


def form_id_in(form: Mapping[str, str]) -> UUID:
    """Return by which id a form is known when it comes twice; a new one where it has none."""
    try:
        return UUID(form.get("form_id", ""))
    except ValueError:
        return new_id()


def creating(said: Mapping[str, str], form_id: UUID) -> dict[str, str]:
    """Return the texts by which a right is declared."""
    return {"action": Action.CREATE_RIGHT.value, "reference": f"F-{form_id}", **_texts(said)}


def changing(said: Mapping[str, str], stand: Stand, version: str) -> dict[str, str]:
    """Return the texts by which a declared right is changed; version: that was seen."""
    facts = stand.facts
    kept = {"year": str(facts.year), "kind": str(facts.kind)}  # type: ignore[union-attr]  # a right's
    texts = {name: text for name, text in _texts(said).items() if name in {"days", "comment"}}
    named = {"record_id": str(stand.record_id), "expected_version": version}
    return {"action": Action.UPDATE_RIGHT.value, **kept, **texts, **named}


def canceling(said: Mapping[str, str], stand: Stand, version: str) -> dict[str, str]:
    """Return the texts by which a declared right is withdrawn."""
    return {
        "action": Action.CANCEL_RIGHT.value,
        "record_id": str(stand.record_id),
        "expected_version": version,
        "cancel_reason": _in_one_line(said.get("cancel_reason", "")),
    }


def faults_in(outcome: Outcome, fields: Container[str] = LABELS) -> dict[str, tuple[Issue, ...]]:
    """Return what keeps a right out, by field; under "" what hangs on none of the form's fields."""
    found: dict[str, tuple[Issue, ...]] = {}
    for issue in outcome.issues:
        if issue.is_blocking:
            name = issue.field if issue.field in fields else ""
            found[name] = (*found.get(name, ()), issue)
    return found


def warned_in(told: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return what an address says was remarked (`field.code`): field, code and sentence of each."""
    parts = [one.partition(".")[::2] for one in told]
    return [
        (field, code, WARNINGS[code])
        for field, code in parts
        if field in LABELS and code in WARNINGS
    ]


def _texts(said: Mapping[str, str]) -> dict[str, str]:
    texts = {name: said.get(name, "").strip() for name in ("year", "kind", "days", "comment")}
    # As people write it in three of the four languages.
    texts["days"] = texts["days"].replace(",", ".")
    texts["comment"] = _in_one_line(texts["comment"])
    return texts


def _in_one_line(text: str) -> str:
    """Return a reason as records keep it, though its field has several lines to write in."""
    return " ".join(re.split(r"\s*\r?\n\s*", text))
