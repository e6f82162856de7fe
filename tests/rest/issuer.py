"""A token issuer for tests: it signs whatever a test wants to see refused, or taken."""

import time
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify
from joserfc import jwt
from joserfc.jwk import ECKey, Key

KEYS = {name: ECKey.generate_key("P-256", {"kid": name}) for name in ("first", "second", "foreign")}
ALL = "scope:fla:training:declare scope:fla:right:declare scope:fla:account:consult"


class Issuer:
    """The issuer: which keys it shows now, and how often each of its addresses was asked."""

    def __init__(self, url: str, audience: str) -> None:
        self.url = url
        self.audience = audience
        self.shown = ["first"]
        self.calls: list[str] = []

    def app(self) -> Flask:
        """Return its addresses."""
        app = Flask("issuer")

        @app.get("/.well-known/openid-configuration")
        def discovery() -> Response:
            self.calls.append("discovery")
            return jsonify(issuer=self.url, jwks_uri=f"{self.url}/jwks")

        @app.get("/jwks")
        def jwks() -> Response:
            self.calls.append("jwks")
            return jsonify(keys=[KEYS[name].as_dict(private=False) for name in self.shown])

        return app

    def token(
        self, key: Key | None = None, header: dict[str, Any] | None = None, **other: Any
    ) -> str:
        """Return a token of the bakery's software; other: claims, None leaves one out."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.audience,
            "client_id": "bakery",
            "sub": "bakery",
            "scope": ALL,
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid4()),
            **other,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        key = key or KEYS["first"]
        head = {"alg": "ES256", "kid": key.kid, "typ": "at+jwt", **(header or {})}
        return jwt.encode({k: v for k, v in head.items() if v is not None}, said, key)
