"""Clients that others generate from the document declare, change, cancel, ask and repeat."""

import sys
from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import Engine

from portal.app import create_app
from portal.batch.process import process
from portal.settings import Settings
from portal.submissions.working import work_once
from tests.declarations.world import AT, BAKERY, EMMA, TODAY
from tests.login.live import free_port, served
from tests.rest.bodies import training
from tests.rest.caller import BASE
from tests.rest.generated import KINDS, Client
from tests.rest.issuer import Issuer


@pytest.fixture(scope="module")
def url(rest_settings: Settings, lasting_world: Engine) -> Iterator[str]:
    """Serve the portal; gives the address of its web service."""
    assert lasting_world
    port = free_port()
    at = {"base_url": f"http://127.0.0.1:{port}"}
    with served(create_app(rest_settings.model_copy(update=at)), port) as portal_url:
        yield f"{portal_url}{BASE}"


@pytest.fixture(scope="module", params=KINDS)
def client(
    request: pytest.FixtureRequest,
    url: str,
    issuer: Issuer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Client]:
    """Make a client from the document that the service serves."""
    generate, kind = KINDS[request.param]
    folder = tmp_path_factory.mktemp("generated")
    document = folder / "openapi.json"
    document.write_bytes(requests.get(f"{url}/doc/openapi.json", timeout=10).content)
    generate(document, folder)
    sys.path.insert(0, str(folder))
    yield kind(url, issuer.token(enterpriseNumber=BAKERY))
    sys.path.remove(str(folder))


def test_a_generated_client_does_all_that_a_declarant_needs(
    client: Client, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    body = training(reference=name)
    made = client.create(body)
    assert (made.status, made.said["version"]) == (201, 1)
    assert {key: made.said[key] for key in body} == body
    record_id = made.said["id"]
    again = client.create(body)
    assert (again.status, again.said["id"]) == (201, record_id)
    assert {key.lower() for key in again.headers} >= {"fla-replayed", "location"}
    seen = client.read(record_id)
    assert (seen.status, seen.said["title"]) == (200, body["title"])
    changed = client.update(record_id, '"1"', seen.said | {"title": "Hygiëne"})
    assert (changed.status, changed.said["version"]) == (200, 2)
    stale = client.update(record_id, '"1"', seen.said | {"title": "Lassen"})
    assert (stale.status, stale.said["currentVersion"]) == (412, 2)
    canceled = client.cancel(record_id, '"2"', "Declared twice")
    assert (canceled.status, canceled.said["recordState"]) == (200, "canceled")
    found = client.query(EMMA)
    assert record_id in {item["id"] for item in found.said["items"]}
    account = client.account(EMMA)
    assert [one["dayMinutes"] for one in account.said["employments"]], account


def test_a_generated_client_declares_in_bulk(
    client: Client, request: pytest.FixtureRequest
) -> None:
    name = f"bulk-{request.node.callspec.id}"
    items = [{"action": "createTraining", **training(reference=f"{name}-{n}")} for n in range(2)]
    taken = client.submit({"reference": name, "items": items})
    assert (taken.status, taken.said["counts"]["total"]) == (202, 2)
    while work_once(TODAY, AT, process):
        pass
    outcomes = client.outcomes(taken.said["id"])
    assert {one["result"][:8] for one in outcomes.said["items"]} == {"accepted"}
