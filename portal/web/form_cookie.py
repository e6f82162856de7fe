"""Flask's own cookie, which holds the token of the forms; what signs it is made once for all."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class FormCookie(SecureCookieSessionInterface):
    """Flask makes what signs the cookie anew for every request, though nothing of it changes."""

    def __init__(self, app: Flask) -> None:
        self._signs = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> Any:  # noqa: ANN401, ARG002 - Flask's own
        """Return what signs the cookie."""
        return self._signs
