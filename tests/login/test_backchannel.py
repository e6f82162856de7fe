"""What the portal believes when a key says that a sign-in is over: each over HTTP."""

import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import requests
from joserfc import jwe
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, select

from portal.app import create_app
from portal.database import Session
from portal.models import SessionRow
from portal.settings import Settings
from tests.login.fault_provider import CLIENT_ID, KEYS, SECRET, FaultProvider, by_hand, signed
from tests.login.live import free_port, served
from tests.login.people import in_register
from tests.login.session import session_for

EVENT = "http://schemas.openid.net/event/backchannel-logout"
OURS = RSAKey.generate_key(2048)
SUBJECT, SIGN_IN = "the-subject", "the-sign-in"
Change = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class World:
    """The portal and the address at which it hears of ended sign-ins."""

    portal_url: str
    issuer: str
    person_id: UUID

    def claims(self) -> dict[str, Any]:
        """Return what an honest key says."""
        now = int(time.time())
        return {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_hex(8),
            "events": {EVENT: {}},
            "sub": SUBJECT,
            "sid": SIGN_IN,
        }

    def tell(self, token: str) -> int:
        """Send a logout token; return the status of the answer."""
        address = f"{self.portal_url}/sign-in/fault/backchannel"
        return requests.post(address, data={"logout_token": token}, timeout=20).status_code


@pytest.fixture(scope="module")
def servers(
    _own_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Serve a portal that knows one key."""
    folder = tmp_path_factory.mktemp("providers")
    web, key = free_port(), free_port()
    issuer = f"http://127.0.0.1:{key}"
    (folder / "secret").write_text(SECRET, encoding="utf-8")
    (folder / "ours.jwk").write_text(json.dumps(OURS.as_dict(private=True)), encoding="utf-8")
    providers = folder / "providers.toml"
    providers.write_text(
        f"[fault]\nissuer = {json.dumps(issuer)}\nclient_id = {json.dumps(CLIENT_ID)}\n"
        'token_auth = "client_secret_basic"\nclient_secret_file = "secret"\n'
        'encryption_key_files = "ours.jwk"\n',
        encoding="utf-8",
    )
    settings = _own_settings.model_copy(
        update={"base_url": f"http://127.0.0.1:{web}", "providers": providers}
    )
    with (
        served(create_app(settings), web) as portal_url,
        served(FaultProvider(issuer).app(), key),
    ):
        yield portal_url, issuer


@pytest.fixture
def world(servers: tuple[str, str], database: Engine) -> World:
    """Return the portal, at which Marie is signed in twice."""
    assert database.url.database
    person_id = in_register("85073003328")
    for sign_in in (SIGN_IN, "another-sign-in"):
        session_for(person_id, provider="fault", subject=SUBJECT, provider_sid=sign_in)
    return World(*servers, person_id)


def alive() -> set[str | None]:
    """Return which sign-ins at the key still have a session here."""
    with Session() as db:
        left = select(SessionRow.provider_sid).where(SessionRow.revoked_at.is_(None))
        return set(db.scalars(left))


def honest(claims: dict[str, Any], **header: str) -> str:
    return signed({"alg": "RS256", "kid": "first", **header}, claims, KEYS["first"])


def test_one_sign_in_ends_where_the_key_names_it(world: World) -> None:
    assert world.tell(honest(world.claims(), typ="logout+jwt")) == 200
    assert alive() == {"another-sign-in"}


def test_all_sign_ins_of_a_person_end_where_the_key_names_the_person(world: World) -> None:
    claims = world.claims()
    del claims["sid"]
    assert world.tell(honest(claims)) == 200
    assert alive() == set()


def test_a_logout_token_may_come_encrypted_for_us(world: World) -> None:
    header = {"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256", "cty": "JWT"}
    algorithms = [header["alg"], header["enc"]]
    sealed = jwe.encrypt_compact(header, honest(world.claims()), OURS, algorithms=algorithms)
    assert world.tell(sealed) == 200
    assert alive() == {"another-sign-in"}


def test_a_sign_in_may_end_twice(world: World) -> None:
    assert [world.tell(honest(world.claims())) for _ in range(2)] == [200, 200]


def test_a_token_is_good_once(world: World) -> None:
    token = honest(world.claims())
    assert [world.tell(token) for _ in range(2)] == [200, 400]


REFUSED: dict[str, Change] = {
    "no event": lambda claims: claims.pop("events"),
    "another event": lambda claims: claims.update(events={"urn:other": {}}),
    "events that are a text": lambda claims: claims.update(events=EVENT),
    "a nonce": lambda claims: claims.update(nonce="any"),
    "another aud": lambda claims: claims.update(aud="other"),
    "another iss": lambda claims: claims.update(iss="https://evil.example"),
    "neither sid nor sub": lambda claims: (claims.pop("sid"), claims.pop("sub")),
    "a sid that is a number": lambda claims: claims.update(sid=7),
    "no jti": lambda claims: claims.pop("jti"),
    "expired": lambda claims: claims.update(exp=claims["iat"] - 60),
    "no iat": lambda claims: claims.pop("iat"),
    "a day old": lambda claims: claims.update(iat=claims["iat"] - 24 * 3600),
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_the_portal_refuses_a_logout_token_with(
    world: World, change: Change, record_property: Callable[[str, object], None]
) -> None:
    claims = world.claims()
    change(claims)
    status = world.tell(honest(claims))
    record_property("told", f"400\n{status}")
    assert status == 400
    assert len(alive()) == 2


def test_the_portal_refuses_a_logout_token_that_is_not_of_the_key(world: World) -> None:
    claims = world.claims()
    said = type("Said", (), {"header": {"alg": "none"}, "claims": claims})()
    assert world.tell(by_hand(said)) == 400
    said.header = {"alg": "HS256"}
    assert world.tell(by_hand(said, KEYS["first"].as_pem(private=False))) == 400
    assert world.tell(signed({"alg": "RS256", "kid": "first"}, claims, KEYS["foreign"])) == 400
    assert world.tell(honest(claims, typ="at+jwt")) == 400
    assert world.tell("") == 400
    assert len(alive()) == 2


def test_reading_the_address_ends_nothing(world: World) -> None:
    address = f"{world.portal_url}/sign-in/fault/backchannel"
    assert requests.get(address, timeout=20).status_code == 405
    assert requests.post(address, timeout=20).status_code == 400
    assert len(alive()) == 2
