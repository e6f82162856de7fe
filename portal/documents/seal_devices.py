"""Seals with a key that never leaves its device, spoken to by PKCS#11."""

from asn1crypto import x509
from pyhanko.sign.signers.pdf_cms import Signer

from portal.documents.seal_keys import SealFault
from portal.settings import Settings


def device_signer(settings: Settings, chain: list[x509.Certificate]) -> Signer:
    """Return what signs in the device of the settings; raises SealFault."""
    # Only who has a device needs what speaks to it.
    try:
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415
    except ImportError as fault:
        raise SealFault(
            "PORTAL_SEAL_PKCS11 needs the package python-pkcs11: install the extra `pkcs11`."
        ) from fault
    pin = settings.seal_pin_file.read_text("utf-8").strip() if settings.seal_pin_file else None
    try:
        session = open_pkcs11_session(
            str(settings.seal_pkcs11),
            token_criteria=TokenCriteria(label=settings.seal_token or None),
            user_pin=pin,
        )
    except Exception as fault:  # the library of each device fails in its own way
        raise SealFault(
            f"{settings.seal_pkcs11}: the device does not open ({type(fault).__name__})."
        ) from fault
    return PKCS11Signer(
        session,
        signing_cert=chain[0],
        ca_chain=chain[1:],
        key_label=settings.seal_label or None,
    )
