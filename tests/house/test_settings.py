"""What whoever runs the portal may set: written down whole, and refused where it is unfit."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.commands import portal
from portal.settings import HOUSE, Settings, load_settings, unknown_settings

GUIDE = HOUSE / "docs" / "settings.md"


def test_every_setting_is_explained_and_nothing_else() -> None:
    explained = set(re.findall(r"^\| `([A-Z_0-9]+)`", GUIDE.read_text(), re.MULTILINE))
    settings = {
        str(field.validation_alias or f"PORTAL_{name.upper()}")
        for name, field in Settings.model_fields.items()
    }

    assert explained == settings


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORTAL_TODAY", "2026-11-24", "PORTAL_TODAY stops the clock"),
        ("PORTAL_BASE_URL", "http://account.example", "Set PORTAL_BASE_URL to the https address"),
        ("PORTAL_PROVIDERS", None, "the demo key does not run in production"),
        ("PORTAL_SECRET_KEY_FILE", None, "a file with at least 32 random bytes"),
        ("PORTAL_NUMBER_KEYS", None, "Set PORTAL_NUMBER_KEYS: the folder with the keys"),
        ("PORTAL_SEAL_KEY", None, "a development seal proves nothing"),
    ],
)
def test_production_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str | None, sentence: str
) -> None:
    fit = {
        "PORTAL_ENVIRONMENT": "production",
        "PORTAL_BASE_URL": "https://account.example",
        "PORTAL_PROVIDERS": str(tmp_path / "keys.toml"),
        "PORTAL_SECRET_KEY_FILE": str(tmp_path / "secret"),
        "PORTAL_NUMBER_KEYS": str(tmp_path / "number-keys"),
        "PORTAL_SEAL_KEY": str(tmp_path / "seal.pem"),
    }
    (tmp_path / "secret").write_bytes(os.urandom(32))
    monkeypatch.delenv("PORTAL_TODAY", raising=False)
    for setting, text in fit.items():
        monkeypatch.setenv(setting, text)
    assert Settings().environment == "production"

    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=sentence):
        Settings()


def test_a_setting_without_a_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORTAL_DATA", "PORTAL_TODAY", "PORTAL_WEB_PORT", "DATABASE_URL"):
        monkeypatch.setenv(name, "")
    settings = Settings()
    assert settings.data == HOUSE / "var"
    assert (settings.today, settings.web_port, settings.database_url) == (None, 8000, None)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("PORTAL_WEBPORT", "PORTAL_WEB_PORT"),
        ("PORTAL_DATABASE_URL", "DATABASE_URL"),
        ("portal_dat", "PORTAL_DATA"),
        ("PORTAL_Q", None),
    ],
)
def test_a_name_that_nobody_reads_is_told_once(
    monkeypatch: pytest.MonkeyPatch, name: str, meant: str | None
) -> None:
    monkeypatch.setenv(name, "1")
    assert unknown_settings() == [(name, meant)]
    for told in (1, 0):
        answer = CliRunner().invoke(portal, ["check", str(GUIDE)])
        assert answer.output.count(f"no setting {name}") == told


def test_a_name_in_the_file_of_settings_is_told_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "env").write_text("PORTAL_TODAI=2026-11-24\nPORTAL_TODAY=2026-11-24\nOTHER=1\n")
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / "env")
    assert unknown_settings() == [("PORTAL_TODAI", "PORTAL_TODAY")]


@pytest.mark.parametrize("command", ["start", "account 1"])
def test_a_folder_that_cannot_hold_the_data_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "file"))
    load_settings.cache_clear()
    answer = CliRunner().invoke(portal, command.split())
    load_settings.cache_clear()
    assert answer.exit_code == 1
    assert f"{tmp_path / 'file'} cannot be used" in answer.output
    assert not isinstance(answer.exception, OSError)
