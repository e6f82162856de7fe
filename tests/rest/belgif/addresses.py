"""Rules of the Belgif REST guide on addresses, parameters and headers."""

import re
from collections.abc import Iterator

from tests.rest.belgif.reading import CAMEL, Rule, headers, operations
from tests.rest.document import Document

# Verbs that end a path, because what they do has no method of its own.
CONTROLLERS = ("cancel", "query")
# Nouns of which there is one.
SINGLE = ("health", "doc", "refData")
_SERVER = re.compile(r"https://[a-z0-9.-]+(/[A-Za-z]+)*/v[1-9][0-9]*")
_KEBAB = re.compile(r"[A-Z][a-z]*(-[A-Z][a-z]*)*")
_WRITTEN_OTHERWISE = ("ETag", "WWW-Authenticate")
_OF_A_PERSON = re.compile("ssin|niss|insz|name|birth", re.IGNORECASE)
_GENERAL = ("Accept", "Accept-Language", "Authorization", "BelGov-Trace-Id", "Content-Type")


def servers_end_in_the_major_version(document: Document) -> Iterator[str]:
    for server in document["servers"]:
        if not _SERVER.fullmatch(server["url"]):
            yield server["url"]


def segments_are_lower_camel_case(document: Document) -> Iterator[str]:
    for path in document["paths"]:
        for segment in path.strip("/").split("/"):
            plain = segment.removeprefix("openapi.") if "/doc/" in path else segment
            if "{" not in segment and not CAMEL.fullmatch(plain):
                yield path


def no_slash_ends_a_path(document: Document) -> Iterator[str]:
    yield from (path for path in document["paths"] if path.endswith("/"))


def only_documents_have_an_extension(document: Document) -> Iterator[str]:
    for path in document["paths"]:
        if "." in path and not path.startswith("/doc/openapi."):
            yield path


def collections_are_plural(document: Document) -> Iterator[str]:
    for path in document["paths"]:
        for segment in path.strip("/").split("/"):
            is_noun = "{" not in segment and "." not in segment and segment not in CONTROLLERS
            if is_noun and segment not in SINGLE and not segment.endswith("s"):
                yield path


def controllers_are_posted_to(document: Document) -> Iterator[str]:
    for one in operations(document):
        if one.last in CONTROLLERS and one.method != "post":
            yield one.place


def path_parameters_are_lower_camel_case(document: Document) -> Iterator[str]:
    for path in document["paths"]:
        for name in re.findall(r"\{(.*?)\}", path):
            if not CAMEL.fullmatch(name):
                yield path


def path_parameters_are_named_for_their_resource(document: Document) -> Iterator[str]:
    for path in document["paths"]:
        for name in re.findall(r"\{(.*?)\}", path):
            if not re.fullmatch(r"[a-z]\w*(Id|Code|Number)", name):
                yield f"{path} {name}"


def path_parameters_are_told(document: Document) -> Iterator[str]:
    for one in operations(document):
        told = {given["name"] for given in one.parameters if given["in"] == "path"}
        if told != set(re.findall(r"\{(.*?)\}", one.path)):
            yield one.place


def query_parameters_are_lower_camel_case(document: Document) -> Iterator[str]:
    for one in operations(document):
        for given in one.parameters:
            if given["in"] == "query" and not CAMEL.fullmatch(given["name"]):
                yield f"{one.place} {given['name']}"


def many_values_repeat_their_parameter(document: Document) -> Iterator[str]:
    for one in operations(document):
        for given in one.parameters:
            if given["schema"].get("type") == "array" and not given.get("explode", True):
                yield f"{one.place} {given['name']}"


def no_person_stands_in_an_address_or_header(document: Document) -> Iterator[str]:
    for one in operations(document):
        for given in one.parameters:
            if _OF_A_PERSON.search(given["name"]):
                yield f"{one.place} {given['name']}"


def headers_are_upper_kebab_case(document: Document) -> Iterator[str]:
    for name, place in headers(document):
        if name not in _WRITTEN_OTHERWISE and not _KEBAB.fullmatch(name):
            yield f"{place} {name}"


def general_headers_are_left_out(document: Document) -> Iterator[str]:
    yield from (f"{place} {name}" for name, place in headers(document) if name in _GENERAL)


RULES: list[tuple[str, Rule]] = [
    ("uri-format", servers_end_in_the_major_version),
    ("uri-notat", segments_are_lower_camel_case),
    ("uri-notat", no_slash_ends_a_path),
    ("uri-notat", query_parameters_are_lower_camel_case),
    ("uri-extens", only_documents_have_an_extension),
    ("col-name", collections_are_plural),
    ("ctl-res", controllers_are_posted_to),
    ("path-param", path_parameters_are_lower_camel_case),
    ("id-name", path_parameters_are_named_for_their_resource),
    ("oas-contra", path_parameters_are_told),
    ("qry-multi", many_values_repeat_their_parameter),
    ("sens-dat", no_person_stands_in_an_address_or_header),
    ("hdr-case", headers_are_upper_kebab_case),
    ("gen-header", general_headers_are_left_out),
]
