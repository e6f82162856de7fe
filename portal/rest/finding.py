"""Records read: one with its tag, its versions, and collections by filters, order and cursor."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from flask import Response, request

from portal.account.declared import (
    After,
    Asked,
    DeclaredDetail,
    DeclaredFilter,
    open_declared,
    open_one,
)
from portal.account.declared_rows import Order
from portal.database import reading
from portal.declarations import fields
from portal.declarations.fields import Unreadable
from portal.law.training import TrainingStatus
from portal.records.facts import RecordKind
from portal.rest.answers import json_answer
from portal.rest.changing import known_id, tag_of
from portal.rest.clients import current_client, refuse_who_asks_too_often
from portal.rest.declaring import COLLECTIONS
from portal.rest.paging import (
    Page,
    moment,
    page_size,
    read_cursor,
    refuse,
    refuse_cursor,
    write_cursor,
)
from portal.rest.problems import Problem, bad_input
from portal.rest.records import record_json, version_json
from portal.rest.requests import check_accept, check_parameters, read_object
from portal.wire.kinds import BAD_REQUEST, NOT_FOUND
from portal.wire.names import to_snake
from portal.wire.shapes import told

_STATES: Final = ("active", "canceled")
_READERS: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType(
    {
        "enterpriseNumber": fields.read_enterprise_number,
        "ssin": fields.read_ssin,
        "reference": fields.read_reference,
        "status": fields.code_reader(TrainingStatus),
        "startDateFrom": fields.read_date,
        "startDateTo": fields.read_date,
        "year": fields.read_year,
    }
)
_PAGING: Final = ("sort", "cursor", "pageSize")
_TRAINING: Final = (
    "enterpriseNumber",
    "reference",
    "status",
    "recordState",
    "startDateFrom",
    "startDateTo",
    "changedSince",
)
_RIGHT: Final = ("enterpriseNumber", "reference", "year", "kind", "recordState", "changedSince")
FILTERS: Final = {RecordKind.TRAINING: _TRAINING, RecordKind.RIGHT: _RIGHT}


def show(kind: RecordKind, record_id: str) -> Response:
    """Give one record as it stands; 304 where the client has this version."""
    check_accept()
    check_parameters()
    record = _found(kind, record_id).record
    answer = json_answer(record_json(record.stand, record.ssin))
    answer.headers["ETag"] = tag_of(record.stand)
    answer.make_conditional(request)
    return answer


def show_versions(kind: RecordKind, record_id: str) -> Response:
    """Give who said each version of a record, when and through which channel."""
    check_accept()
    check_parameters()
    found = _found(kind, record_id)
    stands = (found.record.stand, *found.earlier_versions)
    items = [version_json(stand) for stand in stands]
    path = f"{COLLECTIONS[kind]}/{stands[0].record_id}/versions"
    return json_answer({**Page(items, None).collection(path, {}), "total": len(items)})


def list_by_address(kind: RecordKind) -> Response:
    """Give records by what the address asks for; never by the number of a person."""
    check_accept()
    check_parameters(*FILTERS[kind], *_PAGING)
    return _list(kind, request.args.to_dict(), COLLECTIONS[kind], "query")


def list_by_body(kind: RecordKind) -> Response:
    """Give records by what the body asks for, where the number of a person may stand."""
    check_parameters("cursor", "pageSize")
    said = read_object()
    known = ("ssin", *FILTERS[kind], *_PAGING)
    issues = []
    for name, value in said.items():
        if name not in known:
            detail = "No such property exists: leave it out."
            issues.append(bad_input("body", told(name), "unknownInput", detail, told(value)))
        elif type(value) is not (int if name in {"year", "pageSize"} else str):
            detail = "This is of another type than agreed."
            issues.append(bad_input("body", name, "schemaViolation", detail, told(value)))
    if issues:
        raise Problem(BAD_REQUEST, issues)
    asked = {name: str(value) for name, value in said.items()} | request.args.to_dict()
    return _list(kind, asked, f"{COLLECTIONS[kind]}/query", "body")


def _list(kind: RecordKind, asked: dict[str, str], path: str, place: str) -> Response:
    filters = {
        to_snake(name): _read(name, text, place)
        for name, text in asked.items()
        if name not in _PAGING
    }
    size, order = page_size(asked.get("pageSize")), _order(asked, place)
    after = _after(order, asked["cursor"]) if "cursor" in asked else None
    refuse_who_asks_too_often()
    client = current_client()
    number = client.enterprise_number
    question = Asked(number, client.look(number), kind, DeclaredFilter(**filters), order)
    with reading() as db:
        found = open_declared(db, question, size, after)
    items = [record_json(record.stand, record.ssin) for record in found.records]
    behind = found.after
    cursor = write_cursor(behind.value, str(behind.record_id)) if behind else None
    return json_answer(Page(items, cursor).collection(path, _in_address(asked, place)))


def _in_address(asked: dict[str, str], place: str) -> dict[str, str]:
    """Return what may stand in an address: of a question in a body, only where its page begins."""
    kept = {"cursor", "pageSize"} if place == "body" else set(asked)
    return {name: text for name, text in asked.items() if name in kept}


def _found(kind: RecordKind, record_id: str) -> DeclaredDetail:
    """Return a record within the client's reach, its look written; raises Problem."""
    known = UUID(known_id(record_id))
    refuse_who_asks_too_often()
    client = current_client()
    number = client.enterprise_number
    with reading() as db:
        found = open_one(db, Asked(number, client.look(number), kind), known)
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _read(name: str, text: str, place: str) -> Any:  # noqa: ANN401 - of its filter
    """Return the value of a filter; raises Problem."""
    if name == "changedSince":
        return moment(name, text, place)
    if name in {"recordState", "kind"}:
        codes = _STATES if name == "recordState" else ("legal", "sectoral", "employer", "optOut")
        if text not in codes:
            refuse(name, "unknownCode", f"Use one of these codes: {', '.join(codes)}.", text, place)
        return text
    value = _READERS[name](text)
    if value is None:
        refuse(name, "missing", "Fill this in, or leave it out.", text, place)
    if isinstance(value, Unreadable):
        detail = value.reason.sentence % value.detail
        refuse(name, value.reason.code, detail, text, place)
    return value.value if isinstance(value, TrainingStatus) else value


def _order(asked: Mapping[str, str], place: str) -> Order:
    """Return in which order the records are given; raises Problem."""
    text = asked.get("sort", Order.MADE)
    orders = [order.value for order in Order if order is not Order.MADE]
    if "sort" in asked and text not in orders:
        refuse("sort", "unknownCode", f"Use one of these: {', '.join(orders)}.", text, place)
    return Order(text)


def _after(order: Order, cursor: str) -> After:
    """Return behind which record a page begins; raises Problem for a cursor of another order."""
    value, name = read_cursor(cursor, 2)
    try:
        record_id = UUID(name)
        if order in {Order.START, Order.NEWEST_START}:
            date.fromisoformat(value)
        elif order is Order.MADE:
            UUID(value)
        else:
            datetime.fromisoformat(value)
    except ValueError:
        refuse_cursor(cursor)
    return After(value, record_id)
