"""The document says what runs: its addresses, its methods, its tokens and its examples."""

import re

import pytest
from flask import Flask
from jsonschema import Draft4Validator, FormatChecker
from openapi_spec_validator import OpenAPIV30SpecValidator

from portal.rest.service import create_service
from portal.settings import Settings
from tests.rest.document import METHODS, operations, whole, written

SCOPES = {"scope:fla:training:declare", "scope:fla:right:declare", "scope:fla:account:consult"}


@pytest.fixture(scope="module")
def service(rest_settings: Settings) -> Flask:
    """Return the service by itself, so that its routes can be seen."""
    return create_service(rest_settings, ["localhost"], [])


def routes(service: Flask) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the scopes that open each route of the service; none: everybody."""
    return {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/fla/v1"))): (
            service.view_functions[rule.endpoint].guard
        )
        for rule in service.url_map.iter_rules()
        for method in rule.methods
        if method.lower() in METHODS
    }


def shape(path: str) -> str:
    """Return a path without the names of its parameters, which only the document tells."""
    return re.sub(r"\{\w+\}", "{}", path)


def test_the_document_is_openapi_3_0() -> None:
    assert written()["openapi"] == "3.0.3"
    assert list(OpenAPIV30SpecValidator(written()).iter_errors()) == []


def test_what_is_written_is_what_runs(service: Flask) -> None:
    runs = {(method, shape(path)) for method, path in routes(service)}
    assert {(method, shape(path)) for method, path in operations()} == runs


def test_the_scopes_are_those_that_open_each_operation(service: Flask) -> None:
    runs = {
        (method, shape(path)): set(scopes) for (method, path), scopes in routes(service).items()
    }
    told = {
        (method, shape(path)): {
            scope for one in operation["security"] for scope in one.get("AccessToken", ())
        }
        for (method, path), operation in operations().items()
    }
    assert told == runs
    flow = whole()["components"]["securitySchemes"]["AccessToken"]["flows"]["clientCredentials"]
    assert set(flow["scopes"]) == SCOPES


def test_every_example_is_as_its_schema_says() -> None:
    faults = []
    for (method, path), operation in operations().items():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for body in bodies:
            for media in body.get("content", {}).values():
                examples = [one["value"] for one in media.get("examples", {}).values()]
                examples += [media["example"]] if "example" in media else []
                assert examples, (method, path)
                validator = Draft4Validator(media["schema"], format_checker=FormatChecker())
                faults += [
                    (method, path, fault.json_path, fault.message)
                    for example in examples
                    for fault in validator.iter_errors(example)
                ]
    assert faults == []
