"""What whoever runs the portal may set: written down whole, and refused where it is unfit."""

import re
from pathlib import Path

import pytest

from portal.settings import HOUSE, Settings

GUIDE = HOUSE / "docs" / "settings.md"


def test_every_setting_is_explained_and_nothing_else() -> None:
    explained = set(re.findall(r"^\| `([A-Z_]+)`", GUIDE.read_text(), re.MULTILINE))
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
    }
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
