"""Who asks: a token becomes a client, which is looked up anew at every request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar, cast

from flask import current_app, g, request

from portal.account.looks import Look
from portal.clock import machine_now, now
from portal.database import reading
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.login.access import Access, Expired, TokenIssuer
from portal.login.refusal import NOT_BELIEVED, Refused
from portal.login.senders import Sender, find_sender
from portal.rest.problems import Problem
from portal.roles import Role
from portal.settings import Settings
from portal.wire.kinds import (
    EXPIRED_TOKEN,
    INVALID_TOKEN,
    MISSING_PERMISSION,
    MISSING_SCOPE,
    NO_TOKEN,
    TOO_MANY,
    UNAVAILABLE,
    Kind,
)

_P = ParamSpec("_P")
_R = TypeVar("_R")
View = Callable[_P, _R]

TRAININGS: Final = "scope:fla:training:declare"
RIGHTS: Final = "scope:fla:right:declare"
CONSULT: Final = "scope:fla:account:consult"
_REALM: Final = 'Bearer realm="fla"'
LONGEST_TOKEN: Final = 8 * 1024  # characters


@dataclass(frozen=True, slots=True)
class Client:
    """Software that asks: for which organisation and in which quality.

    wait: seconds until it may ask again; None: it may now.
    """

    client_id: str
    enterprise_number: str
    quality: Quality
    scopes: frozenset[str]
    wait: int | None

    @property
    def role(self) -> Role:
        """As what the client speaks, in the table of roles."""
        return Role(self.quality.value)

    def declarant(self) -> Declarant:
        """Return who speaks at the door; in a submission nobody has to name a version."""
        return Declarant(self.enterprise_number, self.quality, Channel.REST, names_versions=True)

    def look(self, enterprise_number: str) -> Look:
        """Return the look of this client at a worker of an enterprise."""
        if self.quality is Quality.MANDATE_HOLDER:
            return Look(
                now(),
                Role.MANDATE_HOLDER,
                "rest",
                organisation=enterprise_number,
                through=self.enterprise_number,
            )
        return Look(now(), self.role, "rest", organisation=self.enterprise_number)


def public(view: View[_P, _R]) -> View[_P, _R]:
    """Mark an operation that needs no token."""
    view.guard = ()  # type: ignore[attr-defined]
    return view


def for_scopes(*scopes: str) -> Callable[[View[_P, _R]], View[_P, _R]]:
    """Guard an operation: the client must have one of these scopes."""

    def guard(view: View[_P, _R]) -> View[_P, _R]:
        @wraps(view)
        def guarded(*args: _P.args, **values: _P.kwargs) -> _R:
            g.client = _client(frozenset(scopes))
            return view(*args, **values)

        guarded.guard = scopes  # type: ignore[attr-defined]
        return guarded

    return guard


def current_client() -> Client:
    """Return who asks; its operation is guarded."""
    return cast("Client", g.client)


def refuse_who_asks_too_often() -> None:
    """End the request where the client asked too often of late.

    Asked for when the request has been read, and before any record is looked at.
    """
    wait = current_client().wait
    if wait is not None:
        raise Problem(TOO_MANY, headers={"Retry-After": str(wait)})


def _client(scopes: frozenset[str]) -> Client:
    access = _access()
    if not scopes & access.scopes:
        needed = " ".join(sorted(scopes))
        raise _refused(MISSING_SCOPE, "insufficient_scope", needed)
    sender = _sender(access)
    if sender is None:
        raise _refused(MISSING_PERMISSION, "insufficient_scope")
    quality = Quality(sender.quality)
    return Client(access.client_id, access.enterprise_number, quality, access.scopes, sender.wait)


def _access() -> Access:
    """Return what the token of the request says."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Problem(NO_TOKEN, headers={"WWW-Authenticate": _REALM})
    if len(token) > LONGEST_TOKEN:
        raise _refused(INVALID_TOKEN, "invalid_token")
    issuer = cast("TokenIssuer", current_app.extensions["issuer"])
    try:
        return issuer.open(token)
    except Expired as fault:
        raise _refused(EXPIRED_TOKEN, "invalid_token") from fault
    except Refused as fault:
        if fault.refusal is NOT_BELIEVED:
            raise _refused(INVALID_TOKEN, "invalid_token") from fault
        raise Problem(UNAVAILABLE, headers={"Retry-After": "60"}) from fault


def _sender(access: Access) -> Sender | None:
    settings: Settings = current_app.config["SETTINGS"]
    most = settings.rest_requests if settings.rate_limits else None
    with reading() as connection:
        return find_sender(connection, access, machine_now(), most)


def _refused(kind: Kind, error: str, scope: str | None = None) -> Problem:
    challenge = f'{_REALM}, error="{error}", error_description="{kind.detail}"'
    more: dict[str, Any] = {}
    if scope is not None:
        challenge += f', scope="{scope}"'
        more["requiredScopes"] = scope.split()
    return Problem(kind, more=more, headers={"WWW-Authenticate": challenge})
