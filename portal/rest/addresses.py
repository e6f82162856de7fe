"""Addresses of the service as software sees them, whatever proxy stands before it."""

from urllib.parse import quote, urlencode

from flask import current_app

from portal.settings import REST_BASE, Settings


def base_url() -> str:
    """Return the address of the portal."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url


def address(*parts: str, **query: str) -> str:
    """Return the address of a resource; query: its parameters."""
    path = "/".join(quote(part, safe="") for part in parts)
    asked = f"?{urlencode(query)}" if query else ""
    return f"{base_url()}{REST_BASE}/{path}{asked}"
