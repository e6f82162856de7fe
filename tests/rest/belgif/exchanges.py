"""Rules of the Belgif REST guide on operations: what is asked, and what is answered."""

import re
from collections.abc import Iterator

from tests.rest.belgif.addresses import CONTROLLERS
from tests.rest.belgif.reading import JSON, PROBLEM, Operation, Rule, bodies, operations
from tests.rest.document import Document, inlined

# Which success each method may have; a controller answers POST with 200, nobody else.
_SUCCESS = {"get": {"200"}, "put": {"200", "201", "204"}, "post": {"201", "202", "204"}}
_NOT_OF_GET = {"409", "412", "413", "428"}
_PROBLEM = {"type", "title", "status", "detail", "instance"}
_PROBLEM_TYPE = re.compile(r"urn:problem-type:[a-z]+:[a-z][a-zA-Z]*")
_ISSUE_TYPE = re.compile(r"urn:problem-type:[a-z]+:input-validation:[a-z][a-zA-Z]*")


def _is_collection(operation: Operation, document: Document) -> bool:
    """Tell whether an address holds records: there are addresses of single ones below it."""
    return any(path.startswith(f"{operation.path}/{{") for path in document["paths"])


def health_is_told(document: Document) -> Iterator[str]:
    health = document["paths"].get("/health", {}).get("get")
    if health is None:
        yield "/health"
        return
    status = document["components"]["schemas"]["HealthStatus"]["properties"]["status"]
    if health.get("security") != [] or not {"200", "503"} <= set(health["responses"]):
        yield "/health"
    if status["enum"] != ["UP", "DEGRADED", "DOWN"]:
        yield "HealthStatus"


def everybody_reads_the_document_and_the_codes(document: Document) -> Iterator[str]:
    if "/doc/openapi.yaml" not in document["paths"]:
        yield "/doc/openapi.yaml"
    for one in operations(document):
        if one.path.startswith(("/doc/", "/refData/")) and one.written.get("security") != []:
            yield one.place


def methods_suit_what_they_act_on(document: Document) -> Iterator[str]:
    for one in operations(document):
        is_document = one.path.endswith("}")
        if (
            one.method not in _SUCCESS
            or (one.method == "post" and is_document)
            or (one.method == "put" and not is_document)
        ):
            yield one.place


def only_what_changes_has_a_body(document: Document) -> Iterator[str]:
    for one in operations(document):
        if ("requestBody" in one.written) is (one.method == "get"):
            yield one.place


def bodies_say_whether_they_are_required(document: Document) -> Iterator[str]:
    for one in operations(document):
        if "requestBody" in one.written and "required" not in one.written["requestBody"]:
            yield one.place


def successes_suit_their_method(document: Document) -> Iterator[str]:
    for one in operations(document):
        allowed = {"200"} if one.last in CONTROLLERS else _SUCCESS.get(one.method, set())
        if not one.success or not set(one.success) <= allowed:
            yield one.place


def failures_suit_their_method(document: Document) -> Iterator[str]:
    for one in operations(document):
        if one.method == "get" and _NOT_OF_GET & set(one.responses):
            yield one.place
        if one.method != "get" and "304" in one.responses:
            yield one.place


def failures_are_told(document: Document) -> Iterator[str]:
    for one in operations(document):
        expected = {"400"}
        if one.written.get("security"):
            expected |= {"401", "403", "429"}
        if "requestBody" in one.written:
            expected |= {"406", "413", "415"}
        if "{" in one.path:
            expected.add("404")
        if "201" in one.success:
            expected.add("409")
        missing = expected - set(one.responses)
        if missing:
            yield f"{one.place} {', '.join(sorted(missing))}"


def what_is_made_has_an_address(document: Document) -> Iterator[str]:
    for one in operations(document):
        for status in ("201", "202"):
            if status in one.success and "Location" not in one.success[status].get("headers", {}):
                yield one.place


def changes_name_the_version_that_was_seen(document: Document) -> Iterator[str]:
    for one in operations(document):
        if one.method != "put" and one.last != "cancel":
            continue
        named = any(given["name"] == "If-Match" and given["required"] for given in one.parameters)
        tagged = "ETag" in one.responses["200"].get("headers", {})
        if not named or not tagged or not {"412", "428"} <= set(one.responses):
            yield one.place


def what_has_a_tag_may_be_unchanged(document: Document) -> Iterator[str]:
    for one in operations(document):
        if one.method == "get":
            tagged = "ETag" in one.responses["200"].get("headers", {})
            if tagged is not ("304" in one.responses):
                yield one.place


