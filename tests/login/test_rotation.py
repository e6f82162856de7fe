"""Our own keys change in steps, and at each every provider can check and encrypt."""

import json
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from joserfc import jwe
from joserfc.jwk import JWKRegistry, RSAKey
from sqlalchemy import Engine

from portal.commands import portal
from portal.login.key_ring import KeyRing
from portal.login.tokens import open_encrypted
from portal.settings import Settings, load_settings
from tests.login.browser import Browser
from tests.login.country import MARIE, a_country, small_feed
from tests.login.people import in_register

PROVIDERS = """
[fas]
issuer = "https://fas.example"
client_id = "portal"
signing_key_file = "sign.pem"
id_token_jwe = true
encryption_key_files = ["new.pem", "old.pem"]
"""


@pytest.fixture
def mine(settings: Settings, tmp_path: Path) -> Settings:
    """Return settings whose one digital key has keys of ours in files."""
    for name in ("sign", "new", "old"):
        pem = RSAKey.generate_key(2048).as_pem(private=True)
        (tmp_path / f"{name}.pem").write_bytes(pem)
    (tmp_path / "providers.toml").write_text(PROVIDERS, encoding="utf-8")
    return settings.model_copy(update={"providers": tmp_path / "providers.toml"})


def shown(settings: Settings, use: str) -> list[str]:
    return [key["kid"] for key in KeyRing(settings).public_keys() if key["use"] == use]


def signs(settings: Settings) -> str:
    key = KeyRing(settings).keys["fas"].signing_key
    assert key is not None
    return str(key.kid)


def step(settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str = "fas") -> str:
    """Give the command; return what it says."""
    monkeypatch.setenv("PORTAL_PROVIDERS", str(settings.providers))
    load_settings.cache_clear()
    said = CliRunner().invoke(portal, ["sign-in-key", name]).output
    monkeypatch.undo()
    load_settings.cache_clear()
    return said


def test_the_next_key_is_shown_before_it_signs_and_the_former_after(
    mine: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = signs(mine)
    assert shown(mine, "sig") == [first]
    assert "next key" in step(mine, monkeypatch)
    assert signs(mine) == first
    _, following = shown(mine, "sig")
    assert following in step(mine, monkeypatch)
    assert signs(mine) == following
    assert shown(mine, "sig") == [following, first]


def test_after_another_change_the_oldest_key_is_forgotten(
    mine: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = signs(mine)
    for _ in range(4):
        step(mine, monkeypatch)
    assert len(shown(mine, "sig")) == 2
    assert first not in shown(mine, "sig")


def test_only_we_can_read_the_keys_that_are_made(
    mine: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        step(mine, monkeypatch)
    for name in ("sign", "sign-former", "sign-next"):
        path = tmp_path / f"{name}.pem"
        assert path.stat().st_mode & 0o077 == 0 or name == "sign"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_what_cannot_be_changed_is_told(mine: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no digital key other" in step(mine, monkeypatch, "other")


def test_an_answer_for_the_former_encryption_key_is_still_opened(mine: Settings) -> None:
    ring = KeyRing(mine)
    public = [key for key in ring.public_keys() if key["use"] == "enc"]
    assert len(public) == 2
    key = ring.keys["fas"]
    for one in public:
        header = {"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256", "kid": one["kid"]}
        algorithms = [header["alg"], header["enc"]]
        sealed = jwe.encrypt_compact(
            header, "a.b.c", JWKRegistry.import_key(one), algorithms=algorithms
        )
        assert open_encrypted(sealed, key.provider, key.decryption_keys) == "a.b.c"


def test_nothing_private_is_ever_shown(mine: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    step(mine, monkeypatch)
    text = json.dumps(KeyRing(mine).public_keys())
    assert not any(f'"{part}":' in text for part in ("d", "p", "q", "dp", "dq", "qi"))


def test_a_sign_in_works_after_each_step(
    settings: Settings, database: Engine, tmp_path: Path
) -> None:
    assert database.url.database
    in_register(MARIE)
    feed = small_feed(tmp_path)
    seen = []
    for _ in range(3):
        with a_country(settings, feed) as country:
            browser = Browser()
            assert browser.sign_in(country.portal_url, MARIE).status_code == 200
            keys = requests.get(f"{country.portal_url}/.well-known/jwks.json", timeout=20).json()
            seen.append([key["kid"] for key in keys["keys"]])
        said = CliRunner().invoke(portal, ["sign-in-key", "demo"]).output
        assert "Start the portal again" in said
    first, both, turned = seen
    assert len(first) == 1
    assert both[0] == first[0]
    assert turned == [both[1], first[0]]
