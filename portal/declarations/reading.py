"""Text becomes a declaration, or every field of it that cannot be read."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from portal.declarations import catalogue, fields
from portal.declarations.declaration import (
    Action,
    Declaration,
    DeclaredKind,
    RightDeclaration,
    TrainingDeclaration,
)
from portal.declarations.fields import Unreadable
from portal.declarations.outcome import Issue
from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus

# What a channel hands over: texts by field name; absent, None and "" say the same.
Fields = Mapping[str, str | None]


class _Field(NamedTuple):
    """One field: how its text is read, and whether it must be there."""

    name: str
    read: Callable[[str], object]
    required: bool


def _required(name: str, read: Callable[[str], object]) -> _Field:
    return _Field(name, read, required=True)


def _optional(name: str, read: Callable[[str], object]) -> _Field:
    return _Field(name, read, required=False)


# In the order of the declaration's own fields.
_TRAINING: Final = (
    _required("enterprise_number", fields.read_enterprise_number),
    _required("ssin", fields.read_ssin),
    _required("reference", fields.read_reference),
    _required("title", fields.text_reader(fields.TITLE_LENGTH)),
    _required("language", fields.read_language),
    _required("nature", fields.code_reader(Nature)),
    _required("status", fields.code_reader(TrainingStatus)),
    _required("start_date", fields.read_date),
    _required("end_date", fields.read_date),
    _required("duration_minutes", fields.minutes_reader(1)),
    _required("counts_for_right", fields.read_truth),
    _optional("not_counting_reason", fields.code_reader(NotCountingReason)),
    _optional("charged_minutes", fields.minutes_reader(0)),
    _optional("provider_name", fields.text_reader(fields.PROVIDER_NAME_LENGTH)),
    _optional("provider_enterprise_number", fields.read_enterprise_number),
    _required("certificate_obtained", fields.read_truth),
    _optional("certificate_valid_until", fields.read_date),
    _optional("financing", fields.code_reader(Financing)),
)
_RIGHT: Final = (
    _required("enterprise_number", fields.read_enterprise_number),
    _required("ssin", fields.read_ssin),
    _required("reference", fields.read_reference),
    _required("year", fields.read_year),
    _required("kind", fields.code_reader(DeclaredKind)),
    _optional("days", fields.read_days),
    _optional("comment", fields.text_reader(fields.COMMENT_LENGTH)),
)
_DURATION: Final = TrainingDeclaration._fields.index("duration_minutes")
_CHARGED: Final = TrainingDeclaration._fields.index("charged_minutes")
_FIELDS: Final = {Action.CREATE_TRAINING: _TRAINING, Action.CREATE_RIGHT: _RIGHT}
_KNOWN: Final = {
    action: frozenset({"action", *(field.name for field in fields_)})
    for action, fields_ in _FIELDS.items()
}
_read_action: Final = fields.code_reader(Action)


def read(text: Fields) -> Declaration | list[Issue]:
    """Return the declaration that the text makes, or all that keeps it from being read."""
    action = _read_action(text.get("action") or Action.CREATE_TRAINING)
    if isinstance(action, Unreadable):
        return [Issue(action.reason, "action", text.get("action"), action.detail)]
    issues: list[Issue] = []
    values = _values(text, action, issues)
    if not text.keys() <= _KNOWN[action]:
        issues += _unknown_inputs(text, action)
    if issues:
        return issues
    if action is Action.CREATE_RIGHT:
        return RightDeclaration._make(values)
    if values[_CHARGED] is None:
        values[_CHARGED] = values[_DURATION]
    return TrainingDeclaration._make(values)


def _values(text: Fields, action: Action, issues: list[Issue]) -> list[object]:
    """Return the values of all fields in order, and add what is wrong with them to the issues."""
    values: list[object] = []
    for name, read_text, required in _FIELDS[action]:
        given = text.get(name)
        value = read_text(given) if given else None
        if value.__class__ is Unreadable:
            issues.append(_issue(name, given, value))
        elif value is None and required:
            issues.append(Issue(catalogue.MISSING, name))
        values.append(value)
    return values


def readable_reference(text: Fields) -> str | None:
    """Return the reference of a declaration that cannot be read as a whole."""
    reference = fields.read_reference(text.get("reference") or "")
    return None if isinstance(reference, Unreadable) else reference


def _issue(name: str, given: str | None, fault: object) -> Issue:
    assert isinstance(fault, Unreadable)  # noqa: S101 - seen by the caller, in a cheaper way
    return Issue(fault.reason, name, given, fault.detail)


def _unknown_inputs(text: Fields, action: Action) -> list[Issue]:
    return [
        Issue(catalogue.UNKNOWN_INPUT, name, text[name])
        for name in text
        if name not in _KNOWN[action]
    ]
