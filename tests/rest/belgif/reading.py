"""The document walked through: what the rules of Belgif look at, each with its place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jsonschema import Draft4Validator, FormatChecker

from tests.rest.document import METHODS, Document, inlined

Rule = Callable[[Document], Iterator[str]]  # gives the places that break it
ABBREVIATION = re.compile("[A-Z]{2}")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with the references within it replaced.

    written: as it stands in the document. parameters: those of its path too.
    """

    method: str
    path: str
    written: Document
    parameters: list[Document]
    responses: dict[str, Document]

    @property
    def place(self) -> str:
        """How a finding names it."""
        return f"{self.method} {self.path}"

    @property
    def last(self) -> str:
        """The last segment of its path."""
        return self.path.rpartition("/")[2]

    @property
    def success(self) -> dict[str, Document]:
        """What it answers when all is well, by status."""
        return {status: one for status, one in self.responses.items() if status < "3"}

    @property
    def failures(self) -> dict[str, Document]:
        """What it answers otherwise, by status or `default`."""
        return {status: one for status, one in self.responses.items() if status >= "4"}


def operations(document: Document) -> Iterator[Operation]:
    """Give every operation."""
    for path, item in document["paths"].items():
        for method, written in item.items():
            if method not in METHODS:
                continue
            parameters = [*item.get("parameters", ()), *written.get("parameters", ())]
            yield Operation(
                method,
                path,
                written,
                inlined(parameters, document),
                inlined(written["responses"], document),
            )


def bodies(operation: Operation, document: Document) -> Iterator[tuple[str, Document]]:
    """Give every media type that an operation takes or answers with, and what it holds."""
    request = inlined(operation.written.get("requestBody", {}), document)
    for one in (request, *operation.responses.values()):
        yield from one.get("content", {}).items()


def headers(document: Document) -> Iterator[tuple[str, str]]:
    """Give the name of every header that is asked for or answered with, and its place."""
    for operation in operations(document):
        for one in operation.parameters:
            if one["in"] == "header":
                yield one["name"], operation.place
        for status, answer in operation.responses.items():
            for name in answer.get("headers", {}):
                yield name, f"{operation.place} {status}"


def schemas(document: Document) -> Iterator[tuple[str, Document]]:
    """Give every schema as it is written, those within others too, with its place."""
    for name, schema in document["components"]["schemas"].items():
        yield from _within(schema, name)
    for kind in ("parameters", "headers"):
        for name, one in document["components"][kind].items():
            yield from _within(one["schema"], name)
    for path, item in document["paths"].items():
        yield from _in_content(item, path)


def _in_content(part: object, place: str) -> Iterator[tuple[str, Document]]:
    """Give the schemas that stand in a part that is none itself."""
    if isinstance(part, list):
        for one in part:
            yield from _in_content(one, place)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name == "schema":
                yield from _within(one, place)
            elif name not in {"example", "examples"}:
                yield from _in_content(one, place)


def _within(schema: Document, place: str) -> Iterator[tuple[str, Document]]:
    yield place, schema
    for name, one in schema.get("properties", {}).items():
        yield from _within(one, f"{place}.{name}")
    for keyword in ("oneOf", "anyOf", "allOf"):
        for index, one in enumerate(schema.get(keyword, ())):
            yield from _within(one, f"{place}.{keyword}[{index}]")
    if "items" in schema:
        yield from _within(schema["items"], f"{place}[]")


def properties(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Give every property: its place, its name and its schema, references replaced."""
    for place, schema in schemas(document):
        for name, one in schema.get("properties", {}).items():
            yield f"{place}.{name}", name, inlined(one, document)


def references(part: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Give every reference, with the place where it stands."""
    if isinstance(part, list):
        for index, one in enumerate(part):
            yield from references(one, f"{place}[{index}]")
    elif isinstance(part, dict):
        for name, one in part.items():
            if name == "$ref":
                yield place, str(one)
            else:
                yield from references(one, f"{place}.{name}" if place else name)


def faults(value: object, schema: Document, document: Document) -> bool:
    """Tell whether a value is other than its schema says."""
    validator = Draft4Validator(inlined(schema, document), format_checker=FormatChecker())
    return any(validator.iter_errors(value))
