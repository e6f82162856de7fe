"""Who is there: digital keys, what they say, sessions, and the guards on every route."""

import logging
from collections.abc import Iterable

from flask import Flask
from flask_wtf import CSRFProtect

from portal.login import provider_views, session_views, views
from portal.login.changes import set_up_changes
from portal.login.guessing import set_up_limits
from portal.login.identity import guard_of, set_up_identity
from portal.login.key_ring import KeyRing
from portal.login.levels import EXTENSION as LEVELS
from portal.login.levels import Levels
from portal.login.pages import EXTENSION, seconds_left
from portal.settings import Settings


def set_up(app: Flask, settings: Settings) -> Iterable[str]:
    """Let people sign in to this application, whose forms Flask-WTF protects already.

    Result: the origins to which signing out may lead, for the page headers.
    The pages of all other rooms are there already. Raises portal.login.providers.ProvidersFault
    and portal.login.levels.LevelsFault where the configuration cannot be used.
    """
    # Its debug lines hold secrets of sign-ins on their way.
    logging.getLogger("authlib").setLevel(logging.INFO)
    set_up_identity(app, settings)
    set_up_changes(app, settings)
    ring = app.extensions[EXTENSION] = KeyRing(settings)
    for blueprint in (views.views, session_views.views, provider_views.views):
        app.register_blueprint(blueprint)
    # A provider has no form of ours; it signs what it says.
    csrf: CSRFProtect = app.extensions["csrf"]
    csrf.exempt(provider_views.views)
    app.jinja_env.filters["seconds_left"] = seconds_left
    set_up_limits(app, settings)
    roles = {page: guard_of(view) for page, view in app.view_functions.items()}
    providers = {name: key.provider for name, key in ring.keys.items()}
    app.extensions[LEVELS] = Levels(settings.levels, roles, providers)
    return ring.origins()
