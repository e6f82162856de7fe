"""What every answer tells the browser: no foreign origin or script, no frame, no trace."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response

UNUSED_POWERS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
# For everything we serve, styles and pictures included.
FIXED_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
    ("Permissions-Policy", ", ".join(f"{power}=()" for power in UNUSED_POWERS)),
)
# A file is part of a page, or nothing.
FILE_HEADERS = (
    *FIXED_HEADERS,
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
)


def set_headers(app: Flask, form_targets: Iterable[str]) -> None:
    """Make every answer of the application carry the headers.

    form_targets: addresses outside ours to which a form may lead in the end. Chromium applies
    `form-action` to redirects too, so signing out needs the origins of the digital keys.
    """
    policy = content_policy(form_targets)

    @app.after_request
    def add_headers(answer: Response) -> Response:
        answer.headers.extend(FIXED_HEADERS)
        answer.headers.setdefault("Content-Security-Policy", policy)
        # A page says who is signed in, so none is kept unless its view allows it.
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def content_policy(form_targets: Iterable[str]) -> str:
    """Return the content security policy: our own style, script, pictures and forms alone."""
    origins = sorted({_origin(address) for address in form_targets})
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *origins)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
