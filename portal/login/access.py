"""Tokens of software: who made them, for whom, until when, and for what they are good.

Source: RFC 9068. Who the bearer is by now, `portal.login.senders` tells at every request.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import requests
from joserfc.jwk import Key

from portal.login.key_set import KeySet
from portal.login.refusal import NOT_BELIEVED, UNREACHABLE, Refused
from portal.login.tokens import Opened, open_signed
from portal.login.transport import LARGEST_ANSWER, json_of
from portal.login.validation import moment
from portal.settings import Settings

ALGORITHMS: Final = ("RS256", "PS256", "RS384", "RS512", "ES256", "ES384", "ES512")
KINDS: Final = frozenset({None, "JWT", "jwt", "at+jwt", "application/at+jwt"})
DOCUMENTS: Final = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")
SKEW: Final = 30  # seconds
PATIENCE: Final = 5  # seconds for one answer of the issuer
_FRESH: Final = 3600.0  # seconds until the issuer's addresses are looked up again
_REMEMBERED: Final = 1024  # tokens whose signature was found right
_REMEMBERED_FOR: Final = 60.0  # seconds, so that a key that was withdrawn soon counts no more


class Expired(Exception):
    """A token was good once."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a good token says: the client, its organisation, and its scopes."""

    client_id: str
    enterprise_number: str
    scopes: frozenset[str]


class _Line:
    """A line to the issuer: public documents only, within seconds and bytes."""

    def get_json(self, url: str) -> dict[str, Any]:
        try:
            with requests.get(
                url,
                headers={"Accept": "application/json"},
                timeout=PATIENCE,
                allow_redirects=False,
                stream=True,
            ) as answer:
                body = answer.raw.read(LARGEST_ANSWER + 1, decode_content=True)
                answer._content = body  # noqa: SLF001 - where `json()` looks for it
        except (requests.RequestException, OSError) as fault:
            raise Refused(UNREACHABLE, type(fault).__name__) from fault
        if len(body) > LARGEST_ANSWER:
            raise Refused(UNREACHABLE, "answer too large")
        return json_of(answer)


class TokenIssuer:
    """Who makes the tokens, with its keys; shared by all threads of a process."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.token_issuer
        self._audience = settings.token_audience
        self._claim = settings.token_enterprise_claim
        self._keys = KeySet()
        self._lock = threading.Lock()
        self._address: tuple[float, str] | None = None
        self._known: OrderedDict[bytes, tuple[float, Mapping[str, Any]]] = OrderedDict()

    def open(self, token: str) -> Access:
        """Return what a token says.

        Raises Expired, and Refused: NOT_BELIEVED, or UNREACHABLE where the issuer's keys cannot
        be had.
        """
        claims = self._claims(token)
        self._check(claims)
        client_id = claims.get("client_id", claims.get("azp"))
        number = _at(claims, self._claim)
        if not isinstance(client_id, str) or not client_id:
            raise Refused(NOT_BELIEVED, "access token: client_id")
        if isinstance(number, int) and not isinstance(number, bool):
            number = str(number)
        if not isinstance(number, str) or not number.isascii() or not number.isdigit():
            raise Refused(NOT_BELIEVED, f"access token: {self._claim}")
        # Some leave out the zero in front.
        return Access(client_id, number.zfill(10), _scopes(claims.get("scope")))

    def _claims(self, token: str) -> Mapping[str, Any]:
        """Return the claims of a token that was signed by the issuer."""
        digest, now = hashlib.sha256(token.encode(errors="replace")).digest(), time.monotonic()
        with self._lock:
            until, claims = self._known.get(digest, (0.0, None))
        if claims is not None and until > now:
            return claims
        opened = self._opened(token)
        with self._lock:
            self._known[digest] = (now + _REMEMBERED_FOR, opened.claims)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return opened.claims

    def _opened(self, token: str) -> Opened:
        line = _Line()

        def keys(again: bool) -> tuple[Key, ...]:  # noqa: FBT001 - as `open_signed` asks
            address = self._jwks_uri(line)
            return (self._keys.looked_up_again if again else self._keys.keys)(line, address)

        opened = open_signed(token, ALGORITHMS, keys)
        if opened.header.get("typ") not in KINDS:
            raise Refused(NOT_BELIEVED, "access token: typ")
        return opened

    def _jwks_uri(self, line: _Line) -> str:
        known = self._address
        if known is not None and known[0] > time.monotonic():
            return known[1]
        try:
            found = self._discovered(line)
        except Refused:
            # An old address is better than none while the issuer restarts.
            if known is None:
                raise
            return known[1]
        self._address = (time.monotonic() + _FRESH, found)
        return found

    def _discovered(self, line: _Line) -> str:
        fault = Refused(UNREACHABLE, "token issuer: no discovery")
        for document in DOCUMENTS:
            try:
                said = line.get_json(self._issuer.rstrip("/") + document)
            except Refused as refused:
                fault = refused
                continue
            address = said.get("jwks_uri")
            if said.get("issuer") == self._issuer and isinstance(address, str):
                return address
            fault = Refused(UNREACHABLE, "token issuer: discovery names another issuer")
        raise fault

    def _check(self, claims: Mapping[str, Any]) -> None:
        """Raise unless the token is the issuer's, for us, and good at this moment."""
        if claims.get("iss") != self._issuer:
            raise Refused(NOT_BELIEVED, "access token: iss")
        audience = claims.get("aud")
        if self._audience not in (audience if isinstance(audience, list) else [audience]):
            raise Refused(NOT_BELIEVED, "access token: aud")
        now, expires, begins = time.time(), moment(claims, "exp"), moment(claims, "nbf")
        if expires is None:
            raise Refused(NOT_BELIEVED, "access token: exp")
        if "nbf" in claims and (begins is None or begins > now + SKEW):
            raise Refused(NOT_BELIEVED, "access token: nbf")
        if expires <= now - SKEW:
            raise Expired


def _at(claims: Any, path: str) -> Any:  # noqa: ANN401 - what a token says
    """Return what stands at a path: names of claims, and places in lists."""
    if isinstance(claims, Mapping) and path in claims:
        return claims[path]
    found = claims
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def _scopes(said: object) -> frozenset[str]:
    if isinstance(said, str):
        return frozenset(said.split())
    if isinstance(said, list):
        return frozenset(scope for scope in said if isinstance(scope, str))
    return frozenset()
