"""Finds who signs credentials: nobody where the optional extra is not installed."""

from importlib.util import find_spec

from portal.credentials.port import Issuer
from portal.settings import Settings


def may_issue(settings: Settings) -> bool:
    """Tell whether credentials can be offered, without opening the seal."""
    return find_spec("openvc") is not None and settings.seal_pkcs11 is None


def issuer_of(settings: Settings) -> Issuer | None:
    """Return the issuer; None where the extra `credentials` is not installed.

    None too where the key of the seal lies in a device, which signs papers only. Raises
    portal.documents.seal_keys.SealFault.
    """
    if not may_issue(settings):
        return None
    from portal.credentials.issuing import signing_issuer  # noqa: PLC0415 - where it is installed

    return signing_issuer(settings)
