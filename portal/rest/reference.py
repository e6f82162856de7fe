"""What everybody may read: whether the service works, its document, and its lists of codes."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml
from flask import Blueprint, Response, request

from portal.account import words
from portal.duties.condition import Health, parts_now
from portal.languages import LANGUAGES, N_, translated
from portal.law.parameters import GROWTH_PATHS, SECTORAL_RIGHTS
from portal.rest.addresses import address, base_url
from portal.rest.clients import public
from portal.rest.problems import Problem
from portal.rest.requests import JSON, check_accept, check_parameters, settings_here
from portal.wire.codes import problem_types
from portal.wire.kinds import NOT_FOUND

views = Blueprint("reference", __name__)
DOCUMENT: Final = Path(__file__).with_name("openapi.yaml")
YAML: Final = "application/yaml"
_KEPT: Final = "public, max-age=3600"
_COMMITTEE: Final = N_("Joint committee %(number)s")
_OPT_OUT: Final = N_("Only declared rights count: nothing is calculated")


@views.get("/health")
@public
def health() -> Response:
    """Tell whether the service works: UP, or DOWN without its database.

    DEGRADED: the database is of another release, no worker has said for a minute that it is there,
    or nobody works through the submissions.
    """
    check_accept(JSON)
    health = parts_now().health
    return _json({"status": health}, 503 if health is Health.DOWN else 200)


@views.get("/doc/openapi.yaml")
@public
def document_yaml() -> Response:
    """Give the document of this service as it was written."""
    check_parameters()
    return _kept(_document()[0], YAML)


@views.get("/doc/openapi.json")
@public
def document_json() -> Response:
    """Give the document of this service in JSON."""
    check_parameters()
    check_accept(JSON)
    return _kept(_document()[1], JSON)


@views.get("/refData/<string:name>")
@public
def codes(name: str) -> Response:
    """Give a list of codes with what they mean, in four languages."""
    check_parameters()
    check_accept(JSON)
    return _kept(_list_of(_known(name)), JSON)


@views.get("/refData/<string:name>/<string:code>")
@public
def code_of(name: str, code: str) -> Response:
    """Give one code with what it means."""
    check_parameters()
    check_accept(JSON)
    found = next((item for item in LISTS[_known(name)]() if item["code"] == code), None)
    if found is None:
        raise Problem(NOT_FOUND)
    item = {"self": address("refData", name, code), **found}
    return _kept(json.dumps(item, ensure_ascii=False).encode(), JSON)


def _known(name: str) -> str:
    if name not in LISTS:
        raise Problem(NOT_FOUND)
    return name


@cache
def _document() -> tuple[bytes, bytes]:
    """Return the document as YAML and as JSON, for the address of this service."""
    written = DOCUMENT.read_text(encoding="utf-8")
    written = written.replace("https://tokens.example", settings_here().token_issuer)
    written = written.replace("https://fla.example", base_url())
    return written.encode(), json.dumps(yaml.safe_load(written), ensure_ascii=False).encode()


@cache
def _list_of(name: str) -> bytes:
    items = LISTS[name]()
    said = {"self": address("refData", name), "items": items, "total": len(items)}
    return json.dumps(said, ensure_ascii=False).encode()


def _items(meanings: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"code": code, "description": _in_all(sentence)} for code, sentence in meanings.items()]


def _in_all(sentence: str, **values: str) -> dict[str, str]:
    return {language: translated(sentence, language) % values for language in LANGUAGES}


def _committees() -> list[dict[str, Any]]:
    """Return the joint committees of which an agreement changes the right."""
    numbers = sorted({*GROWTH_PATHS, *SECTORAL_RIGHTS})
    return [
        {"code": number, "description": _in_all(_COMMITTEE, number=number)} for number in numbers
    ]


LISTS: Final[Mapping[str, Callable[[], list[dict[str, Any]]]]] = MappingProxyType(
    {
        "trainingNatures": lambda: _items(words.NATURES),
        "trainingStatuses": lambda: _items(words.STATUSES),
        "rightKinds": lambda: _items({**words.RIGHTS, "optOut": _OPT_OUT}),
        "jointCommittees": _committees,
        "problemTypes": problem_types,
    }
)


def _json(said: Mapping[str, Any], status: int) -> Response:
    return Response(json.dumps(said), status, content_type=JSON)


def _kept(body: bytes, kind: str) -> Response:
    """Return an answer that may be kept for an hour, and asked for again by its tag."""
    answer = Response(body, content_type=kind)
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = _KEPT
    answer.make_conditional(request)
    return answer
