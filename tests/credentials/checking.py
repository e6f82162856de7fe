"""Checks credentials as a stranger would: with other software, and by the specification."""

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from flask.testing import FlaskClient
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from sd_jwt.verifier import SDJWTVerifier

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def texts(archive: ZipFile, ending: str) -> list[str]:
    """Return the credentials of one kind in an export."""
    return [
        archive.read(name).decode()
        for name in archive.namelist()
        if name.startswith("credentials/") and name.endswith(ending) and "contexts" not in name
    ]


def badges(archive: ZipFile) -> list[dict[str, Any]]:
    """Return the Open Badges in an export."""
    return [json.loads(one) for one in texts(archive, ".json")]


def sealed_documents(archive: ZipFile) -> list[str]:
    """Return the European Digital Credentials in an export, sealed as they are."""
    return texts(archive, ".jsonld")


def unsealed(sealed: str) -> tuple[dict[str, Any], x509.Certificate]:
    """Return a document and whose seal is on it, as jwcrypto verifies it; raises if it is false.

    By the steps of ETSI TS 119 182-1: the certificate that came along must be the one whose
    digest was signed.
    """
    (signed,) = json.loads(sealed)["signatures"]
    header = json.loads(base64.urlsafe_b64decode(signed["protected"] + "=="))
    der = base64.b64decode(header["x5c"][0])
    digest = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()
    assert (header["alg"], header["x5t#S256"]) == ("ES256", digest)
    certificate = x509.load_der_x509_certificate(der)
    signature = JWS()
    signature.deserialize(sealed)
    signature.verify(JWK.from_pyca(certificate.public_key()))
    return json.loads(signature.payload), certificate


def loader_of(archive: ZipFile, files: dict[str, str]) -> Callable[[str, object], dict[str, Any]]:
    """Return what gives the contexts in an export by their addresses, and fetches nothing."""

    def load(url: str, _options: object) -> dict[str, Any]:
        document = json.loads(archive.read(f"credentials/contexts/{files[url]}"))
        return {"contextUrl": None, "documentUrl": url, "document": document}

    return load


def words(document: Any) -> set[str]:  # noqa: ANN401 - JSON
    """Return the names of all members, also deep inside."""
    if isinstance(document, dict):
        return set(document).union(*map(words, document.values()))
    return set().union(*map(words, document)) if isinstance(document, list) else set()


def keys(stranger: FlaskClient) -> list[dict[str, Any]]:
    """Return the keys as the issuer publishes them."""
    metadata = stranger.get("/.well-known/jwt-vc-issuer").json
    assert metadata["issuer"] == "http://127.0.0.1:8000"
    return metadata["jwks"]["keys"]


def by_reference_library(sd_jwt: str, published: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the claims as the IETF's reference implementation of SD-JWT verifies them."""

    def key_of(_issuer: str, header: dict[str, Any]) -> JWK:
        return JWK(**next(key for key in published if key["kid"] == header["kid"]))

    return SDJWTVerifier(sd_jwt, key_of).get_verified_payload()


def jcs(document: Any) -> bytes:  # noqa: ANN401 - JSON
    """Return JSON as RFC 8785 writes it; for ASCII names and no fractions, which we have."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def verify_badge(badge: dict[str, Any], published: list[dict[str, Any]]) -> None:
    """Check a proof `ecdsa-jcs-2019` by the steps of its specification; raises if it is false."""
    document = {name: value for name, value in badge.items() if name != "proof"}
    proof = {name: value for name, value in badge["proof"].items() if name != "proofValue"}
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", "ecdsa-jcs-2019")
    configuration = {**proof, "@context": badge["@context"]}
    signed = hashlib.sha256(jcs(configuration)).digest() + hashlib.sha256(jcs(document)).digest()
    raw = _from_base58(badge["proof"]["proofValue"].removeprefix("z"))
    key = next(one for one in published if proof["verificationMethod"].endswith(f"#{one['kid']}"))
    public = ec.EllipticCurvePublicNumbers(
        _number(key["x"]), _number(key["y"]), ec.SECP256R1()
    ).public_key()
    halves = (int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(encode_dss_signature(*halves), signed, ec.ECDSA(hashes.SHA256()))


def _from_base58(text_: str) -> bytes:
    number = 0
    for sign in text_:
        number = number * 58 + BASE58.index(sign)
    return number.to_bytes(64)


def _number(coordinate: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(coordinate + "=="))


def bit_of_token(stranger: FlaskClient, claims: dict[str, Any]) -> int:
    """Return the status of a credential as the token status list says."""
    reference = claims["status"]["status_list"]
    answer = stranger.get(reference["uri"])
    assert answer.mimetype == "application/statuslist+jwt"
    token = JWS()
    token.deserialize(answer.text)
    token.verify(JWK(**keys(stranger)[0]))
    listed_ = json.loads(token.payload)
    assert listed_["sub"] == reference["uri"]
    packed = listed_["status_list"]["lst"]
    places = zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return places[reference["idx"] // 8] >> reference["idx"] % 8 & 1


def bit_of_list(stranger: FlaskClient, badge: dict[str, Any]) -> int:
    """Return the status of a credential as the bitstring status list says."""
    status = badge["credentialStatus"]
    answer = stranger.get(status["statusListCredential"])
    listed_ = answer.json
    verify_badge(listed_, keys(stranger))
    packed = listed_["credentialSubject"]["encodedList"].removeprefix("u")
    places = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    index = int(status["statusListIndex"])
    return places[index // 8] >> 7 - index % 8 & 1