def collections_hold_items(document: Document) -> Iterator[str]:
    for one in operations(document):
        if one.last != "query" and not (one.method == "get" and _is_collection(one, document)):
            continue
        schema = one.responses["200"]["content"][JSON]["schema"]
        items = schema.get("properties", {}).get("items", {})
        if items.get("type") != "array" or not {"self", "items"} <= set(schema["required"]):
            yield one.place


def items_lead_to_their_resource(document: Document) -> Iterator[str]:
    for name, schema in document["components"]["schemas"].items():
        items = schema.get("properties", {}).get("items")
        if items is not None and "self" in schema["properties"]:
            held = inlined(items["items"], document)
            if "href" not in held["properties"]:
                yield name


def pages_follow_each_other(document: Document) -> Iterator[str]:
    for one in operations(document):
        asked = {given["name"]: given["schema"] for given in one.parameters}
        if "cursor" not in asked and "pageSize" not in asked:
            continue
        held = one.responses["200"]["content"][JSON]["schema"]["properties"]
        bounded = {"default", "minimum", "maximum"} <= set(asked.get("pageSize", {}))
        if "cursor" not in asked or not bounded or "next" not in held:
            yield one.place


def orders_are_listed(document: Document) -> Iterator[str]:
    for one in operations(document):
        for given in one.parameters:
            if given["name"] == "sort" and "enum" not in given["schema"]:
                yield one.place


def json_is_application_json(document: Document) -> Iterator[str]:
    for one in operations(document):
        for kind, _ in bodies(one, document):
            if kind not in {JSON, PROBLEM} and not one.path.startswith("/doc/"):
                yield f"{one.place} {kind}"


def bodies_are_objects(document: Document) -> Iterator[str]:
    for one in operations(document):
        for kind, media in bodies(one, document):
            if media["schema"].get("type") != "object":
                yield f"{one.place} {kind}"


def every_operation_has_a_problem_by_default(document: Document) -> Iterator[str]:
    for one in operations(document):
        if one.written["responses"].get("default") != {"$ref": "#/components/responses/Problem"}:
            yield one.place


def failures_are_problems(document: Document) -> Iterator[str]:
    for one in operations(document):
        for status, answer in one.failures.items():
            if one.path == "/health" and status == "503":
                continue  # the guide's own health, DOWN
            media = answer.get("content", {}).get(PROBLEM)
            if media is None or not set(media["schema"]["properties"]) >= _PROBLEM:
                yield f"{one.place} {status}"


def successes_are_no_problems(document: Document) -> Iterator[str]:
    for one in operations(document):
        for status, answer in one.success.items():
            if PROBLEM in answer.get("content", {}):
                yield f"{one.place} {status}"


def problems_bear_a_known_kind_of_name(document: Document) -> Iterator[str]:
    for name, answer in document["components"]["responses"].items():
        example = answer.get("content", {}).get(PROBLEM, {}).get("example")
        if example is None:
            continue
        issues = example.get("issues", ())
        if not _PROBLEM_TYPE.fullmatch(example["type"]) or not all(
            _ISSUE_TYPE.fullmatch(issue["type"]) for issue in issues
        ):
            yield name


RULES: list[tuple[str, Rule]] = [
    ("hlth-res", health_is_told),
    ("doc-refdata", everybody_reads_the_document_and_the_codes),
    ("meth-http", methods_suit_what_they_act_on),
    ("meth-http", only_what_changes_has_a_body),
    ("opbody-req", bodies_say_whether_they_are_required),
    ("stat-codes", successes_suit_their_method),
    ("stat-codes", failures_suit_their_method),
    ("stat-codes", failures_are_told),
    ("stat-codes", what_is_made_has_an_address),
    ("stat-codes", changes_name_the_version_that_was_seen),
    ("prf-cach", what_has_a_tag_may_be_unchanged),
    ("col-repres", collections_hold_items),
    ("col-repres", items_lead_to_their_resource),
    ("col-paging", pages_follow_each_other),
    ("col-sort", orders_are_listed),
    ("rep-struct", json_is_application_json),
    ("evo-object", bodies_are_objects),
    ("prb-defaul", every_operation_has_a_problem_by_default),
    ("err-problem", failures_are_problems),
    ("err-problem", successes_are_no_problems),
    ("prb-type", problems_bear_a_known_kind_of_name),
]
