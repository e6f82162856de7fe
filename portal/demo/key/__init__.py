"""A pretend digital key in the shape of FAS: a program of its own, for invented people only."""

from pathlib import Path

from flask import Flask

from portal.demo.folder import feed_folder
from portal.demo.key import views
from portal.demo.key.ending import End
from portal.demo.key.page import set_up_pages
from portal.demo.key.people import People
from portal.demo.key.provider import Provider
from portal.demo.key.userinfo import TellWho
from portal.settings import Settings, load_settings

HERE = Path(__file__).parent.parent


class NotInProduction(RuntimeError):
    """Anybody can be anybody with this key."""


def create_app(settings: Settings | None = None) -> Flask:
    """Return the key, ready to serve in one process; raises NotInProduction."""
    settings = settings or load_settings()
    if settings.environment == "production":
        raise NotInProduction("The demo key does not run in production: anybody can be anybody.")
    app = Flask(
        "portal.demo.key",
        root_path=str(HERE),
        template_folder="templates",
        static_folder="static",
    )
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    set_up_pages(app, settings.base_url)
    provider = app.extensions["provider"] = Provider(app, settings)
    provider.register_endpoint(TellWho(provider))
    provider.register_endpoint(End)
    app.extensions["people"] = People(feed_folder(settings))
    app.register_blueprint(views.views)
    return app
