"""What creating, changing and canceling share: conditions, replays, answers."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Response, request

from portal.account.declared import Asked, open_one
from portal.declarations import fields
from portal.declarations.becoming import first_stand
from portal.declarations.declaration import Action, NamedRecord
from portal.declarations.entry import ChangeEntry, CreateEntry
from portal.declarations.fields import Unreadable
from portal.declarations.outcome import Issue, Result
from portal.directory.entries import numbers_of
from portal.records.stand import Stand
from portal.rest.addresses import address
from portal.rest.answers import json_answer
from portal.rest.clients import current_client
from portal.rest.declaring import COLLECTIONS, Declared, declare_one
from portal.rest.paging import refuse
from portal.rest.problems import Problem, issues_json
from portal.rest.records import record_json
from portal.rest.requests import check_parameters, read_object
from portal.wire.kinds import BAD_REQUEST, NOT_FOUND
from portal.wire.shapes import EQUAL_EXPECTED, READ_ONLY, Shape, flatten, told

REPLAYED: Final = "Fla-Replayed"
CANCEL: Final[Shape] = {"reason": ("cancel_reason", str)}
_TAG: Final = re.compile(r'"([1-9][0-9]{0,8})"')


def create(action: Action, shape: Shape) -> Response:
    """Create a record from the body of the request."""
    check_parameters()
    flat = flatten(read_object(), shape)
    return declare_one(flat, {"action": action}, _created)


def change(action: Action, shape: Shape, record_id: str) -> Response:
    """Say a record anew by the body of the request."""
    check_parameters()
    said = read_object()
    flat = flatten({name: said[name] for name in said if name not in READ_ONLY}, shape)
    fixed = {name: said[name] for name in said if name in READ_ONLY}
    return declare_one(
        flat,
        {"action": action, **_named(record_id)},
        lambda declared: _changed(declared, fixed),
    )


def cancel(action: Action, record_id: str) -> Response:
    """Cancel a record for the reason in the body of the request."""
    check_parameters()
    flat = flatten(read_object(), CANCEL)
    more = {"action": action, **_named(record_id)}
    return declare_one(flat, more, lambda declared: _changed(declared, {}))


def _named(record_id: str) -> dict[str, str]:
    """Return which record is meant, and in which version it was seen."""
    given = request.headers.get("If-Match")
    named = {"record_id": known_id(record_id)}
    if given is None:
        return named
    tag = _TAG.fullmatch(given.strip())
    if tag is None:
        detail = 'This is not written as it should be: "1".'
        refuse("If-Match", "invalidStructure", detail, told(given), "header")
    return {**named, "expected_version": tag[1]}


def known_id(record_id: str) -> str:
    """Return an id of a record as it is written; raises Problem for what cannot be one."""
    found = fields.read_record_id(record_id)
    if found is None or isinstance(found, Unreadable):
        raise Problem(NOT_FOUND)
    return str(found)


def _created(declared: Declared) -> Response:
    entry, outcome = declared.entry, declared.outcome
    assert isinstance(entry, CreateEntry)  # noqa: S101 - what the action makes
    assert outcome.record_id is not None  # noqa: S101 - it was not refused
    entry.record_id = outcome.record_id
    stand = first_stand(entry, declared.declarant, declared.moment.now)
    if outcome.result is Result.UNCHANGED:
        stand = _first_answer(declared, stand)
    path = COLLECTIONS[entry.action.kind], str(outcome.record_id)
    headers = {"Location": address(*path), "ETag": tag_of(stand)}
    if outcome.result is Result.UNCHANGED:
        headers[REPLAYED] = "true"
    said = record_json(stand, entry.declaration.ssin, outcome.issues)
    return json_answer(said, 201, headers)


def _first_answer(declared: Declared, made_anew: Stand) -> Stand:
    """Return the first version of a record as it was kept then."""
    client, kind = current_client(), declared.entry.action.kind
    number = client.enterprise_number
    asked = Asked(number, client.look(number), kind)
    found = open_one(declared.db.connection(), asked, made_anew.record_id)
    # None: the access to read it has closed since.
    return made_anew if found is None else (found.record.stand, *found.earlier_versions)[-1]


def _changed(declared: Declared, fixed: Mapping[str, Any]) -> Response:
    entry = declared.entry
    assert isinstance(entry, ChangeEntry)  # noqa: S101 - what the action makes
    stand = entry.after or entry.before
    assert stand is not None  # noqa: S101 - it was not refused
    assert entry.before is not None  # noqa: S101 - same
    _check_fixed(fixed, record_json(entry.before, ""))
    ssin = None if isinstance(entry.declaration, NamedRecord) else entry.declaration.ssin
    ssin = ssin or numbers_of(declared.db, [stand.person_id])[stand.person_id]
    said = record_json(stand, ssin, declared.outcome.issues)
    return json_answer(said, 200, {"ETag": tag_of(stand)})


def tag_of(stand: Stand) -> str:
    """Return the entity tag of a version of a record."""
    return f'"{stand.version}"'


def _check_fixed(given: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Raise Problem where the body changes what only the service says."""
    issues = [
        Issue(EQUAL_EXPECTED, name, told(value))
        for name, value in given.items()
        # Kept for the first answer alone: a record that is read has none.
        if name != "warnings" and not _is_equal(name, value, record.get(name))
    ]
    if issues:
        raise Problem(BAD_REQUEST, issues_json(issues))


def _is_equal(name: str, given: object, kept: object) -> bool:
    if name != "lastModified" or not isinstance(given, str) or not isinstance(kept, str):
        return type(given) is type(kept) and given == kept
    try:
        # The same moment may be written with another distance from universal time.
        return datetime.fromisoformat(given) == datetime.fromisoformat(kept)
    except (TypeError, ValueError):
        return False
