"""What every page of the key shares: its language, its headers, its own small frame."""

from datetime import date
from pathlib import Path

from flask import Flask, Response, request
from flask_babel import Babel

import portal
from portal.languages import LANGUAGES, LOCALES, show_date_short

TRANSLATIONS = Path(portal.__file__).parent.parent / "translations"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def set_up_pages(app: Flask, portal_url: str) -> None:
    """Give every page its language and its headers; portal_url: where its forms lead in the end."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES["en"]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=lambda: LOCALES[key_language()])
    app.context_processor(lambda: {"language": key_language()})
    app.jinja_env.filters["born"] = lambda day: (
        show_date_short(date.fromisoformat(day), key_language()) if day else ""
    )
    policy = (
        f"default-src 'none'; style-src 'self'; form-action 'self' {portal_url}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )

    @app.after_request
    def add_headers(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Content-Security-Policy", policy)
        return answer


def key_language() -> str:
    """Return the language the portal asks for, else that of the browser, else English."""
    for asked in request.values.get("ui_locales", "").split():
        language = asked.split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return request.accept_languages.best_match(LANGUAGES) or "en"
