"""The key that seals papers and the certificate that says whose it is, in one file or apart."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from portal.secret_files import keep_secret
from portal.settings import Settings

DEVELOPMENT = "DEVELOPMENT SEAL, PROVES NOTHING"
LIFE = timedelta(days=3 * 365)
LONGEST_SIGNATURE = 72  # bytes, of an ECDSA signature on P-256
LONGEST_NAME = 64  # characters of a common name, by X.520


class SealFault(RuntimeError):
    """The seal cannot be used; its text is a sentence for whoever runs the portal."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key with its certificate, and those that vouch for it, its own first.

    key: None where it lies in a device and never leaves it.
    """

    key: ec.EllipticCurvePrivateKey | None
    certificates: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """Whose seal it is, as programs that show the PDF say it."""
        return str(self._subject(NameOID.COMMON_NAME))

    @property
    def organisation(self) -> str | None:
        """The identifier of the organisation in the certificate (EN 319 412-1); None: none."""
        return str(self._subject(NameOID.ORGANIZATION_IDENTIFIER)) or None

    @property
    def is_development(self) -> bool:
        """Whether it was made for trying out, so that it proves nothing."""
        return self.name.startswith(DEVELOPMENT)

    def _subject(self, kind: x509.ObjectIdentifier) -> str | bytes:
        found = self.certificates[0].subject.get_attributes_for_oid(kind)
        return found[0].value if found else ""


def seal_file(settings: Settings) -> Path:
    """Return the file of the seal's key."""
    return settings.seal_key or settings.data / "keys" / "seal.pem"


def read_seal_key(settings: Settings) -> SealKey:
    """Return the key and the certificate of the settings; raises SealFault.

    Outside production a development seal is made where there is none.
    """
    path = seal_file(settings)
    if settings.seal_pkcs11 is None and settings.seal_key is None and not path.exists():
        keep_secret(path, make_seal(DEVELOPMENT, datetime.now().astimezone()))
    found = _read(None if settings.seal_pkcs11 else path, settings.seal_certificate or path)
    if found.is_development and settings.environment == "production":
        raise SealFault(f"{path}: a development seal proves nothing; production needs its own.")
    return found


@cache
def is_trial(settings: Settings) -> bool:
    """Tell whether what this portal seals proves nothing, because its seal is for trying out."""
    try:
        return read_seal_key(settings).is_development
    except SealFault:
        return False


def refuse_trial_seal(settings: Settings) -> None:
    """Raise SealFault where production would seal with what proves nothing, or with nothing."""
    if settings.environment == "production":
        read_seal_key(settings)


def make_seal(name: str, now: datetime) -> bytes:
    """Return a new key and a certificate that it gave itself, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_FOR_SEALS, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return written + certificate.public_bytes(Encoding.PEM)


def rotate_seal(path: Path, name: str, now: datetime) -> tuple[Path, Path | None]:
    """Make a new seal and a request for a certificate; keep the former beside it.

    Result: the file of the request, and that of the former seal, None where there was none.
    """
    written = make_seal(name, now)
    former = path.with_name(f"{path.stem}-until-{now:%Y%m%d-%H%M%S}{path.suffix}")
    request = path.with_suffix(".csr")
    key = load_pem_private_key(written, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a new seal has a key of another kind")
    asked = x509.CertificateSigningRequestBuilder().subject_name(_name(name))
    request_text = asked.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    if not path.exists():
        keep_secret(path, written)
        request.write_bytes(request_text)
        return request, None
    # Whenever this is interrupted, a whole seal lies there.
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    keep_secret(made, written)
    former.hardlink_to(path)
    made.replace(path)
    request.write_bytes(request_text)
    return request, former


_FOR_SEALS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,  # also called non-repudiation
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "BE"),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:LONGEST_NAME]),
        ]
    )


def _read(key_file: Path | None, certificate_file: Path) -> SealKey:
    file = key_file or certificate_file
    try:
        key = load_pem_private_key(key_file.read_bytes(), None) if key_file else None
        file = certificate_file
        certificates = tuple(x509.load_pem_x509_certificates(certificate_file.read_bytes()))
    except OSError as fault:
        raise SealFault(f"{file} cannot be read: {fault.strerror}.") from fault
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise SealFault(f"{file}: no seal can be read from this file.") from fault
    _must_fit(key, certificates, file)
    return SealKey(key if isinstance(key, ec.EllipticCurvePrivateKey) else None, certificates)


def _must_fit(key: object, certificates: tuple[x509.Certificate, ...], file: Path) -> None:
    """Raise SealFault unless key and certificate are a pair on the curve P-256."""
    public = certificates[0].public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise SealFault(f"{file}: the seal must be an elliptic-curve key on P-256.")
    if key is not None and (
        not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != public
    ):
        raise SealFault(f"{file}: the certificate belongs to another key.")
