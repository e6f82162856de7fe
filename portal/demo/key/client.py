"""The one client of the key: the portal, as if its operator had registered it."""

import hashlib
import hmac
import re
import secrets

from authlib.oauth2.rfc6749 import ClientMixin
from joserfc.jwk import Key

from portal.languages import LANGUAGES
from portal.login.own_keys import own_signing_key
from portal.secret_files import keep_secret
from portal.settings import Settings

CLIENT_ID = "learning-account"
METHODS = ("private_key_jwt", "client_secret_basic", "client_secret_post")
SCOPES = ("openid", "profile", "egovnrn")


class Portal(ClientMixin):  # type: ignore[misc]  # Authlib comes without types
    """The portal, known by its key or by its secret, both in its folder of keys."""

    client_id = CLIENT_ID

    def __init__(self, settings: Settings) -> None:
        folder = settings.data / "keys"
        secret = folder / "demo-key-client.secret"
        if not secret.exists():
            keep_secret(secret, secrets.token_urlsafe(32).encode())
        self._secret = secret.read_bytes().strip()
        self.public_key: Key = own_signing_key(folder)
        # Whatever name the operator gives the key in the configuration.
        self._callback = re.compile(
            rf"{re.escape(settings.base_url)}/sign-in/[a-z0-9][a-z0-9_-]{{0,31}}/callback"
        )
        self.client_metadata = {
            "userinfo_signed_response_alg": "RS256",
            "post_logout_redirect_uris": [
                f"{settings.base_url}/{language}/signed-out" for language in LANGUAGES
            ],
        }

    def subject_of(self, number: str) -> str:
        """Return how the key calls a person here: always the same, and it hides the number."""
        return hmac.new(self._secret, number.encode(), hashlib.sha256).hexdigest()

    def get_client_id(self) -> str:
        """Return by what name the portal is registered."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """Return nothing: the portal must say where it wants people back."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return what of the scope it may ask for."""
        return " ".join(one for one in (scope or "").split() if one in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Tell whether people may be sent back there."""
        return self._callback.fullmatch(redirect_uri) is not None

    def check_client_secret(self, client_secret: str) -> bool:
        """Tell whether this is its secret."""
        return hmac.compare_digest(client_secret.encode(), self._secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Tell whether it may prove itself in this way."""
        return method in METHODS and endpoint == "token"

    def check_response_type(self, response_type: str) -> bool:
        """Tell whether it may ask for this."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether it may come with this."""
        return grant_type == "authorization_code"


def backchannel_of(redirect_uri: str) -> str:
    """Return where the portal wants to hear that a sign-in is over."""
    return redirect_uri.removesuffix("/callback") + "/backchannel"
