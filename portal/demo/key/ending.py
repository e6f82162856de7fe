"""The end of a sign-in at the key, which tells the portal behind the reader's back."""

import logging
import secrets
import threading
import time
from typing import Any

import requests
from authlib.oidc.rpinitiated import EndSessionEndpoint
from flask import request
from joserfc import jwt
from joserfc.jwk import KeySet

from portal.demo.key.memory import SignIn
from portal.demo.key.provider import Provider

COOKIE = "demo-key"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
PATIENCE = 5  # seconds
log = logging.getLogger(__name__)


class End(EndSessionEndpoint):  # type: ignore[misc]  # Authlib comes without types
    """Ends the sign-in of this browser, and leads back to the portal that asked."""

    def get_server_jwks(self) -> KeySet:
        """Return the keys by which ID tokens of ours are known."""
        return KeySet([self.server.signing_key])

    def get_algorithms(self) -> list[str]:
        """Return how this key signs."""
        return ["RS256"]

    def is_post_logout_redirect_uri_legitimate(self, *_asked: Any) -> bool:
        """Lead back without an ID token too: the addresses are the portal's, registered here."""
        return True

    def end_session(self, _request: object) -> None:
        """Forget the sign-in of this browser and tell the portal."""
        sign_in = self.server.memory.sign_ins.take(request.cookies.get(COOKIE, ""))
        if sign_in is not None:
            # The reader does not wait for it.
            threading.Thread(target=tell, args=(self.server, sign_in), daemon=True).start()


def tell(provider: Provider, sign_in: SignIn) -> int | None:
    """Tell the portal that a sign-in is over; return its status, None where it did not answer.

    Source: OpenID Connect Back-Channel Logout 1.0.
    """
    try:
        answer = requests.post(
            sign_in.ending_told_to,
            data={"logout_token": logout_token(provider, sign_in)},
            timeout=PATIENCE,
            allow_redirects=False,
        )
    except requests.RequestException as fault:
        log.warning("The portal could not be told of a sign-out: %s", type(fault).__name__)
        return None
    return answer.status_code


def logout_token(provider: Provider, sign_in: SignIn) -> str:
    """Return what says, signed, that a sign-in is over."""
    now = int(time.time())
    return jwt.encode(
        {"alg": "RS256", "kid": provider.signing_key.kid, "typ": "logout+jwt"},
        {
            "iss": provider.issuer,
            "aud": provider.portal.client_id,
            "sub": sign_in.subject,
            "sid": sign_in.sid,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_urlsafe(16),
            "events": {EVENT: {}},
        },
        provider.signing_key,
    )
