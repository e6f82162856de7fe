"""How a client proves itself to the key: by a signed statement that is good once, for minutes."""

import hashlib
import time
from pathlib import Path
from typing import Any, Protocol

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
MOST_SECONDS = 300  # that a statement may be good for
LONGEST_JTI = 256  # characters
_SKEW = 30  # seconds by which another clock may differ


class Registered(Protocol):
    """A client of the key."""

    client_id: str
    public_key: Key | KeySet


class Assertion(JWTBearerClientAssertion):  # type: ignore[misc]  # Authlib comes without types
    """A statement by `private_key_jwt`; what Authlib leaves open is closed here."""

    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(self, audiences: list[str], spent: "Spent") -> None:
        super().__init__(leeway=_SKEW)
        self._audiences = audiences
        self._spent = spent

    def __call__(self, query_client: Any, request: Any) -> Any:  # noqa: ANN401 - Authlib's
        """Return the client that the request proves to be; raises InvalidClientError."""
        client = super().__call__(query_client, request)
        named = request.form.get("client_id")
        if client is not None and named not in {None, client.client_id}:
            raise InvalidClientError(description="client_id is not the subject of the assertion.")
        return client

    def get_audiences(self) -> list[str]:
        """Return by which names a statement may be meant for this key."""
        return self._audiences

    def resolve_client_public_key(self, client: Registered) -> Key | KeySet:
        """Return the keys of a client."""
        return client.public_key

    def process_assertion_claims(self, assertion: str, resolve_key: Key | KeySet) -> None:
        """Check signature and claims; raises InvalidClientError."""
        try:
            token = jwt.decode(assertion, resolve_key, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError) as fault:
            raise InvalidClientError(description="The assertion cannot be checked.") from fault
        claims = token.claims
        if not isinstance(claims.get("aud"), str):
            raise InvalidClientError(description="aud must name one audience.")
        expires, now = claims.get("exp"), time.time()
        if not isinstance(expires, int | float) or expires > now + MOST_SECONDS + _SKEW:
            raise InvalidClientError(description="exp must lie at most 5 minutes ahead.")
        self.verify_claims(claims)

    def validate_jti(self, claims: dict[str, Any], jti: object) -> bool:
        """Tell whether this statement comes for the first time."""
        if not isinstance(jti, str) or not 0 < len(jti) <= LONGEST_JTI:
            return False
        return self._spent.add(f"{claims['iss']} {jti}")


class Spent:
    """Names of statements that were used; in files, so that every process of the key knows them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str) -> bool:
        """Keep a name; tell whether it was new."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._forget()
        file = self._folder / hashlib.sha256(name.encode(errors="replace")).hexdigest()
        try:
            # The system lets one process make it.
            file.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _forget(self) -> None:
        """Remove what is expired by itself."""
        oldest = time.time() - 2 * (MOST_SECONDS + _SKEW)
        for file in self._folder.iterdir():
            try:
                if file.stat().st_mtime < oldest:
                    file.unlink()
            except FileNotFoundError:
                continue  # another process was quicker
