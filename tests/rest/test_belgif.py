"""The document keeps the rules of the Belgif REST guide; where it does not, the reason is here."""

from copy import deepcopy
from fnmatch import fnmatch
from typing import Any

import pytest

from tests.rest.belgif import addresses, exchanges, shapes, words
from tests.rest.belgif.reading import Rule
from tests.rest.document import Document, written

RULES = [*addresses.RULES, *exchanges.RULES, *words.RULES, *shapes.RULES]
COLLECTIONS = (
    "Codes",
    "Trainings",
    "TrainingRights",
    "Versions",
    "Submissions",
    "Outcomes",
    "WorkerIdentifierChanges",
)
REQUESTS = ("New*", "Changed*", "*Query", "Cancellation")
# By rule, the places that break it, and why they do.
DEVIATIONS: dict[str, dict[str, str]] = {
    "path_parameters_are_named_for_their_resource": {
        "/refData/* list": "one operation reads every list of codes",
        "/refData/* code": "same: the resource is named by the list",
    },
    "collections_hold_items": {
        "post /learningAccounts/query": "asks for the one account of a worker, year and employer",
    },
    "items_lead_to_their_resource": dict.fromkeys(
        COLLECTIONS, "the items are whole records; id or code ends their address"
    ),
    "objects_are_open": dict.fromkeys(
        REQUESTS, "unknown input is refused [req-valid], and a generated client should say so"
    ),
    "codes_are_lower_camel_case": {
        "HealthStatus.status *": "the guide's own values [hlth-res]",
        "RecordSort -*": "the guide's own sign for the other way round [col-sort]",
    },
    "alternatives_can_be_told_apart": {
        "EmploymentAccount.dayMinutes": "whole minutes, or a fraction that no number can hold",
    },
}
GONE = object()
TRAINING = "components > schemas > Training > properties"
MADE = "paths > /trainings > post"
READ = "paths > /trainings/{trainingId} > get"
CHANGED = "paths > /trainings/{trainingId} > put"
# By rule, one change of the real document that breaks it: where, and what then stands there.
BROKEN: dict[str, tuple[str, Any]] = {
    "servers_end_in_the_major_version": ("servers > 0 > url", "https://fla.example/REST/fla"),
    "segments_are_lower_camel_case": ("paths > /training-courses", {}),
    "no_slash_ends_a_path": ("paths > /courses/", {}),
    "query_parameters_are_lower_camel_case": (
        "components > parameters > PageSize > name",
        "page_size",
    ),
    "only_documents_have_an_extension": ("paths > /trainings.json", {}),
    "collections_are_plural": ("paths > /course", {}),
    "controllers_are_posted_to": ("paths > /trainings/query > get", {"responses": {}}),
    "path_parameters_are_lower_camel_case": ("paths > /courses/{CourseId}", {}),
    "path_parameters_are_named_for_their_resource": ("paths > /courses/{id}", {}),
    "path_parameters_are_told": ("components > parameters > TrainingId > name", "id"),
    "many_values_repeat_their_parameter": (
        "components > parameters > StatusFilter",
        {"name": "status", "in": "query", "explode": False, "schema": {"type": "array"}},
    ),
    "no_person_stands_in_an_address_or_header": ("components > parameters > Cursor > name", "ssin"),
    "headers_are_upper_kebab_case": ("components > parameters > IfMatch > name", "if_match"),
    "general_headers_are_left_out": ("components > parameters > IfMatch > name", "Authorization"),
    "health_is_told": ("paths > /health > get > responses > 503", GONE),
    "everybody_reads_the_document_and_the_codes": (
        "paths > /refData/{list} > get > security",
        [{"AccessToken": ["scope:fla:account:consult"]}],
    ),
    "methods_suit_what_they_act_on": ("paths > /trainings/{trainingId} > post", {"responses": {}}),
    "only_what_changes_has_a_body": (f"{READ} > requestBody", {"required": True, "content": {}}),
    "bodies_say_whether_they_are_required": (f"{MADE} > requestBody > required", GONE),
    "successes_suit_their_method": (f"{MADE} > responses > 200", {"description": "Made"}),
    "failures_suit_their_method": (f"{READ} > responses > 409", {"description": "Conflict"}),
    "failures_are_told": (f"{READ} > responses > 404", GONE),
    "what_is_made_has_an_address": (f"{MADE} > responses > 201 > headers > Location", GONE),
    "changes_name_the_version_that_was_seen": (f"{CHANGED} > responses > 412", GONE),
    "what_has_a_tag_may_be_unchanged": (f"{READ} > responses > 304", GONE),
    "collections_hold_items": (
        "components > schemas > Trainings > properties > items > type",
        "object",
    ),
    "items_lead_to_their_resource": (
        "components > schemas > Courses",
        {"properties": {"self": {}, "items": {"items": {"properties": {}}}}},
    ),
    "pages_follow_each_other": ("components > schemas > Trainings > properties > next", GONE),
    "orders_are_listed": ("components > schemas > RecordSort > enum", GONE),
    "json_is_application_json": (
        f"{MADE} > requestBody > content",
        {"application/json; charset=utf-8": {"schema": {"type": "object"}}},
    ),
    "bodies_are_objects": ("components > schemas > Trainings > type", "array"),
    "every_operation_has_a_problem_by_default": (f"{READ} > responses > default", GONE),
    "failures_are_problems": ("components > schemas > Problem > properties > instance", GONE),
    "successes_are_no_problems": (
        f"{READ} > responses > 200 > content > application/problem+json",
        {"schema": {"type": "object"}},
    ),
    "problems_bear_a_known_kind_of_name": (
        "components > responses > NotFound > content > application/problem+json > example > type",
        "https://fla.example/notFound",
    ),
    "the_document_is_openapi_3_0": ("openapi", "3.1.0"),
    "the_version_is_that_of_the_address": ("info > version", "2.0.0"),
    "the_document_says_what_it_is_and_whose": ("info > contact", GONE),
    "operations_are_summed_up": (f"{READ} > summary", ""),
    "components_are_described": ("components > schemas > Training > description", GONE),
    "operations_have_one_tag": (f"{READ} > tags", ["Trainings", "Workers"]),
    "operations_have_a_name_of_their_own": (f"{READ} > operationId", "updateTraining"),
    "scopes_are_those_of_the_scheme": (f"{READ} > security", [{"AccessToken": ["openid"]}]),
    "defaults_are_as_their_schema_says": ("components > schemas > PageSize > default", 5),
    "examples_are_as_their_schema_says": (
        f"{MADE} > requestBody > content > application/json > example > durationMinutes",
        "456",
    ),
    "components_are_upper_camel_case": ("components > schemas > SSINNumber", {"type": "string"}),
    "references_lead_to_components": (f"{TRAINING} > title > $ref", "#/components/schemas/Nothing"),
    "components_are_used": ("components > schemas > Forgotten", {"type": "string"}),
    "what_stands_thrice_is_a_component": (
        "components > schemas > Thrice",
        {"properties": {name: {"type": "string", "maxLength": 7} for name in "abc"}},
    ),
    "objects_within_objects_are_components": (
        f"{TRAINING} > title",
        {"type": "object", "properties": {"nl": {"type": "string"}}},
    ),
    "schemas_are_named_for_what_they_mean": ("components > schemas > TrainingInfo", {}),
    "properties_are_lower_camel_case": (f"{TRAINING} > start_date", {"type": "string"}),
    "nothing_is_null": (f"{TRAINING} > title", {"type": "string", "nullable": True}),
    "what_is_required_is_a_property": (f"{TRAINING} > title", GONE),
    "what_is_read_only_is_not_required": (
        f"{TRAINING} > version",
        {"type": "integer", "readOnly": True},
    ),
    "objects_are_open": ("components > schemas > Training > additionalProperties", False),
    "answers_are_open": ("components > schemas > Worker > additionalProperties", False),
    "listed_values_are_of_their_type": ("components > schemas > Language > enum", ["nl", 5]),
    "codes_are_lower_camel_case": ("components > schemas > Language > enum", ["NL"]),
    "decimals_are_texts": ("components > schemas > Days", {"type": "number"}),
    "alternatives_can_be_told_apart": ("components > schemas > Days", {"oneOf": [{}, {}]}),
    "identifiers_are_texts": ("components > schemas > TrainingId > type", "integer"),
    "numbers_of_persons_and_enterprises_are_patterned": (
        "components > schemas > Ssin > pattern",
        GONE,
    ),
    "days_and_moments_are_iso_8601": ("components > schemas > Day > format", GONE),
}


