"""Keys by which senders are known: never a private one, never a file outside of the folder."""

import json
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_ssh_public_key
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from portal.feed.cells import Reader, Refusal
from portal.languages import N_

LARGEST_FILE = 65_536  # bytes
# Exactly these: a certificate of SSH begins like one of them, and opens no mailbox.
_SSH_TYPES = frozenset(
    {
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
    }
)


def public_key(text: str) -> str | Refusal:
    """Return an SSH public key as one line, without its comment, which may name a person."""
    refusal = Refusal(
        N_("Write one line of an SSH public key (ssh-ed25519, ecdsa-sha2-nistp256 or ssh-rsa).")
    )
    named, _, rest = text.partition(" ")
    if named not in _SSH_TYPES or len(text.splitlines()) != 1 or not rest.split():
        return refusal
    key = f"{named} {rest.split()[0]}"
    try:
        load_ssh_public_key(key.encode())
    except (ValueError, UnsupportedAlgorithm):
        return refusal
    return key


def certificate(text: str) -> str | Refusal:
    """Return a file's text that must be certificates in PEM."""
    if "PRIVATE KEY" in text:
        return Refusal(N_("This file holds a private key: give only the certificate."))
    try:
        x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        return Refusal(N_("This file holds no certificate in PEM: export it in that form."))
    return text


def key_set(text: str) -> str | Refusal:
    """Return a file's text that must be a JSON Web Key Set of public keys (RFC 7517)."""
    try:
        keys = KeySet.import_key_set(json.loads(text)).keys
    except (ValueError, TypeError, KeyError, AttributeError, JoseError):
        keys = []
    if not keys:
        return Refusal(N_('This file holds no JSON Web Key Set: write {"keys": [...]}.'))
    if any(isinstance(key, OctKey) or key.is_private for key in keys):
        return Refusal(N_("This file holds a private or secret key: give only public keys."))
    return text


def beside(folder: Path, name: str, read: Reader) -> str | Refusal:
    """Return what a file of the folder holds, as `read` judges it."""
    try:
        path = (folder / name).resolve(strict=True)
    except (OSError, ValueError):
        return Refusal(N_("There is no file of this name in the folder: put it there."))
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return Refusal(N_("Name a file inside of the folder."))
    try:
        with path.open("rb") as source:
            content = source.read(LARGEST_FILE + 1)
        text = content.decode()
    except (OSError, UnicodeDecodeError):
        return Refusal(N_("This file cannot be read as text: check it."))
    if len(content) > LARGEST_FILE:
        return Refusal(N_("This file is too large: it may have 64 KiB."))
    if "\0" in text:
        return Refusal(N_("This file cannot be read as text: check it."))
    return read(text)
