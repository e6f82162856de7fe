"""The document of the service, as tests compare it with what runs."""

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

import yaml
from jsonschema import Draft4Validator, FormatChecker
from werkzeug.test import TestResponse

from portal.rest.reference import DOCUMENT

Document = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "patch")


@cache
def written() -> Document:
    """Return the document as it is written; nobody may change it."""
    found: Document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return found


@cache
def whole() -> Document:
    """Return the document with every reference replaced by what it means."""
    document = written()
    found: Document = inlined(document, document)
    return found


def inlined(part: Any, document: Document) -> Any:  # noqa: ANN401 - any part of a document
    """Return a part of a document with its references replaced."""
    if isinstance(part, list):
        return [inlined(one, document) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        found: Any = document
        for step in str(part["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        return inlined(found, document)
    return {name: inlined(one, document) for name, one in part.items()}


@cache
def operations() -> dict[tuple[str, str], Document]:
    """Return every operation by its method and path."""
    return {
        (method, path): operation
        for path, item in whole()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def operation_of(method: str, path: str) -> Document | None:
    """Return the operation that a request asks for; None: there is no such one."""
    bare = urlsplit(path).path
    # What is written out comes before what is a parameter.
    for (name, template), operation in sorted(
        operations().items(), key=lambda one: "{" in one[0][1]
    ):
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if name == method.lower() and re.fullmatch(pattern, bare):
            return operation
    return None


@lru_cache(maxsize=256)
def _validator(key: tuple[str, str, str, str]) -> Draft4Validator:
    method, path, status, kind = key
    response = operations()[method, path]["responses"][status]
    return Draft4Validator(response["content"][kind]["schema"], format_checker=FormatChecker())


def check_answer_of(method: str, path: str, answer: TestResponse) -> None:
    """Assert that an answer is one of those that the document tells."""
    operation = operation_of(method, path)
    if operation is None or answer.status_code == 405:
        return
    ((name, template),) = [key for key, one in operations().items() if one is operation]
    responses = operation["responses"]
    status = str(answer.status_code) if str(answer.status_code) in responses else "default"
    if status == "default":
        assert answer.status_code >= 400, f"{method} {path}: {answer.status_code} is not told"
    told = responses[status]
    for header, meaning in told.get("headers", {}).items():
        assert header in answer.headers or not meaning.get("required"), header
    if "content" not in told:
        assert not answer.data
        return
    assert answer.mimetype in told["content"], f"{method} {path}: {answer.mimetype}"
    if answer.mimetype.endswith("json"):
        validator = _validator((name, template, status, answer.mimetype))
        faults = [
            f"{fault.json_path}: {fault.message}"
            for fault in validator.iter_errors(answer.get_json())
        ]
        assert faults == [], f"{method} {path}: {faults}"
