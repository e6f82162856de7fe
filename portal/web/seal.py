"""Shows by whose certificate papers and answers of the portal are sealed."""

from functools import lru_cache

from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, Response

from portal.login.identity import public
from portal.settings import Settings, load_settings

views = Blueprint("seal", __name__)

FRESH = 3600  # seconds for which others may keep it


@views.get("/.well-known/seal.pem")
@public
def seal_certificate() -> Response:
    """Give the certificates of the seal, its own first."""
    answer = Response(_certificates(load_settings()), mimetype="application/x-pem-file")
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return answer


@lru_cache(maxsize=1)
def _certificates(settings: Settings) -> bytes:
    # Pages that seal nothing start without what seals.
    from portal.documents.seal_keys import read_seal_key  # noqa: PLC0415

    known = read_seal_key(settings)
    return b"".join(one.public_bytes(Encoding.PEM) for one in known.certificates)
