"""A seal whose key lies in a device: SoftHSM, spoken to as any other."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from portal.documents.seal import seal_of
from portal.documents.seal_keys import SealFault, make_seal
from portal.settings import Settings
from tests.documents.papers import paper
from tests.documents.test_seal import told

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
NOW = datetime.now(UTC)


def _said(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Return the settings of a device that holds a key, and nobody else does."""
    folder = tmp_path_factory.mktemp("device")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    written = make_seal("Sector fund 200", NOW)
    key = load_pem_private_key(written, None)
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "certificate.pem").write_bytes(written[written.index(b"-----BEGIN CERTIFICATE") :])
    (folder / "pin").write_text("1234\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        _said("--init-token", "--free", "--label", "seal", "--so-pin", "12345678", "--pin", "1234")
        imported = ("--import", str(folder / "key.pem"), "--token", "seal", "--pin", "1234")
        _said(*imported, "--label", "paper", "--id", "01")
        (folder / "key.pem").unlink()
        yield Settings(
            data=folder,
            seal_pkcs11=LIBRARY,
            seal_token="seal",
            seal_label="paper",
            seal_pin_file=folder / "pin",
            seal_certificate=folder / "certificate.pem",
        )


def test_a_paper_is_sealed_by_a_key_that_never_leaves_its_device(
    device: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "attestation.pdf"
    path.write_bytes(seal_of(device).seal(paper()))
    said = told(path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Sector fund 200" in said


def test_a_certificate_of_another_key_than_the_devices_is_refused(
    device: Settings, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    written = make_seal("Somebody else", NOW)
    other.write_bytes(written[written.index(b"-----BEGIN CERTIFICATE") :])
    with pytest.raises(SealFault, match="another key than the device's"):
        seal_of(device.model_copy(update={"seal_certificate": other}))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("seal_token", "none"), ("seal_label", "none"), ("seal_pkcs11", Path("/none.so"))],
)
def test_a_device_that_cannot_be_used_is_told_in_a_sentence(
    device: Settings, setting: str, value: object
) -> None:
    with pytest.raises(SealFault, match="device does not"):
        seal_of(device.model_copy(update={setting: value}))
