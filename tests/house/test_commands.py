from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.commands import portal
from portal.settings import load_settings


@pytest.fixture(autouse=True)
def _settings_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.commands.load_settings", load_settings.__wrapped__)


def test_help_teaches_every_command() -> None:
    commands = portal.commands.values()
    assert {"web", "demo-key", "start", "db", "feed", "declare", "account"} <= set(portal.commands)
    assert all(command.help and command.help.strip() for command in commands)
    assert CliRunner().invoke(portal, ["--help"]).exit_code == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORTAL_WEB_PORT", "70000"), ("PORTAL_TODAY", "tomorrow"), ("PORTAL_ENVIRONMENT", "demo")],
)
def test_a_setting_that_cannot_be_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    answer = CliRunner().invoke(portal, ["db", "upgrade"])
    assert answer.exit_code == 1
    assert name in answer.output
    assert "Traceback" not in answer.output
    assert value not in answer.output.replace("'development' or 'production'", "")


def test_a_database_that_does_not_answer_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://someone:hidden@/x?host={tmp_path}")
    answer = CliRunner().invoke(portal, ["db", "upgrade"])
    assert answer.exit_code == 1
    assert "DATABASE_URL" in answer.output
    assert "hidden" not in answer.output
