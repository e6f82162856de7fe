"""Seals a document as Europass does: JAdES, a JSON signature that carries its certificates.

ETSI TS 119 182-1, baseline B: the certificate, its digest and the moment are signed too. Who checks
it needs nothing of us but trust in the certificate, as with a sealed paper.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc import jws
from joserfc.jwk import ECKey

ALGORITHM: Final = "ES256"
# It names its key by certificates and its moment in the header, of which the library knows less.
_REGISTRY: Final = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)


def sealed(
    document: Mapping[str, Any],
    key: ec.EllipticCurvePrivateKey,
    certificates: Sequence[x509.Certificate],
    moment: datetime,
) -> str:
    """Return a document in a JSON signature (RFC 7515, 7.2.1).

    certificates: that of the key, on P-256, and those that vouch for it.
    """
    chain = [one.public_bytes(Encoding.DER) for one in certificates]
    digest = base64.urlsafe_b64encode(hashlib.sha256(chain[0]).digest()).rstrip(b"=")
    header = {
        "alg": ALGORITHM,
        "cty": "ld+json",
        "iat": int(moment.timestamp()),
        "x5t#S256": digest.decode(),
        "x5c": [base64.b64encode(one).decode() for one in chain],
    }
    payload = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    signed = jws.serialize_json(
        [{"protected": header}], payload, ECKey.import_key(key), registry=_REGISTRY
    )
    return json.dumps(signed)
