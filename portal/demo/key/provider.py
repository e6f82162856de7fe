"""The protocol of the key: OpenID Connect in the shape of FAS, by the server parts of Authlib."""

import time
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import OpenIDCode
from flask import Flask, Response
from joserfc.jwk import Key

from portal.demo.folder import feed_folder
from portal.demo.key.assertion import Assertion, Spent
from portal.demo.key.client import METHODS, SCOPES, Portal
from portal.demo.key.memory import TOKEN_LIFE, Code, Memory, SignIn, Token
from portal.demo.key.vendors import GRANT, ForItself, Vendor, Vendors, access_token
from portal.demo.key.vendors import SCOPES as VENDOR_SCOPES
from portal.login.own_keys import lasting_key
from portal.settings import Settings


class Provider(AuthorizationServer):  # type: ignore[misc]  # Authlib comes without types
    """The key as a server: its issuer, its signing key, its client and its memory."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.issuer = settings.key_url
        self.memory = Memory()
        self.portal = Portal(settings)
        self.signing_key = lasting_key(settings.data / "keys" / "demo-key.pem")
        self._vendors = Vendors(feed_folder(settings))
        self._audience = settings.token_audience
        app.config["OAUTH2_SCOPES_SUPPORTED"] = [*SCOPES, *VENDOR_SCOPES]
        app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": TOKEN_LIFE}
        super().__init__(app, self._client, self._keep)
        audiences = [self.issuer, self.address("token")]
        spent = Spent(settings.data / "demo-key" / "spent")
        self.register_client_auth_method("private_key_jwt", Assertion(audiences, spent))
        self.register_grant(ForItself)
        self.register_token_generator(GRANT, self._token_for_itself)
        self.register_grant(_CodeGrant, [_Challenge(required=True), _IdToken(self)])
        self._says_issuer = _Issuer(self.issuer)
        self.register_extension(self._says_issuer)

    def address(self, path: str) -> str:
        """Return one of the key's own addresses."""
        return f"{self.issuer}/{path}"

    def tell_error(self, error: OAuth2Error) -> Response:
        """Send the reader back to the portal with an error."""
        answer: Response = self.handle_error_response(None, error)
        self._says_issuer.add_issuer_parameter(self, answer)
        return answer

    def _client(self, client_id: str) -> Portal | Vendor | None:
        if client_id == self.portal.client_id:
            return self.portal
        return self._vendors.find(client_id)

    def _token_for_itself(self, client: Vendor, scope: str, **_asked: object) -> dict[str, Any]:
        return access_token(self.signing_key, self.issuer, self._audience, client, scope)

    def _keep(self, token: dict[str, Any], request: Any) -> None:  # noqa: ANN401 - Authlib's
        until = time.time() + token["expires_in"]
        kept = Token(request.client, token["scope"], request.user, until)
        self.memory.tokens.put(token["access_token"], kept)


class _CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """A code is good once, for a minute, and only for whoever began with its challenge."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def save_authorization_code(self, code: str, request: Any) -> None:  # noqa: ANN401
        values = request.payload.data
        self.server.memory.codes.put(
            code,
            Code(
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                nonce=values.get("nonce"),
                code_challenge=values["code_challenge"],
                code_challenge_method=values["code_challenge_method"],
                sign_in=request.user,
            ),
        )

    def query_authorization_code(self, code: str, _client: Portal) -> Code | None:
        found: Code | None = self.server.memory.codes.take(code)
        return found

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Do nothing: it was forgotten when it was looked up."""

    def authenticate_user(self, authorization_code: Code) -> SignIn:
        return authorization_code.sign_in


class _Challenge(CodeChallenge):  # type: ignore[misc]
    """Proof of possession of the code: obligatory, and by its hash only."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:  # noqa: ANN401
        values = grant.request.payload.data
        if not values.get("code_challenge") or not values.get("code_challenge_method"):
            raise InvalidRequestError("This key needs a code_challenge with its method.")
        super().validate_code_challenge(grant, redirect_uri)


class _IdToken(OpenIDCode):  # type: ignore[misc]
    """Like FAS, the key says in the ID token who signed in only as it calls them itself."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=True)
        self._provider = provider

    def exists_nonce(self, _nonce: str, _request: Any) -> bool:  # noqa: ANN401
        return False

    def resolve_client_private_key(self, _client: Portal) -> Key:
        return self._provider.signing_key

    def get_encode_header(self, client: Portal) -> dict[str, str]:
        return {"alg": self.get_client_algorithm(client), "kid": self._provider.signing_key.kid}

    def get_client_claims(self, client: Portal) -> dict[str, Any]:
        now = int(time.time())
        return {
            "iss": self._provider.issuer,
            "aud": client.client_id,
            "iat": now,
            "exp": now + TOKEN_LIFE,
        }

    def generate_user_info(self, user: SignIn, _scope: str) -> dict[str, Any]:
        return {"sub": user.subject, "sid": user.sid}


class _Issuer(IssuerParameter):  # type: ignore[misc]
    """Every way back says whose it is (RFC 9207)."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def get_issuer(self) -> str:
        return self._issuer
