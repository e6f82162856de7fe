"""Who is there: digital keys, what they say, sessions, and the guards on every route."""

from collections.abc import Iterable

from flask import Flask

from portal.login.identity import set_up_identity
from portal.login.views import views
from portal.settings import Settings


def set_up(app: Flask, settings: Settings) -> Iterable[str]:
    """Let people sign in to this application.

    Result: the addresses to which signing out may lead in the end, for the page headers.
    """
    set_up_identity(app, settings)
    app.register_blueprint(views)
    return ()
