"""Finds who signs credentials: nobody where the optional extra is not installed."""

from importlib.util import find_spec

from portal.credentials.port import Issuer
from portal.settings import Settings


def issuer_of(settings: Settings) -> Issuer | None:
    """Return the issuer; None where the extra `credentials` is not installed.

    None too where the key of the seal lies in a device, which signs papers only. Raises
    portal.documents.seal_keys.SealFault.
    """
    if find_spec("openvc") is None:
        return None
    from portal.credentials.issuing import signing_issuer  # noqa: PLC0415 - where it is installed

    return signing_issuer(settings)
