"""Rules of the Belgif REST guide on the document itself: its names, tags, examples, components."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from tests.rest.belgif.reading import (
    ABBREVIATION,
    CAMEL,
    Rule,
    bodies,
    faults,
    operations,
    references,
    schemas,
)
from tests.rest.document import Document

_TYPE = re.compile(r"([A-Z][a-z0-9]*)+")
_EMPTY_WORD = re.compile("(?:^|[a-z])(Info|Information|Data|Enum|Enumeration|Type)(?![a-z])")
_TITLE = re.compile(r"[A-Z][a-z]+( [a-z]+)*")
_VERSION = re.compile(r"(\d+)\.\d+(\.\d+)?")


def the_document_is_openapi_3_0(document: Document) -> Iterator[str]:
    if not re.fullmatch(r"3\.0\.\d", document["openapi"]):
        yield document["openapi"]


def the_version_is_that_of_the_address(document: Document) -> Iterator[str]:
    version = _VERSION.fullmatch(document["info"]["version"])
    for server in document["servers"]:
        if version is None or not server["url"].endswith(f"/v{version[1]}"):
            yield server["url"]


def the_document_says_what_it_is_and_whose(document: Document) -> Iterator[str]:
    yield from ({"title", "description", "contact"} - set(document["info"]))


def operations_are_summed_up(document: Document) -> Iterator[str]:
    yield from (one.place for one in operations(document) if not one.written.get("summary"))


def components_are_described(document: Document) -> Iterator[str]:
    for kind in ("schemas", "parameters", "headers", "responses"):
        for name, one in document["components"][kind].items():
            if not one.get("description"):
                yield f"{kind} {name}"


def operations_have_one_tag(document: Document) -> Iterator[str]:
    told = {tag["name"] for tag in document["tags"]}
    yield from (name for name in told if not _TITLE.fullmatch(name))
    for one in operations(document):
        tags = one.written.get("tags", ())
        if len(tags) != 1 or not set(tags) <= told:
            yield one.place


def operations_have_a_name_of_their_own(document: Document) -> Iterator[str]:
    names = Counter(one.written.get("operationId", "") for one in operations(document))
    yield from (name for name, times in names.items() if times > 1 or not CAMEL.fullmatch(name))


def scopes_are_those_of_the_scheme(document: Document) -> Iterator[str]:
    schemes = document["components"]["securitySchemes"]
    for one in operations(document):
        if "security" not in one.written:
            yield one.place
        for needed in one.written.get("security", ()):
            for scheme, scopes in needed.items():
                flows = schemes.get(scheme, {}).get("flows", {})
                known = {scope for flow in flows.values() for scope in flow["scopes"]}
                if not scopes or not set(scopes) <= known:
                    yield one.place


def defaults_are_as_their_schema_says(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        if "default" in schema and faults(schema["default"], schema, document):
            yield place


def examples_are_as_their_schema_says(document: Document) -> Iterator[str]:
    for one in operations(document):
        for kind, media in bodies(one, document):
            if "example" not in media or faults(media["example"], media["schema"], document):
                yield f"{one.place} {kind}"
    for kind in ("parameters", "headers"):
        for name, one in document["components"][kind].items():
            if "example" not in one or faults(one["example"], one["schema"], document):
                yield f"{kind} {name}"


def components_are_upper_camel_case(document: Document) -> Iterator[str]:
    for kind, known in document["components"].items():
        for name in known:
            if not _TYPE.fullmatch(name) or ABBREVIATION.search(name):
                yield f"{kind} {name}"


def schemas_are_named_for_what_they_mean(document: Document) -> Iterator[str]:
    yield from (name for name in document["components"]["schemas"] if _EMPTY_WORD.search(name))


def references_lead_to_components(document: Document) -> Iterator[str]:
    for place, target in references(document):
        found = re.fullmatch(r"#/components/(\w+)/(\w+)", target)
        if found is None or found[2] not in document["components"].get(found[1], {}):
            yield f"{place} {target}"


def components_are_used(document: Document) -> Iterator[str]:
    used = {target for _, target in references(document)}
    for kind in set(document["components"]) - {"securitySchemes"}:
        for name in document["components"][kind]:
            if f"#/components/{kind}/{name}" not in used:
                yield f"{kind} {name}"


def what_stands_thrice_is_a_component(document: Document) -> Iterator[str]:
    inline: Counter[str] = Counter()
    for place, schema in schemas(document):
        plain = set(schema) <= {"type", "description"} or "$ref" in schema
        listing = schema.get("type") == "array" and "$ref" in schema["items"]
        if "." in place and not plain and not listing:
            inline[json.dumps(schema, sort_keys=True)] += 1
    yield from (text for text, times in inline.items() if times > 2 and "uri" not in text)


def objects_within_objects_are_components(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        if "." in place and not place.startswith("/") and "properties" in schema:
            yield place


RULES: list[tuple[str, Rule]] = [
    ("oas-contra", the_document_is_openapi_3_0),
    ("api-version", the_version_is_that_of_the_address),
    ("oas-descr", the_document_says_what_it_is_and_whose),
    ("oas-descr", operations_are_summed_up),
    ("oas-descr", components_are_described),
    ("oas-tags", operations_have_one_tag),
    ("openapi-opid", operations_have_a_name_of_their_own),
    ("sec-req", scopes_are_those_of_the_scheme),
    ("oas-defaul", defaults_are_as_their_schema_says),
    ("oas-exampl", examples_are_as_their_schema_says),
    ("oas-comp", components_are_upper_camel_case),
    ("oas-comp", references_lead_to_components),
    ("oas-comp", components_are_used),
    ("oas-comp", what_stands_thrice_is_a_component),
    ("oas-comp", objects_within_objects_are_components),
    ("oas-types", schemas_are_named_for_what_they_mean),
]
