"""Where a provider is to be reached: what it publishes of itself, or what the operator wrote."""

import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from portal.login.providers import Provider
from portal.login.refusal import UNREACHABLE, Refused
from portal.login.transport import Line

FRESH = 3600.0  # seconds until we look again
DOCUMENT = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """The addresses of a provider, and what it promises. None: it has no such address."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    pushed_authorization_request_endpoint: str | None = None
    promises_iss: bool = False  # RFC 9207


class Discovery:
    """The metadata of one provider, kept for an hour; shared by all threads of a process."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._lock = threading.Lock()
        self._known: Metadata | None = None
        self._known_at = 0.0
        if provider.authorization_endpoint:
            self._known = _metadata(provider, {})
            self._known_at = float("inf")

    def metadata(self, line: Line) -> Metadata:
        """Return the metadata; asks the provider where ours is older than an hour.

        Raises Refused where it cannot be had or names another issuer.
        """
        known = self._known
        if known is not None and time.monotonic() - self._known_at < FRESH:
            return known
        try:
            found = _metadata(self._provider, self._document(line))
        except Refused:
            # An hour-old address is better than none while the provider restarts.
            if known is None:
                raise
            return known
        with self._lock:
            self._known, self._known_at = found, time.monotonic()
        return found

    def _document(self, line: Line) -> dict[str, Any]:
        document = line.get_json(self._provider.issuer.rstrip("/") + DOCUMENT)
        if document.get("issuer") != self._provider.issuer:
            raise Refused(UNREACHABLE, "discovery names another issuer")
        return document


def _metadata(provider: Provider, document: dict[str, Any]) -> Metadata:
    """Return the addresses: the operator's word comes before the provider's."""
    names = [name for name in Metadata.__dataclass_fields__ if name != "promises_iss"]
    found: dict[str, Any] = {name: getattr(provider, name) or document.get(name) for name in names}
    for name, address in found.items():
        if address is not None and not _is_address(address, provider.issuer):
            raise Refused(UNREACHABLE, f"discovery: {name} is no address")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if found[name] is None:
            raise Refused(UNREACHABLE, f"discovery: no {name}")
    promise = document.get("authorization_response_iss_parameter_supported")
    return Metadata(**found, promises_iss=promise is True)


def _is_address(address: object, issuer: str) -> bool:
    """Tell whether this is an address at least as safe as that of the issuer."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    safe = {"https"} if issuer.startswith("https:") else {"http", "https"}
    return parts.scheme in safe and bool(parts.netloc)
