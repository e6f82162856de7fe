"""Texts become declarations, or every field of them that cannot be read.

A list is read column by column: thousands of rows say the same few things, and what one reader
does to a whole column costs a third of what eighteen readers do to a row.
"""

from collections.abc import Sequence
from hashlib import sha256
from types import NoneType

from portal.declarations import catalogue, fields
from portal.declarations.declaration import Action
from portal.declarations.fields import Unreadable
from portal.declarations.forms import APART, FORMS, Changed, Field, Form, read_action
from portal.declarations.outcome import Issue
from portal.declarations.table import Fields, Table
from portal.records.facts import Facts

# A declaration, and the SHA-256 of its content, by which it is known again for ever.
Read = tuple[Facts | Changed, bytes]


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
    action = read_action(given or Action.CREATE_TRAINING)
    if isinstance(action, Action):
        return _read_form(table, FORMS[action])
    assert isinstance(action, Unreadable)  # noqa: S101 - nothing was said: that is an action too
    issue = Issue(action.reason, "action", given, action.detail)
    return [[issue] for _ in range(len(table))]


def _read_form(table: Table, form: Form) -> list[Read | list[Issue]]:
    texts = _texts_of(table, form.fields)
    faulty = _with_unknown_fields(table, form)
    if form.names_record:
        faulty |= _without_name(table)
    values: list[list[object]] = []
    content: list[Sequence[str]] = []
    for field in form.fields:
        said = texts[field.name]
        column = list(map(field.read, said)) if any(said) else [field.read("")] * len(table)
        if field.required or any(said):
            faulty |= _unread(column, required=field.required)
        values.append(column)
        if field.name not in APART:
            content.append(_written(column) if field.free and any(said) else said)
    digests = map(_digest_of, zip(*content, strict=True))
    # What cannot be read is put together all the same, and then replaced by what is wrong.
    read: list[Read | list[Issue]] = list(
        zip(map(form.make, zip(*values, strict=True)), digests, strict=True)
    )
    for place in faulty:
        read[place] = _faults(table.row(place), form)
    return read


def _texts_of(table: Table, form: Sequence[Field]) -> dict[str, Sequence[str]]:
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


def _with_unknown_fields(table: Table, form: Form) -> set[int]:
    """Return the places of declarations with a field that does not exist."""
    unknown = table.columns.keys() - form.names
    return {place for name in unknown for place, text in enumerate(table.column(name)) if text}


def _without_name(table: Table) -> set[int]:
    """Return the places of declarations that say not of which record they speak."""
    pairs = zip(table.column("record_id"), table.column("reference"), strict=True)
    return {place for place, names in enumerate(pairs) if not any(names)}


def _unread(column: list[object], *, required: bool) -> set[int]:
    """Return the places in a column where there is no value although there should be."""
    kinds = set(map(type, column))
    if Unreadable not in kinds and not (required and NoneType in kinds):
        return set()
    wrong = (Unreadable, NoneType) if required else Unreadable
    return {place for place, value in enumerate(column) if isinstance(value, wrong)}


def _faults(row: Fields, form: Form) -> list[Issue]:
    """Return what is wrong with each field of a row."""
    issues = []
    for field in form.fields:
        given = row.get(field.name, "")
        value = field.read(given)
        if isinstance(value, Unreadable):
            issues.append(Issue(value.reason, field.name, given, value.detail))
        elif value is None and field.required:
            issues.append(Issue(catalogue.MISSING, field.name))
    if form.names_record and not row.get("record_id") and not row.get("reference"):
        issues.append(Issue(catalogue.MISSING, "reference"))
    names = form.names
    issues += [
        Issue(catalogue.UNKNOWN_INPUT, name, text)
        for name, text in row.items()
        if text and name not in names
    ]
    return issues
