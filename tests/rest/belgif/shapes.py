"""Rules of the Belgif REST guide on schemas: their properties, codes, numbers and days."""

import json
import re
from collections.abc import Iterator

from tests.rest.belgif.reading import (
    ABBREVIATION,
    CAMEL,
    Rule,
    faults,
    operations,
    properties,
    schemas,
)
from tests.rest.document import Document

_EMPTY_PROPERTY = re.compile("info(rmation)?|.*Info(rmation)?|data|.*Data")


def properties_are_lower_camel_case(document: Document) -> Iterator[str]:
    for place, name, _ in properties(document):
        is_camel = CAMEL.fullmatch(name) and not ABBREVIATION.search(name)
        if not is_camel or _EMPTY_PROPERTY.fullmatch(name):
            yield place


def nothing_is_null(document: Document) -> Iterator[str]:
    yield from (place for place, schema in schemas(document) if "nullable" in schema)


def what_is_required_is_a_property(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        for name in schema.get("required", ()):
            if name not in schema.get("properties", {}):
                yield f"{place}.{name}"


def what_is_read_only_is_not_required(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        for name, one in schema.get("properties", {}).items():
            if one.get("readOnly") and name in schema.get("required", ()):
                yield f"{place}.{name}"


def objects_are_open(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        if schema.get("additionalProperties") is False:
            yield place


def answers_are_open(document: Document) -> Iterator[str]:
    for one in operations(document):
        if '"additionalProperties": false' in json.dumps(one.responses):
            yield one.place


def listed_values_are_of_their_type(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        if "enum" in schema:
            bare = {name: said for name, said in schema.items() if name != "enum"}
            doubled = len(set(schema["enum"])) < len(schema["enum"])
            if doubled or any(faults(value, bare, document) for value in schema["enum"]):
                yield place


def codes_are_lower_camel_case(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        for code in schema.get("enum", ()):
            if not CAMEL.fullmatch(str(code)):
                yield f"{place} {code}"


def decimals_are_texts(document: Document) -> Iterator[str]:
    yield from (place for place, schema in schemas(document) if schema.get("type") == "number")


def alternatives_can_be_told_apart(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        if ("oneOf" in schema or "anyOf" in schema) and "discriminator" not in schema:
            yield place


def identifiers_are_texts(document: Document) -> Iterator[str]:
    for place, name, schema in properties(document):
        is_text = schema.get("type") == "string" and schema.get("format") == "uuid"
        if (name == "id" or name.endswith("Id")) and not is_text:
            yield place


def numbers_of_persons_and_enterprises_are_patterned(document: Document) -> Iterator[str]:
    for place, name, schema in properties(document):
        has_pattern = schema.get("type") == "string" and schema.get("pattern", "").startswith("^")
        if name in {"ssin", "enterpriseNumber", "replacedBy"} and not has_pattern:
            yield place


def days_and_moments_are_iso_8601(document: Document) -> Iterator[str]:
    for place, name, schema in properties(document):
        if name.endswith("Date") or name == "validUntil":
            expected = "date"
        elif name.endswith("At") or name == "lastModified":
            expected = "date-time"
        else:
            continue
        if schema.get("format") != expected:
            yield place


RULES: list[tuple[str, Rule]] = [
    ("jsn-naming", properties_are_lower_camel_case),
    ("jsn-null", nothing_is_null),
    ("prop-req", what_is_required_is_a_property),
    ("oas-rdonly", what_is_read_only_is_not_required),
    ("addi-prop", objects_are_open),
    ("evo-compat", answers_are_open),
    ("oas-enum", listed_values_are_of_their_type),
    ("cod-design", codes_are_lower_camel_case),
    ("dec-type", decimals_are_texts),
    ("sch-oneof", alternatives_can_be_told_apart),
    ("id-design", identifiers_are_texts),
    ("id-numer", numbers_of_persons_and_enterprises_are_patterned),
    ("json", days_and_moments_are_iso_8601),
]
