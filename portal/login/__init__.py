"""Who is there: digital keys, what they say, sessions, and the guards on every route."""

import logging
from collections.abc import Iterable

from flask import Flask
from flask_wtf import CSRFProtect

from portal.login import provider_views, views
from portal.login.identity import set_up_identity
from portal.login.key_ring import KeyRing
from portal.login.pages import EXTENSION
from portal.settings import Settings


def set_up(app: Flask, settings: Settings) -> Iterable[str]:
    """Let people sign in to this application, whose forms Flask-WTF protects already.

    Result: the origins to which signing out may lead, for the page headers.
    Raises portal.login.providers.ProvidersFault where the configuration cannot be used.
    """
    # Its debug lines hold secrets of sign-ins on their way.
    logging.getLogger("authlib").setLevel(logging.INFO)
    set_up_identity(app, settings)
    ring = app.extensions[EXTENSION] = KeyRing(settings)
    app.register_blueprint(views.views)
    app.register_blueprint(provider_views.views)
    # A provider has no form of ours; it signs what it says.
    csrf: CSRFProtect = app.extensions["csrf"]
    csrf.exempt(provider_views.views)
    return ring.origins()
