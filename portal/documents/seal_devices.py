"""Seals with a key that never leaves its device, spoken to by PKCS#11."""

import asyncio
from typing import Any, Final, cast

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.documents.seal_keys import LONGEST_SIGNATURE, SealFault
from portal.settings import Settings

TRIAL: Final = b"Is this the key of the certificate?"


def device_signer(settings: Settings, chain: list[x509.Certificate]) -> Signer:
    """Return what signs in the device of the settings; raises SealFault."""
    session = _opened(settings)
    from pyhanko.sign.pkcs11 import PKCS11Signer  # noqa: PLC0415 - not every portal has it

    inner = PKCS11Signer(
        session,
        signing_cert=chain[0],
        ca_chain=chain[1:],
        key_label=settings.seal_label or None,
        # Every device signs a digest; not every one makes it.
        use_raw_mechanism=True,
    )
    try:
        return _Device(inner, chain)
    except SealFault:
        session.close()
        raise


def _opened(settings: Settings) -> Any:  # noqa: ANN401 - of a library that may be absent
    """Return a session with the device, signed in; raises SealFault."""
    # Only who has a device needs what speaks to it.
    try:
        from pkcs11.exceptions import UserAlreadyLoggedIn  # noqa: PLC0415
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import open_pkcs11_session  # noqa: PLC0415
    except ImportError as fault:
        raise SealFault(
            "PORTAL_SEAL_PKCS11 needs the package python-pkcs11: install the extra `pkcs11`."
        ) from fault
    pin = settings.seal_pin_file.read_text("utf-8").strip() if settings.seal_pin_file else None
    library = str(settings.seal_pkcs11)
    token = TokenCriteria(label=settings.seal_token or None)
    try:
        try:
            return open_pkcs11_session(library, token_criteria=token, user_pin=pin)
        except UserAlreadyLoggedIn:  # a process signs in once, for all its sessions
            return open_pkcs11_session(library, token_criteria=token)
    except Exception as fault:  # the library of each device fails in its own way
        raise SealFault(f"{library}: the device does not open ({type(fault).__name__}).") from fault


class _Device(Signer):
    """Signs in a device, and says in a sentence where that fails; tried once at the start."""

    def __init__(self, inner: Signer, chain: list[x509.Certificate]) -> None:
        super().__init__(
            signing_cert=chain[0],
            cert_registry=SimpleCertificateStore.from_certs(chain),  # type: ignore[no-untyped-call]
        )
        self._inner = inner
        public = load_der_public_key(chain[0].public_key.dump())
        signature = asyncio.run(self.async_sign_raw(TRIAL, "sha256"))
        try:
            cast("ec.EllipticCurvePublicKey", public).verify(
                signature, TRIAL, ec.ECDSA(hashes.SHA256())
            )
        except InvalidSignature as fault:
            raise SealFault("The certificate belongs to another key than the device's.") from fault

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - as pyHanko calls it
    ) -> bytes:
        """Return the signature of some bytes; raises SealFault."""
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        try:
            return await self._inner.async_sign_raw(data, digest_algorithm)
        except Exception as fault:  # the library of each device fails in its own way
            raise SealFault(f"The device does not sign ({type(fault).__name__}).") from fault
