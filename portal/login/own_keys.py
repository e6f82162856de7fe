"""Keys of our own: to prove who we are to a provider, and to open what it encrypted for us."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, OKPKey, RSAKey

from portal.login.providers import ProvidersFault
from portal.secret_files import keep_secret

RSA_BITS = 2048
_CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


def own_signing_key_file(folder: Path) -> Path:
    """Return where the portal's own signing key lies."""
    return folder / "sign-in.pem"


def own_signing_key(folder: Path) -> Key:
    """Return the portal's own signing key in a folder; made at the first start."""
    return lasting_key(own_signing_key_file(folder))


def lasting_key(path: Path) -> Key:
    """Return the private key of a file, made where there is none."""
    if not path.exists():
        keep_secret(path, RSAKey.generate_key(RSA_BITS).as_pem(private=True))
    return read_private_key(path)


def read_private_key(path: Path) -> Key:
    """Return the private key of a file, in PEM or as a JWK; its id is its own or its thumbprint.

    Raises ProvidersFault naming the file.
    """
    data = path.read_bytes()
    try:
        key = _from_jwk(data) if data.lstrip().startswith(b"{") else _from_pem(data)
        key.ensure_kid()
    except (JoseError, ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise ProvidersFault(f"{path}: no private key can be read from this file.") from fault
    if not key.is_private:
        raise ProvidersFault(f"{path}: this is a public key; the private one is needed.")
    return key


def _from_jwk(data: bytes) -> Key:
    return JWKRegistry.import_key(json.loads(data))


def _from_pem(data: bytes) -> Key:
    # Read once: to check a private key costs more than all else at the start of a program.
    found = load_pem_private_key(data, password=None)
    if isinstance(found, rsa.RSAPrivateKey):
        return RSAKey(found, data)
    if isinstance(found, ec.EllipticCurvePrivateKey):
        return ECKey(found, data)
    if isinstance(found, ed25519.Ed25519PrivateKey):
        return OKPKey(found, data)
    raise ValueError("a kind of key that signs and opens nothing here")


def algorithm_of(key: Key) -> str:
    """Return the algorithm with which this key signs: its own, else the usual one of its kind."""
    stated = key.get("alg")
    if isinstance(stated, str):
        return stated
    if isinstance(key, RSAKey):
        return "RS256"
    return _CURVES.get(str(key.get("crv")), "EdDSA")


def public_keys(keys: Iterable[Key], use: Literal["sig", "enc"]) -> list[dict[str, Any]]:
    """Return what others may know of these keys, each once."""
    found = {key.kid: {**key.as_dict(private=False), "use": use} for key in keys}
    return list(found.values())
