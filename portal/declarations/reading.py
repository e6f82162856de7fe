"""Texts become declarations, or every field of them that cannot be read.

A list is read column by column: thousands of rows say the same few things, and what one reader
does to a whole column costs a third of what eighteen readers do to a row.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from types import NoneType
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
from portal.declarations.table import Fields, Table
from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus


class _Field(NamedTuple):
    """One field: how its text is read, and whether it must be there.

    default: the field whose text holds where nothing is said.
    free: different texts may say the same, so that what was read stands for what was given.
    """

    name: str
    read: Callable[[str], object]
    required: bool = True
    default: str | None = None
    free: bool = False


# In the order of the declaration's own fields.
_TRAINING: Final = (
    _Field("enterprise_number", fields.read_enterprise_number),
    _Field("ssin", fields.read_ssin),
    _Field("reference", fields.read_reference),
    _Field("title", fields.text_reader(fields.TITLE_LENGTH), free=True),
    _Field("language", fields.read_language),
    _Field("nature", fields.code_reader(Nature)),
    _Field("status", fields.code_reader(TrainingStatus)),
    _Field("start_date", fields.read_date),
    _Field("end_date", fields.read_date),
    _Field("duration_minutes", fields.minutes_reader(1)),
    _Field("counts_for_right", fields.read_truth),
    _Field("certificate_obtained", fields.read_truth),
    _Field("not_counting_reason", fields.code_reader(NotCountingReason), required=False),
    _Field("charged_minutes", fields.minutes_reader(0), required=False, default="duration_minutes"),
    _Field(
        "provider_name",
        fields.text_reader(fields.PROVIDER_NAME_LENGTH),
        required=False,
        free=True,
    ),
    _Field("provider_enterprise_number", fields.read_enterprise_number, required=False),
    _Field("certificate_valid_until", fields.read_date, required=False),
    _Field("financing", fields.code_reader(Financing), required=False),
)
_RIGHT: Final = (
    _Field("enterprise_number", fields.read_enterprise_number),
    _Field("ssin", fields.read_ssin),
    _Field("reference", fields.read_reference),
    _Field("year", fields.read_year),
    _Field("kind", fields.code_reader(DeclaredKind)),
    _Field("days", fields.read_days, required=False, free=True),
    _Field("comment", fields.text_reader(fields.COMMENT_LENGTH), required=False, free=True),
)
# Not part of the content: a replaced number still names the same worker, and the reference is
# what the content is kept under.
_APART: Final = frozenset({"ssin", "reference"})
_read_action: Final = fields.code_reader(Action)


# A declaration, and the SHA-256 of its content, by which it is known again for ever.
Read = tuple[Declaration, bytes]


def read_table(table: Table) -> list[Read | list[Issue]]:
    """Return for each text the declaration that it makes, or all that keeps it from being read."""
    actions = set(table.column("action"))
    if len(actions) == 1:
        return _read_alike(table, *actions)
    answers: list[Read | list[Issue]] = [[] for _ in range(len(table))]
    for action in actions:
        places = [place for place, said in enumerate(table.column("action")) if said == action]
        for place, answer in zip(places, _read_alike(table.at(places), action), strict=True):
            answers[place] = answer
    return answers


def readable_reference(text: Fields) -> str | None:
    """Return the reference of a declaration that cannot be read as a whole."""
    reference = fields.read_reference(text.get("reference", ""))
    return reference if isinstance(reference, str) else None


def _read_alike(table: Table, given: str) -> list[Read | list[Issue]]:
    """Return what declarations of one action make."""
    action = _read_action(given or Action.CREATE_TRAINING)
    if isinstance(action, Unreadable):
        issue = Issue(action.reason, "action", given, action.detail)
        return [[issue] for _ in range(len(table))]
    if action is Action.CREATE_RIGHT:
        return _read_form(table, _RIGHT, RightDeclaration)
    return _read_form(table, _TRAINING, TrainingDeclaration)


def _read_form(
    table: Table, form: Sequence[_Field], kind: type[Declaration]
) -> list[Read | list[Issue]]:
    texts = _texts_of(table, form)
    faulty = _with_unknown_fields(table, form)
    values: list[list[object]] = []
    content: list[Sequence[str]] = []
    for field in form:
        column = list(map(field.read, texts[field.name]))
        faulty |= _unread(column, required=field.required)
        values.append(column)
        if field.name not in _APART:
            content.append(_written(column) if field.free else texts[field.name])
    digests = map(_digest_of, zip(*content, strict=True))
    # What cannot be read is put together all the same, and then replaced by what is wrong.
    read: list[Read | list[Issue]] = list(
        zip(map(kind._make, zip(*values, strict=True)), digests, strict=True)
    )
    for place in faulty:
        read[place] = _faults(table.row(place), form)
    return read


def _texts_of(table: Table, form: Sequence[_Field]) -> dict[str, Sequence[str]]:
    """Return the texts of each field, with what holds where nothing is said."""
    texts = {field.name: table.column(field.name) for field in form}
    for field in form:
        if field.default:
            pairs = zip(texts[field.name], texts[field.default], strict=True)
            texts[field.name] = [text or other for text, other in pairs]
    return texts


def _digest_of(said: Sequence[str]) -> bytes:
    # Half characters are refused, but only after this.
    return sha256("\x1f".join(said).encode(errors="surrogatepass")).digest()


def _written(column: list[object]) -> list[str]:
    """Return what was read as one text for each value, however it was written."""
    return ["" if value is None else str(value) for value in column]


def _with_unknown_fields(table: Table, form: Sequence[_Field]) -> set[int]:
    """Return the places of declarations with a field that does not exist."""
    unknown = table.columns.keys() - _names(form)
    return {place for name in unknown for place, text in enumerate(table.column(name)) if text}


def _unread(column: list[object], *, required: bool) -> set[int]:
    """Return the places in a column where there is no value although there should be."""
    kinds = set(map(type, column))
    if Unreadable not in kinds and not (required and NoneType in kinds):
        return set()
    wrong = (Unreadable, NoneType) if required else Unreadable
    return {place for place, value in enumerate(column) if isinstance(value, wrong)}


def _faults(row: Fields, form: Sequence[_Field]) -> list[Issue]:
    """Return what is wrong with each field of a row."""
    issues = []
    for field in form:
        given = row.get(field.name, "")
        value = field.read(given)
        if isinstance(value, Unreadable):
            issues.append(Issue(value.reason, field.name, given, value.detail))
        elif value is None and field.required:
            issues.append(Issue(catalogue.MISSING, field.name))
    names = _names(form)
    issues += [
        Issue(catalogue.UNKNOWN_INPUT, name, text)
        for name, text in row.items()
        if text and name not in names
    ]
    return issues


def _names(form: Sequence[_Field]) -> frozenset[str]:
    return frozenset({"action", *(field.name for field in form)})
