"""In production the portal starts as it should or not at all, and says what to set."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from joserfc.jwk import RSAKey

from portal.directory.keys import key_ids, make_key
from portal.documents.seal_keys import DEVELOPMENT, make_seal
from portal.settings import Settings
from tests.login.live import free_port

HOUSE = Path(__file__).parents[2]
KEY = RSAKey.generate_key(2048).as_pem(private=True)
BY_KEY = """\
[fas]
issuer = "https://fas.example"
client_id = "portal"
signing_key_file = "fas.pem"
"""
BY_SECRET = """\
[fas]
issuer = "https://fas.example"
client_id = "portal"
token_auth = "client_secret_basic"
client_secret_file = "weak.secret"
"""
FILES = {
    "secret.key": os.urandom(32),
    "short.key": os.urandom(31),
    "sample.key": b"change me, I am a sample of the secret key of the portal",
    "dull.key": b"0" * 64,
    "weak.secret": b"secret",
    "fas.pem": KEY,
    "seal.pem": make_seal("Somebody", datetime.now(UTC)),
    "trial.pem": make_seal(DEVELOPMENT, datetime.now(UTC)),
}


@pytest.fixture
def sound(settings: Settings, tmp_path: Path) -> dict[str, str]:
    """Return what production needs to start, in a folder where each file lies."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "providers.toml").write_text(BY_KEY, encoding="utf-8")
    (tmp_path / "people").mkdir()
    if not key_ids(settings.number_keys_folder):  # no test before wrote a number down
        make_key(settings.number_keys_folder)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "DATABASE_URL": str(settings.database_url),
        "PORTAL_DATA": str(tmp_path / "var"),
        "PORTAL_ENVIRONMENT": "production",
        "PORTAL_WEB_PORT": str(free_port()),
        "PORTAL_BASE_URL": "https://portal.example",
        "PORTAL_PROVIDERS": str(tmp_path / "providers.toml"),
        "PORTAL_SECRET_KEY_FILE": str(tmp_path / "secret.key"),
        "PORTAL_NUMBER_KEYS": str(settings.number_keys_folder),
        "PORTAL_SEAL_KEY": str(tmp_path / "seal.pem"),
    }


def started(environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "portal", "web"],
        cwd=HOUSE,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(environment: dict[str, str]) -> str:
    """Return what `portal web` says when it does not start."""
    with started(environment) as running:
        _, said = running.communicate(timeout=60)
    assert running.returncode not in {None, 0}
    assert "Traceback" not in said
    return said


