"""A digital key that can lie: a real HTTP server which commits one fault at a time, by its name."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwe, jws, jwt
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.registry import HeaderParameter
from werkzeug.wrappers import Response as AnyResponse

CLIENT_ID = "portal"
SECRET = "of the portal: 100 %+/"
CODE = "the-code"
ACCESS_TOKEN = "the-access-token"
SUBJECT = "the-subject"
CRITICAL = "urn:example:critical"
NUMBER = "85073003328"
KEYS = {name: RSAKey.generate_key(2048, {"kid": name}) for name in ("first", "second", "foreign")}
ELLIPTIC = ECKey.generate_key("P-256", {"kid": "elliptic", "use": "enc"})


@dataclass
class Said:
    """Everything the key says in one sign-in; a fault changes what it wants."""

    provider: "FaultProvider"
    discovery: dict[str, Any]
    callback: list[tuple[str, str]]
    header: dict[str, Any]
    claims: dict[str, Any]
    token: dict[str, Any]
    userinfo: dict[str, Any]
    jwks: list[dict[str, Any]]
    key: Key = field(default_factory=lambda: KEYS["first"])
    sign: Callable[["Said"], str] = lambda said: signed(said.header, said.claims, said.key)
    wrap: dict[str, Any] = field(default_factory=dict)  # header of the encryption
    jwe_algorithms: tuple[str, ...] = ("RSA-OAEP-256", "A128CBC-HS256")
    statuses: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    redirected: set[str] = field(default_factory=set)
    trickles: set[str] = field(default_factory=set)

    def without(self, name: str) -> None:
        """Leave a claim out."""
        del self.claims[name]


class FaultProvider:
    """The server. fault: what it does wrong now; calls: which of its addresses were asked."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.fault: Callable[[Said], object] = lambda _: None
        self.calls: list[str] = []
        self.asked: dict[str, str] = {}
        self.encrypted = False
        self.userinfo_signed = False
        self.encryption_key: Key | None = None
        self.portal_key: Key | None = None

    def app(self) -> Flask:
        """Return the server as an application."""
        app = Flask("fault")
        app.add_url_rule("/.well-known/openid-configuration", "discovery", self._discovery)
        app.add_url_rule("/authorize", "authorize", self._authorize)
        app.add_url_rule("/token", "token", self._token, methods=["POST"])
        app.add_url_rule("/jwks", "jwks", lambda: self._answer("jwks", {"keys": self._said().jwks}))
        app.add_url_rule("/userinfo", "userinfo", self._userinfo)
        app.add_url_rule("/push", "push", self._push, methods=["POST"])
        app.add_url_rule("/elsewhere/<name>", "elsewhere", self._elsewhere)
        return app

    def _said(self) -> Said:
        now = int(time.time())
        said = Said(
            provider=self,
            discovery={
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "pushed_authorization_request_endpoint": f"{self.issuer}/push",
            },
            callback=[("code", CODE), ("state", self.asked.get("state", ""))],
            header={"alg": "RS256", "kid": "first"},
            claims={
                "iss": self.issuer,
                "sub": SUBJECT,
                "aud": CLIENT_ID,
                "iat": now,
                "exp": now + 60,
                "nonce": self.asked.get("nonce"),
                "acr": "strong",
                "auth_time": now,
            },
            token={"access_token": ACCESS_TOKEN, "token_type": "Bearer"},
            userinfo={"sub": SUBJECT, "number": NUMBER},
            jwks=[public(KEYS["first"])],
            wrap={"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256", "cty": "JWT"},
        )
        self.fault(said)
        return said

    def _answer(self, name: str, content: object) -> Response:
        """Answer as agreed, or late, with another status, another body or by a redirect."""
        self.calls.append(name)
        said = self._said()
        time.sleep(said.delays.get(name, 0))
        if name in said.redirected:
            return redirect(f"{self.issuer}/elsewhere/{name}")  # type: ignore[return-value]
        if name in said.bodies:
            return Response(said.bodies[name], mimetype="application/json")
        if isinstance(content, str):
            return Response(content, mimetype="application/jwt")
        answer = jsonify(content)
        if name in said.trickles:
            return Response(_slowly(answer.data), mimetype="application/json")
        answer.status_code = said.statuses.get(name, 200)
        return answer

    def _elsewhere(self, name: str) -> Response:
        self.calls.append("elsewhere")
        said = self._said()
        contents = {"discovery": said.discovery, "token": self._token_answer(said)}
        return jsonify(contents[name])

    def _discovery(self) -> Response:
        return self._answer("discovery", self._said().discovery)

    def _push(self) -> tuple[Response, int]:
        """Take a request ahead, from whoever proves to be the portal, each value once."""
        self.calls.append("push")
        once = all(len(values) == 1 for values in request.form.to_dict(flat=False).values())
        if not once or not self._is_portal():
            return jsonify(error="invalid_request"), 400
        self.asked = request.form.to_dict()
        return jsonify(request_uri="urn:pushed", expires_in=60), 201

    def _is_portal(self) -> bool:
        """Tell whether a form or its header proves who sent it."""
        if "client_assertion" in request.form:
            assertion = request.form["client_assertion"]
            assert self.portal_key is not None
            claims = jwt.decode(assertion, self.portal_key, algorithms=["RS256"]).claims
            return claims["aud"] == f"{self.issuer}/token" and claims["sub"] == CLIENT_ID
        if request.authorization is None:
            return request.form.get("client_secret") == SECRET
        # Both were form-encoded before they were joined (RFC 6749, 2.3.1).
        return unquote_plus(request.authorization.password or "") == SECRET

    def _authorize(self) -> AnyResponse:
        if request.args.get("request_uri") != "urn:pushed":
            self.asked = request.args.to_dict()
        query = "&".join(f"{name}={value}" for name, value in self._said().callback)
        return redirect(f"{self.asked['redirect_uri']}?{query}")

    def _token(self) -> Response:
        if not self._is_portal():
            return Response(status=401)
        return self._answer("token", self._token_answer(self._said()))

    def _token_answer(self, said: Said) -> dict[str, Any]:
        return {"id_token": self._sealed(said, said.sign(said)), **said.token}

    def _userinfo(self) -> Response:
        said = self._said()
        if not self.userinfo_signed:
            return self._answer("userinfo", said.userinfo)
        return self._answer(
            "userinfo", self._sealed(said, signed(said.header, said.userinfo, said.key))
        )

    def _sealed(self, said: Said, token: str) -> str:
        if not self.encrypted:
            return token
        assert self.encryption_key is not None
        registry = jwe.JWERegistry(algorithms=said.jwe_algorithms, strict_check_header=False)
        return jwe.encrypt_compact(said.wrap, token, self.encryption_key, registry=registry)


