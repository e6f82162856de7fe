"""The web application put together: the only file that knows every room."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import gauges, login
from portal.documents.seal_keys import refuse_trial_seal
from portal.rest.service import MOUNT, create_service
from portal.settings import Settings, load_settings
from portal.watched import name_routes, watched
from portal.web import (
    attestations,
    calendar,
    credentials,
    declared_training,
    employer,
    employer_access,
    employer_duties,
    employer_export,
    employer_files,
    employer_opt_outs,
    employer_rights,
    employer_statistics,
    employer_submissions,
    employer_workers,
    entering,
    export,
    handing,
    importing,
    public,
    seal,
    styleguide,
    trainings,
    unsent,
    verify,
    worker,
)
from portal.web.assets import serve_assets
from portal.web.errors import set_up_error_pages
from portal.web.form_cookie import FormCookie
from portal.web.headers import FILE_HEADERS, FIXED_HEADERS, set_headers
from portal.web.page import set_up_pages
from portal.web.spoken import Spoken

HOUSE = Path(__file__).parent.parent
MOST_BYTES_OF_A_FORM = 64 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Return the portal's pages, ready to serve; settings: by default those of the environment."""
    settings = settings or load_settings()
    app = Flask("portal", root_path=str(HOUSE), static_folder=None, template_folder="templates")
    app.jinja_environment = Spoken  # type: ignore[assignment]  # Flask's own is made for any app
    _configure(app, settings)
    app.session_interface = FormCookie(app)
    refuse_trial_seal(settings)
    CSRFProtect(app)
    Compress(app)
    set_up_pages(app, settings)
    set_up_error_pages(app)
    unsent.set_up_keeping(app)
    name_routes(app)
    for blueprint in (
        public.entrance,
        public.views,
        trainings.views,
        worker.views,
        export.views,
        calendar.entrance,
        calendar.views,
        credentials.views,
        seal.views,
        attestations.views,
        verify.views,
        employer.views,
        employer_access.views,
        employer_duties.views,
        employer_opt_outs.views,
        employer_rights.views,
        employer_statistics.views,
        employer_submissions.views,
        employer_files.views,
        employer_workers.views,
        entering.views,
        importing.views,
        declared_training.views,
        employer_export.views,
        handing.views,
        unsent.views,
    ):
        app.register_blueprint(blueprint)
    if settings.environment == "development":
        app.register_blueprint(styleguide.views)
    set_headers(app, login.set_up(app, settings))
    serve_assets(app, HOUSE / "static", settings.data / "static", FILE_HEADERS)
    service = create_service(settings, _hosts(settings), FIXED_HEADERS)
    # Apart, so that no cookie, form token or page of ours can reach an answer for software.
    app.wsgi_app = DispatcherMiddleware(  # type: ignore[method-assign]  # Flask documents it so
        app.wsgi_app, {MOUNT: service, gauges.MOUNT: gauges.create_gauges(settings)}
    )
    app.wsgi_app = watched(app.wsgi_app, settings)  # type: ignore[assignment,method-assign]  # same
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask documents it so
            app.wsgi_app, settings.proxies, settings.proxies, settings.proxies
        )
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key(),
        TRUSTED_HOSTS=_hosts(settings),
        MAX_CONTENT_LENGTH=MOST_BYTES_OF_A_FORM,
        MAX_FORM_PARTS=200,
        # Flask's own cookie holds the token that protects forms, never who is signed in.
        SESSION_COOKIE_NAME="__Host-form" if secure else "form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        BABEL_TRANSLATION_DIRECTORIES=str(HOUSE / "translations"),
        BABEL_DEFAULT_LOCALE="en_GB",
        COMPRESS_MIN_SIZE=500,
        # Brotli makes an account a tenth smaller than the others do, for a third of a millisecond.
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
    )
    app.url_map.strict_slashes = False  # who types a slash too many still arrives
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _hosts(settings: Settings) -> list[str]:
    """Return the names under which browsers may ask for the portal."""
    if settings.trusted_hosts:
        return list(settings.trusted_hosts)
    own = urlsplit(settings.base_url).hostname or ""
    return [own] if settings.environment == "production" else [own, "localhost", "127.0.0.1"]