def test_production_starts_where_all_is_sound(sound: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{sound['PORTAL_WEB_PORT']}/health"
    until, status = time.monotonic() + 30, None
    with started(sound) as running:
        while status is None and time.monotonic() < until and running.poll() is None:
            with suppress(requests.ConnectionError):
                status = requests.get(
                    address, headers={"Host": "portal.example"}, timeout=10
                ).status_code
            time.sleep(0.1)
        foreign = requests.get(address, timeout=10)
        hidden = requests.get(
            address.replace("/health", "/nl/styleguide"),
            headers={"Host": "portal.example"},
            timeout=10,
        )
        running.terminate()
    assert status == 200
    assert foreign.status_code == 400
    assert hidden.status_code == 404, "what is for developers is not for readers"


SETTINGS: dict[str, tuple[dict[str, str], str]] = {
    "a clock that stands still": ({"PORTAL_TODAY": "2026-11-24"}, "PORTAL_TODAY"),
    "cookies over http": ({"PORTAL_BASE_URL": "http://portal.example"}, "Set PORTAL_BASE_URL"),
    "the demo key alone": ({"PORTAL_PROVIDERS": ""}, "Set PORTAL_PROVIDERS"),
    "no secret": ({"PORTAL_SECRET_KEY_FILE": ""}, "Set PORTAL_SECRET_KEY_FILE"),
    "a secret that is not there": (
        {"PORTAL_SECRET_KEY_FILE": "{folder}/none.key"},
        "Set PORTAL_SECRET_KEY_FILE",
    ),
    "a secret too short": (
        {"PORTAL_SECRET_KEY_FILE": "{folder}/short.key"},
        "Set PORTAL_SECRET_KEY_FILE",
    ),
    "a sample of a secret": (
        {"PORTAL_SECRET_KEY_FILE": "{folder}/sample.key"},
        "Set PORTAL_SECRET_KEY_FILE",
    ),
    "a secret of one sign": (
        {"PORTAL_SECRET_KEY_FILE": "{folder}/dull.key"},
        "Set PORTAL_SECRET_KEY_FILE",
    ),
    "no place for the keys of numbers": ({"PORTAL_NUMBER_KEYS": ""}, "Set PORTAL_NUMBER_KEYS"),
    "no seal": ({"PORTAL_SEAL_KEY": ""}, "Set PORTAL_SEAL_KEY"),
    "a seal for trying out": ({"PORTAL_SEAL_KEY": "{folder}/trial.pem"}, "a development seal"),
    "debug": ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
    "any host": ({"PORTAL_TRUSTED_HOSTS": '["*"]'}, "PORTAL_TRUSTED_HOSTS"),
    "hosts without its own": (
        {"PORTAL_TRUSTED_HOSTS": '["other.example"]'},
        "PORTAL_TRUSTED_HOSTS",
    ),
    "invented people": ({"PORTAL_DEMO_FEED": "{folder}/people"}, "PORTAL_DEMO_FEED"),
    "tokens over http": (
        {"PORTAL_TOKEN_ISSUER": "http://tokens.example"},
        "Set PORTAL_TOKEN_ISSUER",
    ),
}


@pytest.mark.parametrize(("other", "told"), SETTINGS.values(), ids=SETTINGS)
def test_production_refuses(
    sound: dict[str, str], tmp_path: Path, other: dict[str, str], told: str
) -> None:
    for name, value in other.items():
        sound[name] = value.format(folder=tmp_path)
        if not value:
            del sound[name]
    assert told in refusal(sound)


def test_all_that_is_wrong_is_told_at_once(sound: dict[str, str]) -> None:
    for name in ("PORTAL_BASE_URL", "PORTAL_PROVIDERS", "PORTAL_SECRET_KEY_FILE"):
        del sound[name]
    said = refusal(sound)
    assert all(f"Set {name}" in said for name in ("PORTAL_BASE_URL", "PORTAL_PROVIDERS"))
    assert "Set PORTAL_SECRET_KEY_FILE" in said


KEYS: dict[str, tuple[str, str]] = {
    "an issuer over http": (BY_KEY.replace("https:", "http:"), "[fas] issuer"),
    "a key for trying out": (BY_KEY + "demo_only = true", "[fas] demo_only"),
    "no key of our own": (BY_KEY.replace("signing_key_file", "# "), "[fas] signing_key_file"),
    "a sample of a client secret": (BY_SECRET, "[fas] client_secret_file"),
    "an address over http": (
        f'{BY_KEY}end_session_endpoint = "http://fas.example/end"',
        "[fas] end_session_endpoint",
    ),
}


@pytest.mark.parametrize(("written", "told"), KEYS.values(), ids=KEYS)
def test_production_refuses_a_digital_key_with(
    sound: dict[str, str], tmp_path: Path, written: str, told: str
) -> None:
    (tmp_path / "providers.toml").write_text(written, encoding="utf-8")
    assert told in refusal(sound)


def test_levels_that_name_no_page_are_refused(sound: dict[str, str]) -> None:
    assert "worker.nothing" in refusal({**sound, "PORTAL_LEVELS": "worker.nothing=high"})


def test_the_demo_key_does_not_start(sound: dict[str, str]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "portal", "demo-key"],
        cwd=HOUSE,
        env=sound,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode != 0
    assert "does not run in production" in said.stderr
