"""Who has signed in, as FAS tells it: a signed answer in which the number stands."""

from authlib.integrations.flask_oauth2 import ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oidc.core import UserInfo, UserInfoEndpoint
from joserfc.jwk import KeySet

from portal.demo.key.memory import SignIn, Token
from portal.demo.key.provider import Provider


class TellWho(UserInfoEndpoint):  # type: ignore[misc]  # Authlib comes without types
    """Userinfo for whoever brings an access token of this key."""

    def __init__(self, provider: Provider) -> None:
        protector = ResourceProtector()
        protector.register_token_validator(_KnownToken(provider))
        super().__init__(provider, protector)

    def get_issuer(self) -> str:
        """Return whose answer it is."""
        issuer: str = self.server.issuer
        return issuer

    def resolve_private_key(self) -> KeySet:
        """Return the key that signs; as a set, so that its id stands in the header."""
        return KeySet([self.server.signing_key])

    def generate_user_info(self, user: SignIn, scope: str) -> UserInfo:
        """Return what the portal may know of a person."""
        claims = {"sub": user.subject}
        if "profile" in scope.split():
            claims |= {
                "givenName": user.person.given_names,
                "surname": user.person.family_name,
                "prefLanguage": user.person.language,
            }
        if "egovnrn" in scope.split():
            claims["egovNRN"] = user.person.ssin
        return UserInfo(claims)


class _KnownToken(BearerTokenValidator):  # type: ignore[misc]
    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self._tokens = provider.memory.tokens

    def authenticate_token(self, token_string: str) -> Token | None:
        return self._tokens.get(token_string)
