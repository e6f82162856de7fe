"""Senders with real keys: the software of an employer, a social secretariat and a provider.

Keys must not be the same on every machine, so they are made at the first start and then kept;
everything else in the folder is always the same. The private halves lie beside the public ones,
for whoever tries out the files and the web service against this demo.
"""

import csv
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID
from joserfc.jwk import ECKey

from portal.demo.country.material import employers

FILE = "senders.csv"
_HEADER = (
    "sender_number",
    "enterprise_number",
    "quality",
    "public_key",
    "certificate",
    "client_id",
    "jwks",
)
_VALID = timedelta(days=1826)  # of a certificate: five years


@dataclass(frozen=True, slots=True)
class _Sender:
    number: str
    employer: str  # key in the material
    quality: str


_SENDERS = (
    _Sender("990101", "lex-loon", "mandateHolder"),
    _Sender("990202", "sint-odrada", "employer"),
    _Sender("990303", "condroz", "provider"),
)


def write_senders(folder: Path) -> None:
    """Make the senders' keys and `senders.csv`; leaves alone what is there already."""
    if (folder / FILE).exists():
        return
    keys = folder / "keys"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    rows = [_row(sender, keys) for sender in _SENDERS]
    unfinished = folder / f".{FILE}"
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(rows)
    unfinished.replace(folder / FILE)  # last, so that keys without a list are made anew


def _row(sender: _Sender, keys: Path) -> tuple[str, ...]:
    employer = employers()[sender.employer]
    client_id = f"demo-{sender.employer}"
    ssh = ed25519.Ed25519PrivateKey.generate()
    _write_private(keys / f"{sender.number}.ssh", ssh, serialization.PrivateFormat.OpenSSH)
    line = ssh.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    signing = ec.generate_private_key(ec.SECP256R1())
    _write_private(keys / f"{sender.number}.key", signing, serialization.PrivateFormat.PKCS8)
    certificate = _certificate(employer.name, signing)
    (keys / f"{sender.number}.pem").write_bytes(certificate)
    _write_key_sets(keys, sender.number, client_id)
    return (
        sender.number,
        employer.enterprise_number,
        sender.quality,
        line.decode(),
        f"keys/{sender.number}.pem",
        client_id,
        f"keys/{sender.number}.jwks.json",
    )


def _write_private(
    path: Path,
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey,
    form: serialization.PrivateFormat,
) -> None:
    content = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    _write_secret(path, content)


def _write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, from its first moment."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _certificate(name: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a certificate that an employer's software signed for itself, in PEM."""
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _VALID)
        .sign(key, hashes.SHA256())
    )
    return signed.public_bytes(serialization.Encoding.PEM)


def _write_key_sets(keys: Path, number: str, client_id: str) -> None:
    """Write the key with which a client asks for tokens: public as a set, private as one key."""
    key = ECKey.generate_key("P-256", {"kid": f"{client_id}-1", "use": "sig", "alg": "ES256"})
    public = {"keys": [key.as_dict(private=False)]}
    (keys / f"{number}.jwks.json").write_text(json.dumps(public, indent=1), encoding="utf-8")
    _write_secret(keys / f"{number}.jwk.json", json.dumps(key.as_dict(private=True)).encode())
