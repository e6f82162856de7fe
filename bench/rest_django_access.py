"""Who asks, and how often, as Django REST framework has it, for `bench/rest_django.py`."""

import hashlib
from typing import Any

from django.db.models import F
from rest_django_models import Sender, TryWindow
from rest_framework import authentication, exceptions, throttling

from portal import clock
from portal.login.access import TokenIssuer
from portal.login.tries import WINDOW

ISSUER: list[TokenIssuer] = []
MOST = 10**9  # requests of a window, as the bench lets ours have


class ByToken(authentication.BaseAuthentication):
    """Who asks, by the token of the social security."""

    def authenticate(self, request: Any) -> tuple[Any, None]:  # noqa: ANN401 - as the framework calls it
        """Return the sender of a request."""
        access = ISSUER[0].open(request.headers["Authorization"].removeprefix("Bearer "))
        if "scope:fla:training:declare" not in access.scopes:
            raise exceptions.PermissionDenied
        sender = Sender.objects.filter(
            client_id=access.client_id, enterprise_number=access.enterprise_number
        ).first()
        if sender is None:
            raise exceptions.AuthenticationFailed
        return sender, None


class Window(throttling.BaseThrottle):
    """So many requests in five minutes, whichever process they come to."""

    def allow_request(self, request: Any, view: Any) -> bool:  # noqa: ANN401, ARG002 - same
        """Count a request, and tell whether it is not one too many."""
        now = clock.machine_now()
        who = {
            "kind": "rest-client",
            "who_hash": hashlib.sha256(request.user.client_id.encode()).digest(),
        }
        begun = {"tries": 0, "ends_at": now + WINDOW}
        window, _ = TryWindow.objects.get_or_create(**who, defaults=begun)
        if window.ends_at <= now:
            TryWindow.objects.filter(**who).update(**begun)
        TryWindow.objects.filter(**who).update(tries=F("tries") + 1)
        return bool(window.tries < MOST)