def _slowly(body: bytes) -> Iterator[bytes]:
    for at in range(len(body)):
        time.sleep(0.2)
        yield body[at : at + 1]


def public(key: Key, **other: object) -> dict[str, Any]:
    """Return what a key set says of a key. other: further members; None takes one out."""
    jwk = {**key.as_dict(private=False), "use": "sig", **other}
    return {name: value for name, value in jwk.items() if value is not None}


def signed(header: dict[str, Any], claims: object, key: Key) -> str:
    """Return a token as an honest library makes it."""
    own = {CRITICAL: HeaderParameter("known to the lying key alone", "int")}
    registry = jws.JWSRegistry(own, algorithms=[header["alg"]], strict_check_header=False)
    registry.max_header_length = 64 * 1024
    return jws.serialize_compact(header, json.dumps(claims), key, registry=registry)


def by_hand(said: Said, key: bytes | None = None) -> str:
    """Return a token that honest libraries refuse to make: without key, or by a shared one."""
    parts = [_encoded(json.dumps(part).encode()) for part in (said.header, said.claims)]
    text = ".".join(parts)
    proof = b"" if key is None else hmac.new(key, text.encode(), hashlib.sha256).digest()
    return f"{text}.{_encoded(proof)}"


def half_hash(value: str) -> str:
    """Return what `at_hash` and `c_hash` hold for RS256."""
    return _encoded(hashlib.sha256(value.encode()).digest()[:16])


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
