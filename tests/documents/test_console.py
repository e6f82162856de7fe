"""What `portal keys seal` makes, and says is left to do."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.commands import portal
from portal.documents.seal_keys import DEVELOPMENT, read_seal_key
from portal.settings import Settings, load_settings


@pytest.fixture
def seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the seal shall lie."""
    path = tmp_path / "seal.pem"
    monkeypatch.setenv("PORTAL_SEAL_KEY", str(path))
    monkeypatch.setattr("portal.commands.load_settings", load_settings.__wrapped__)
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(portal, ["keys", "seal", *arguments])


def name_in(path: Path) -> str:
    return read_seal_key(Settings(seal_key=path)).name


def test_a_seal_is_made_under_its_name_with_a_request_for_a_certificate(seal: Path) -> None:
    answer = run("--name", "Sector fund 200")
    assert answer.exit_code == 0
    assert name_in(seal) == "Sector fund 200"
    assert str(seal.with_suffix(".csr")) in answer.output
    assert seal.with_suffix(".csr").read_text().startswith("-----BEGIN CERTIFICATE REQUEST")


def test_without_a_name_it_is_a_development_seal(seal: Path) -> None:
    assert run().exit_code == 0
    assert name_in(seal) == DEVELOPMENT
    assert run("--name", DEVELOPMENT).exit_code == 1


def test_a_changed_seal_says_where_the_former_one_lies(seal: Path) -> None:
    run()
    before = seal.read_bytes()
    answer = run("--name", "Sector fund 200")
    (former,) = seal.parent.glob("seal-until-*.pem")
    assert former.read_bytes() == before
    assert str(former) in answer.output


@pytest.mark.usefixtures("seal")
def test_a_seal_in_a_device_is_not_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SEAL_PKCS11", "/usr/lib/device.so")
    answer = run("--name", "Sector fund 200")
    assert answer.exit_code == 1
    assert "in a device" in answer.output
