"""What the key remembers while it runs: codes, tokens and who is signed in where."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, TokenMixin

from portal.demo.key.people import Person

CODE_LIFE = 60  # seconds
TOKEN_LIFE = 300
SIGN_IN_LIFE = 8 * 3600
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody signed in at the key.

    subject: how the key calls them at the portal; means: how they signed in, as FAS calls it.
    ending_told_to: the address of the portal that wants to hear when this is over.
    """

    sid: str
    person: Person
    subject: str
    means: str
    at: int  # seconds since 1970
    ending_told_to: str


@dataclass(frozen=True)
class Code(AuthorizationCodeMixin):  # type: ignore[misc]  # Authlib comes without types
    """A code on its way to the portal, with what must fit when it comes back."""

    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    code_challenge_method: str
    sign_in: SignIn

    def get_redirect_uri(self) -> str:
        """Return the address to which the code was sent."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return what was asked for."""
        return self.scope

    def get_nonce(self) -> str | None:
        """Return what the portal wants to see again in the ID token."""
        return self.nonce

    def get_auth_time(self) -> int:
        """Return when the person signed in."""
        return self.sign_in.at

    def get_acr(self) -> None:
        """Return nothing: like FAS, the key tells the level in `amr`."""

    def get_amr(self) -> list[str]:
        """Return how the person signed in."""
        return [self.sign_in.means]


@dataclass(frozen=True)
class Token(TokenMixin):  # type: ignore[misc]  # Authlib comes without types
    """An access token, good for userinfo alone."""

    client: Any
    scope: str
    sign_in: SignIn
    expires_at: float

    def check_client(self, client: Any) -> bool:  # noqa: ANN401 - Authlib's
        """Tell whether the token is of this client."""
        return bool(client is self.client)

    def get_scope(self) -> str:
        """Return what the token is good for."""
        return self.scope

    def get_expires_in(self) -> int:
        """Return how many seconds it is good for."""
        return TOKEN_LIFE

    def is_expired(self) -> bool:
        """Tell whether its time is over."""
        return time.time() >= self.expires_at

    def is_revoked(self) -> bool:
        """Tell whether it was taken back, which this key never does."""
        return False

    def get_user(self) -> SignIn:
        """Return whose token it is."""
        return self.sign_in

    def get_client(self) -> Any:  # noqa: ANN401 - Authlib's
        """Return who asked for it."""
        return self.client


class Shelf(Generic[T]):
    """Things by their name for a while, shared by the threads of the one process of the key."""

    def __init__(self, life: float) -> None:
        self._life = life
        self._lock = threading.Lock()
        self._things: dict[str, tuple[float, T]] = {}

    def put(self, name: str, thing: T) -> bool:
        """Keep a thing; tell whether its name was free. Forgets what is too old."""
        now = time.monotonic()
        with self._lock:
            # In the order in which they were put, so the old ones stand in front.
            while self._things and (first := next(iter(self._things.items())))[1][0] < now:
                del self._things[first[0]]
            free = name not in self._things
            self._things.pop(name, None)
            self._things[name] = (now + self._life, thing)
        return free

    def get(self, name: str) -> T | None:
        """Return a thing that is still good."""
        until, thing = self._things.get(name, (0.0, None))
        return thing if until > time.monotonic() else None

    def take(self, name: str) -> T | None:
        """Return a thing and forget it: the next who asks gets nothing."""
        with self._lock:
            until, thing = self._things.pop(name, (0.0, None))
        return thing if until > time.monotonic() else None


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything the key remembers; gone when it ends."""

    codes: Shelf[Code] = field(default_factory=lambda: Shelf(CODE_LIFE))
    tokens: Shelf[Token] = field(default_factory=lambda: Shelf(TOKEN_LIFE))
    sign_ins: Shelf[SignIn] = field(default_factory=lambda: Shelf(SIGN_IN_LIFE))
    proofs: Shelf[bool] = field(default_factory=lambda: Shelf(TOKEN_LIFE))  # `jti` seen
