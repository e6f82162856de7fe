"""The programs of the portal that serve pages, each with its place in the house."""

import os

from portal import database, grants
from portal.directory.ring import key_ring
from portal.processes.server import serve
from portal.settings import Settings, load_settings


def serve_web(settings: Settings) -> None:
    """Serve the portal's pages until told to stop."""
    # Nobody waits longer for a page, so no question may go on either.
    os.environ.setdefault("PGOPTIONS", "-c statement_timeout=30s")
    # The pages add looks and can neither change nor delete them: nothing of theirs keeps a
    # connection of the owner.
    database.engine(settings).dispose()
    os.environ.setdefault("PORTAL_DATABASE_ROLE", grants.WEB_ROLE)
    load_settings.cache_clear()
    key_ring().check()
    # Held by this process, so that the database server outlives every worker.
    database.url_of(settings)
    serve("wsgi:app", f"{settings.web_host}:{settings.web_port}", workers=2)


def serve_demo_key(settings: Settings) -> None:
    """Serve the pretend digital key until told to stop."""
    # By name: the demo is a program apart, and nothing of the portal knows it. It remembers in
    # one process who is signing in.
    program = "portal.demo.key:create_app()"
    serve(program, f"{settings.web_host}:{settings.key_port}", workers=1)
