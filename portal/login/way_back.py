"""Where a sign-in may lead: to a page of ours that was asked for, and nowhere else."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

LONGEST_NEXT = 1000  # characters; addresses of ours are far shorter


def wanted_page() -> str | None:
    """Return the address that is asked for now, if a sign-in may lead back to it."""
    asked = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else request.path
    return safe_next(asked)


def safe_next(wanted: str | None) -> str | None:
    """Return the address if it is a page of ours to which a sign-in may lead, else None."""
    if not wanted or len(wanted) > LONGEST_NEXT or not wanted.isprintable():
        return None
    # Browsers read a backslash as a slash, and two slashes as another host.
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return None
    endpoint = page_at(wanted)
    # From one sign-in to the next there is no way out.
    return None if endpoint is None or endpoint.startswith("login.") else wanted


def page_at(address: str | None) -> str | None:
    """Return the name of the page of ours at an address; None: there is none."""
    try:
        path = urlsplit(address or "").path
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect, ValueError):
        return None
    return str(endpoint)
