"""What nobody thought of: requests made up from the document never find a failure of ours."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from tests.declarations.world import BAKERY
from tests.rest.caller import BASE
from tests.rest.document import operations
from tests.rest.issuer import Issuer

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
SEEN = settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def document(app: Flask) -> schemathesis.schemas.BaseSchema:
    """Return the document as the service gives it."""
    return schemathesis.openapi.from_wsgi(f"{BASE}/doc/openapi.json", app)


@pytest.mark.parametrize(("method", "path"), operations(), ids=lambda part: part)
def test_no_request_finds_a_failure(
    document: schemathesis.schemas.BaseSchema,
    lasting_world: Engine,
    issuer: Issuer,
    method: str,
    path: str,
) -> None:
    assert lasting_world
    headers = {"Authorization": f"Bearer {issuer.token(enterpriseNumber=BAKERY)}"}

    @SEEN
    @given(case=document[path][method.upper()].as_strategy())
    def ask(case: Any) -> None:  # noqa: ANN401 - of any operation
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
