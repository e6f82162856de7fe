"""What a digital key ends at one process of the portal is over on every other within a second."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import requests
from sqlalchemy import Engine

from portal.settings import Settings
from tests.login.fault_provider import CLIENT_ID, KEYS, SECRET, FaultProvider, signed
from tests.login.live import free_port, served
from tests.login.people import in_register
from tests.login.session import session_for
from tests.login.test_backchannel import EVENT

HOUSE = Path(__file__).parents[2]
PATIENCE = 60  # seconds
ASKED = 20  # times each portal is asked, by a new connection each time, so both its workers answer


@pytest.fixture
def issuer() -> Iterator[str]:
    port = free_port()
    with served(FaultProvider(f"http://127.0.0.1:{port}").app(), port) as address:
        yield address


@pytest.fixture
def portals(
    settings: Settings, database: Engine, issuer: str, tmp_path: Path
) -> Iterator[list[str]]:
    """Start `portal web` twice on one database; gives their addresses."""
    assert database.url.database
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    (tmp_path / "providers.toml").write_text(
        f"[fault]\nissuer = {json.dumps(issuer)}\nclient_id = {json.dumps(CLIENT_ID)}\n"
        'token_auth = "client_secret_basic"\nclient_secret_file = "secret"\n',
        encoding="utf-8",
    )
    shared = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DATABASE_URL": str(settings.database_url),
        "PORTAL_DATA": str(settings.data),
        "PORTAL_PROVIDERS": str(tmp_path / "providers.toml"),
    }
    ports = [free_port(), free_port()]
    with ExitStack() as running:
        for port in ports:
            command = [sys.executable, "-m", "portal", "web"]
            environment = {**shared, "PORTAL_WEB_PORT": str(port)}
            process = running.enter_context(
                subprocess.Popen(command, cwd=HOUSE, env=environment)  # noqa: S603 - ours
            )
            running.callback(process.terminate)
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        for address in addresses:
            until_open(address)
        yield addresses


def until_open(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(requests.ConnectionError):
            if requests.get(f"{address}/health", timeout=10).ok:
                return
        time.sleep(0.1)
    raise AssertionError(address)


def statuses(addresses: list[str], session: str) -> set[int]:
    """Return how the portals answer whoever holds this session."""
    return {
        requests.get(
            f"{address}/en/account/sessions",
            cookies={"session": session},
            allow_redirects=False,
            timeout=20,
        ).status_code
        for _ in range(ASKED)
        for address in addresses
    }


def test_what_a_key_ends_is_over_on_every_process_within_a_second(
    portals: list[str], issuer: str
) -> None:
    person_id = in_register("85073003328")
    session = session_for(person_id, provider="fault", subject="s", provider_sid="one")
    other = session_for(person_id, provider="fault", subject="s", provider_sid="two")
    assert statuses(portals, session) == {200}
    now = int(time.time())
    claims = {
        "iss": issuer,
        "aud": CLIENT_ID,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(8),
        "events": {EVENT: {}},
        "sid": "one",
    }
    token = signed({"alg": "RS256", "kid": "first"}, claims, KEYS["first"])
    told = requests.post(
        f"{portals[0]}/sign-in/fault/backchannel", data={"logout_token": token}, timeout=20
    )
    assert told.status_code == 200
    assert statuses(portals, session) == {303}
    assert statuses(portals, other) == {200}
