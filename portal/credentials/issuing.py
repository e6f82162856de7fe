"""Signs credentials with the key of the seal: the only file that knows the library for it."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from openvc.keys import P256SigningKey, jwk_thumbprint
from openvc.proof.di_jcs import EcdsaJcsProofSuite
from openvc.proof.sd_jwt import SdJwtVcProofSuite
from openvc.status.bitstring import new_bitstring, set_status_bit
from openvc.status.issue import (
    build_status_list_credential,
    build_status_list_entry,
    build_status_list_token,
    build_token_status_reference,
)
from openvc.status.token_status_list import new_status_list, set_status

from portal.account.credentials import LIST_SIZE
from portal.credentials import european
from portal.credentials.claims import (
    CONTEXTS,
    DISCLOSABLE,
    MEANING,
    NAME,
    TYPE_PATH,
    Completed,
    stamp,
    utc,
)
from portal.credentials.jades import sealed
from portal.credentials.port import Signed
from portal.documents.seal_keys import SealKey, read_seal_key, seal_file
from portal.documents.typesetting import picture
from portal.languages import translated
from portal.settings import Settings

STATUS_PATH: Final = "/.well-known/credential-status"
METADATA_PATH: Final = "/.well-known/jwt-vc-issuer"
LIFE_OF_A_LIST: Final = timedelta(days=1)
ASK_AGAIN: Final = 3600  # seconds
_COORDINATE: Final = 32  # bytes, on P-256
_FILES: Final = Path(__file__).parent / "contexts"
_CONTEXT_FILES: Final = dict(
    zip(
        (*CONTEXTS, *european.CONTEXTS),
        (
            "credentials-v2.json",
            "open-badges-3.0.3.json",
            "credentials-v1.json",
            "edc-ap-excerpt.json",
            "credential-status-v1.json",
        ),
        strict=True,
    )
)


@cache
def signing_issuer(settings: Settings) -> "SealIssuer | None":
    """Return the issuer that signs with the seal's key; None: the key never leaves its device."""
    known = read_seal_key(settings)
    if known.key is None:
        return None
    return SealIssuer(settings.base_url, known, known.key, _former_keys(settings))


def _former_keys(settings: Settings) -> list[ec.EllipticCurvePublicKey]:
    """Return the keys of former seals whose certificates still lie beside: they signed too."""
    path = seal_file(settings)
    keys = []
    for file in sorted(path.parent.glob(f"{path.stem}-until-*{path.suffix}")):
        for certificate in x509.load_pem_x509_certificates(file.read_bytes())[:1]:
            key = certificate.public_key()
            if isinstance(key, ec.EllipticCurvePublicKey):
                keys.append(key)
    return keys


class SealIssuer:
    """Signs in the name of the portal at its own address."""

    def __init__(
        self,
        base_url: str,
        seal: SealKey,
        key: ec.EllipticCurvePrivateKey,
        former: list[ec.EllipticCurvePublicKey],
    ) -> None:
        self._base_url = base_url
        self._seal = seal
        self._european = european.European(base_url, seal.name, seal.organisation)
        self._jwks = [_public_jwk(one) for one in (key.public_key(), *former)]
        self._private = key
        self._key = P256SigningKey(key, self._jwks[0]["kid"])
        self._method = f"{base_url}{METADATA_PATH}#{self._key.kid}"

    def sign(self, training: Completed, index: int, issued_at: datetime) -> Signed:
        """Return a training as credentials, as the port says."""
        number, place = divmod(index, LIST_SIZE)
        moment = utc(issued_at)
        claims = training.claims(self._base_url) | {"iat": int(moment.timestamp())}
        claims |= build_token_status_reference(uri=self._list(number), index=place)
        sd_jwt = SdJwtVcProofSuite().issue(
            claims,
            signing_key=self._key,
            disclosable=[name for name in DISCLOSABLE if name in claims],
            vct=self._base_url + TYPE_PATH,
        )
        status = build_status_list_entry(
            status_list_credential=f"{self._list(number)}.json", index=place
        )
        return Signed(
            sd_jwt,
            self._badge(training, status, moment),
            self._for_europass(training, status, moment),
        )

    def _badge(self, training: Completed, status: dict[str, Any], moment: datetime) -> str:
        badge = training.badge(self._base_url, self._seal.name)
        badge |= {"validFrom": stamp(moment), "credentialStatus": status}
        return json.dumps(self._proved(badge, moment), ensure_ascii=False, indent=1)

    def _for_europass(self, training: Completed, status: dict[str, Any], moment: datetime) -> str:
        shown = _picture(training.training["language"], self._seal.name)
        document = self._european.document(training, shown, status, moment)
        return sealed(document, self._private, self._seal.certificates, moment)

    def metadata(self) -> dict[str, Any]:
        """Return the keys, as the port says."""
        return {"issuer": self._base_url, "jwks": {"keys": self._jwks}}

    def status_token(self, number: int, revoked: list[int], now: datetime) -> str:
        """Return a list of what is revoked, as the port says."""
        places = new_status_list(LIST_SIZE)
        for place in revoked:
            set_status(places, place, 1)
        return build_status_list_token(
            signing_key=self._key,
            uri=self._list(number),
            status_list=places,
            issued_at=utc(now),
            expires=utc(now) + LIFE_OF_A_LIST,
            ttl=ASK_AGAIN,
            issuer=self._base_url,
        )

    def status_credential(self, number: int, revoked: list[int], now: datetime) -> dict[str, Any]:
        """Return the same list, as the port says."""
        places = new_bitstring(LIST_SIZE)
        for place in revoked:
            set_status_bit(places, place, 1)
        listed = build_status_list_credential(
            id=f"{self._list(number)}.json",
            issuer=self._base_url,
            bitstring=places,
            valid_from=utc(now),
            valid_until=utc(now) + LIFE_OF_A_LIST,
        )
        return self._proved(listed, utc(now))

    def contexts(self) -> Iterator[tuple[str, bytes]]:
        """Return the contexts, as the port says."""
        for name in _CONTEXT_FILES.values():
            yield name, (_FILES / name).read_bytes()

    def _proved(self, document: dict[str, Any], moment: datetime) -> dict[str, Any]:
        return EcdsaJcsProofSuite().add_proof(
            document,
            signing_key=self._key,
            verification_method=self._method,
            created=moment,
        )

    def _list(self, number: int) -> str:
        return f"{self._base_url}{STATUS_PATH}/{number}"


@cache
def _picture(language: str, issuer: str) -> str:
    """Return what programs show of a credential, in base64: the same for all in a language."""
    said = {
        "language": language,
        "title": translated(NAME, language),
        "meaning": translated(MEANING, language),
        "issuer": issuer,
    }
    return base64.b64encode(picture("cover", said)).decode()


def _public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, Any]:
    """Return a public key as JWK (RFC 7517), named by its thumbprint (RFC 7638)."""
    numbers = key.public_numbers()
    jwk = {"kty": "EC", "crv": "P-256", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
    return {**jwk, "kid": jwk_thumbprint(jwk), "use": "sig", "alg": "ES256"}


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(_COORDINATE)).rstrip(b"=").decode()