def found_in(document: Document, rule: Rule) -> set[str]:
    """Return the places that break a rule, those left out that have a reason."""
    reasons = DEVIATIONS.get(rule.__name__, {})
    return {
        place for place in rule(document) if not any(fnmatch(place, pattern) for pattern in reasons)
    }


def changed(place: str, value: object) -> Document:
    """Return the document with another value in one place."""
    made = deepcopy(written())
    *steps, last = place.split(" > ")
    part: Any = made
    for step in steps:
        part = part[int(step)] if isinstance(part, list) else part[step]
    if value is GONE:
        del part[last]
    else:
        part[last] = value
    return made


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{n}-{r.__name__}" for n, r in RULES])
def test_the_document_keeps_the_rule_and_a_broken_one_is_found(name: str, rule: Rule) -> None:
    assert found_in(written(), rule) == set(), f"[{name}] of the Belgif REST guide"
    place, value = BROKEN[rule.__name__]
    assert found_in(changed(place, value), rule), f"{rule.__name__} finds nothing"


def test_every_deviation_is_still_one() -> None:
    rules = {rule.__name__: rule for _, rule in RULES}
    idle = [
        (name, pattern)
        for name, reasons in DEVIATIONS.items()
        for pattern in reasons
        if not any(fnmatch(place, pattern) for place in rules[name](written()))
    ]
    assert idle == []
