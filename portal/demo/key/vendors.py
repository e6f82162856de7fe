"""The software that may ask this key for tokens: the clients in `senders.csv` of the demo's folder.

The file is read at each question, so that a client that was taken out gets no token any more.
"""

import csv
import json
import secrets
import time
from pathlib import Path
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

SCOPES = (
    "scope:fla:training:declare",
    "scope:fla:right:declare",
    "scope:fla:account:consult",
)
METHOD = "private_key_jwt"
GRANT = "client_credentials"
LIFE = 600  # seconds that a token is good for


class Vendor(ClientMixin):  # type: ignore[misc]  # Authlib comes without types
    """One client: for which enterprise it asks, and the keys by which it is known."""

    def __init__(self, client_id: str, enterprise_number: str, public_key: KeySet) -> None:
        self.client_id = client_id
        self.enterprise_number = enterprise_number
        self.public_key = public_key

    def get_client_id(self) -> str:
        """Return by what name it is registered."""
        return self.client_id

    def get_allowed_scope(self, scope: str) -> str:
        """Return what of the scope it may ask for: all, since others were refused before."""
        return scope

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Tell whether it may prove itself in this way: by a signature only."""
        return method == METHOD and endpoint == "token"

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether it may come with this."""
        return grant_type == GRANT


class Vendors:
    """The clients of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, client_id: str) -> Vendor | None:
        """Return the client of this name; None: no such client, or no keys of it."""
        path = self._folder / "senders.csv"
        if not client_id or not path.is_file():
            return None
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("client_id") == client_id:
                    return self._vendor(row)
        return None

    def _vendor(self, row: dict[str, str]) -> Vendor | None:
        try:
            keys = json.loads((self._folder / row["jwks"]).read_text(encoding="utf-8"))
            public = KeySet.import_key_set(keys)
        except (JoseError, KeyError, OSError, TypeError, ValueError):
            return None
        return Vendor(row["client_id"], row["enterprise_number"], public)


class ForItself(ClientCredentialsGrant):  # type: ignore[misc]
    """A token for the software itself, with the scopes that it names and no others."""

    TOKEN_ENDPOINT_AUTH_METHODS = (METHOD,)

    def validate_requested_scope(self) -> None:
        """Refuse what is unknown; saying nothing asks for nothing, which helps nobody."""
        asked = (self.request.payload.scope or "").split()
        if not asked or not set(asked) <= set(SCOPES):
            raise InvalidScopeError

    def save_token(self, _token: dict[str, Any]) -> None:
        """Do nothing: the token says all by itself."""


def access_token(
    key: Key, issuer: str, audience: str, vendor: Vendor, scope: str
) -> dict[str, Any]:
    """Return the answer that gives a token (RFC 9068) for the web service."""
    now = int(time.time())
    token = jwt.encode(
        {"alg": "RS256", "kid": key.kid, "typ": "at+jwt"},
        {
            "iss": issuer,
            "aud": audience,
            "sub": vendor.client_id,
            "client_id": vendor.client_id,
            "enterpriseNumber": vendor.enterprise_number,
            "scope": scope,
            "iat": now,
            "nbf": now,
            "exp": now + LIFE,
            "jti": secrets.token_urlsafe(16),
        },
        key,
    )
    answer = {"access_token": token, "expires_in": LIFE, "scope": scope}
    return answer | {"token_type": "Bearer"}  # nosec B105
