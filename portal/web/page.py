"""What every page shares: its language, its words and figures, its way to the other languages."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import Babel

from portal import languages
from portal.account import words
from portal.batch.refusals import refusal_retold
from portal.clock import today
from portal.identifiers import show_enterprise_number
from portal.languages import LANGUAGE_NAMES, LANGUAGES, LOCALES
from portal.law.parameters import FIRST_YEAR
from portal.law.terms import Regime, registration_on
from portal.login.identity import cookie_name, set_private_cookie
from portal.login.pages import told_end
from portal.settings import Settings
from portal.web.checks import CHECKS
from portal.web.course_form import LABELS, RULES
from portal.web.employer_words import DEEDS, EMPLOYER_COUNTING_TAGS, SENDERS
from portal.web.indents import Unindented
from portal.web.spoken import Spoken, Voice, Words
from portal.web.standing import (
    last_day_of_period,
    period_ends,
    shares_of,
    shares_used,
    size_borders,
    standing_of,
)
from portal.web.strip import strip_of, strips_of
from portal.web.vendors import Service
from portal.wire.code_words import words_in
from portal.wire.columns import COLUMNS_BY_FIELD
from portal.wire.retelling import retold
from portal.wire.wording import sentence_for_people

# The converter of every route that has a language in front.
LANGUAGE_PREFIX = f"/<any({', '.join(LANGUAGES)}):language>"
_A_YEAR = 365 * 24 * 3600
_SAFE_IN_QUERY = "!$'()*,/:;?@"


def set_up_pages(app: Flask, settings: Settings) -> None:
    """Give every template the page's language, sentences, figures and addresses."""
    app.config["LANGUAGE_COOKIE"] = cookie_name("language", settings)
    app.config["SERVICE"] = Service.of(settings)
    Babel(app, locale_selector=lambda: LOCALES[page_language()])
    templates = cast("Spoken", app.jinja_env)
    templates.add_extension(Unindented)
    templates.ask = lambda: Voice(page_language(), request.script_root)
    templates.give = lambda voice: Words(
        filters_of(voice.language), figures_of(voice.language), app.url_for
    )
    app.jinja_env.filters.update(
        time=lambda moment: f"{moment:%H:%M}",
        enterprise=show_enterprise_number,
        exact=Fraction,
        shown=lambda amount: Fraction(languages.rounded(amount)),
        standing=lambda employment: standing_of(employment.this_year),
        shares_used=shares_used,
        shares_of=shares_of,
        last_day=last_day_of_period,
        strip=strip_of,
        strips=strips_of,
        period_ends=period_ends,
        size_borders=size_borders,
        in_all_languages=lambda address: {language: address(language) for language in LANGUAGES},
    )
    app.jinja_env.globals.update(
        course_labels=LABELS,
        course_rules=RULES,
        sheet_columns=COLUMNS_BY_FIELD,
        words=words,
        employer_counting_tags=EMPLOYER_COUNTING_TAGS,
        sender_words=SENDERS,
        deed_words=DEEDS,
        check_words=CHECKS,
        first_year=FIRST_YEAR,
        language_names=LANGUAGE_NAMES,
    )
    app.url_value_preprocessor(_take_language)
    app.url_defaults(lambda endpoint, values: _give_language(app, endpoint, values))
    app.after_request(_remember_language)

    @app.context_processor
    def page_words() -> dict[str, object]:
        return {
            "language": page_language(),
            "same_page": same_page,
            "base_url": settings.base_url,
            "readable_until": last_reading_day(settings, today()),
            # What failed may be the database: the frame then shows only what is known already.
            "failed": "without_data" in g and "_login_user" not in g,
            "is_one_page": "failed" not in g,  # the same in all languages
            "contact": _contact(settings),
            "acting": g.get("acting"),  # for whom the reader acts, on an employer's pages
        }


_remembered = lru_cache(maxsize=8192)  # what a list shows hundreds of times


def figures_of(language: str) -> dict[str, Callable[..., str]]:
    """Return the filters that write figures, days and hours in a language."""
    return {
        "days": lambda amount: languages.show_days(amount, language),
        "hours": _remembered(lambda minutes: languages.show_hours(minutes, language)),
        "number": lambda amount, places=2: languages.show_number(amount, language, places),
        "percent": lambda share: languages.show_percent(share, language),
        "day": _remembered(lambda day: languages.show_date(day, language)),
        "short_day": lambda day: languages.show_date_short(day, language),
        "short_days": lambda first, last: languages.show_dates_short(first, last, language),
        "iso_day": lambda day: languages.show_date(date.fromisoformat(day), language),
    }


def filters_of(language: str) -> dict[str, Callable[..., Any]]:
    """Return the other filters that speak a language."""
    return {
        "day_count": lambda amount: languages.day_count(amount, language),
        "month": lambda month: languages.show_month(month, language),
        "told_issue": lambda issue: sentence_for_people(issue, language),
        "retold": lambda issue: retold(issue, language),
        "refusal_retold": lambda refusal: refusal_retold(refusal, language),
        "code_words": lambda field: words_in(field, language),
        "column_name": lambda field: COLUMNS_BY_FIELD[field].name(language),
        "told_end": lambda identity: told_end(identity, language),
    }


def page_language() -> str:
    """Return the language of the page: its address says it; else the reader's, else English."""
    if "language" not in g:
        first = request.path.split("/", 2)[1]
        g.language = first if first in LANGUAGES else preferred_language() or "en"
    language: str = g.language
    return language


def preferred_language() -> str | None:
    """Return the language the reader chose before, else asks for by the browser; None: neither."""
    chosen = request.cookies.get(current_app.config["LANGUAGE_COOKIE"])
    if chosen in LANGUAGES:
        return chosen
    # "*" would give the first of our languages, which nobody asked for.
    asked = type(request.accept_languages)(
        [(tag, quality) for tag, quality in request.accept_languages if tag != "*" and quality > 0]
    )
    return asked.best_match(LANGUAGES)


def same_page(language: str) -> str:
    """Return the address of this very page in another language; its home where it has none."""
    endpoint = request.endpoint
    if endpoint is None or g.get("failed") or not _can_be_asked_for(endpoint):
        return url_for("public.home", language=language)
    if request.view_args:
        address = url_for(endpoint, **{**request.view_args, "language": language})
    else:
        address = _address_in(language, endpoint, request.script_root)
    # Never as arguments of url_for, to which `?_method=` or `?endpoint=` would mean something.
    query = urlencode(
        [(name, _in(language, name, value)) for name, value in request.args.items(multi=True)],
        safe=_SAFE_IN_QUERY,
    )
    return f"{address}?{query}" if query else address


@lru_cache(maxsize=4096)
def _address_in(language: str, endpoint: str, root: str) -> str:  # noqa: ARG001 - the address begins with it
    """Return the address of a page that needs no more than its name."""
    return url_for(endpoint, language=language)


def _can_be_asked_for(endpoint: str) -> bool:
    """Tell whether this page can also be opened by its address, and not only by a form."""
    if request.method in {"GET", "HEAD"}:
        return True
    rules = current_app.url_map.iter_rules(endpoint)
    return any("GET" in (rule.methods or ()) for rule in rules)


def _in(language: str, name: str, value: str) -> str:
    """Return what the address asks, said in another language: after signing in one stays in it."""
    before, _, rest = value.removeprefix("/").partition("/")
    if name == "next" and value.startswith("/") and before in LANGUAGES:
        return f"/{language}/{rest}"
    return value


def _contact(settings: Settings) -> dict[str, str]:
    """Return whom readers can ask, as far as the settings say."""
    return {
        "name": settings.contact_name,
        "email": settings.contact_email,
        "phone": settings.contact_phone,
        "privacy_email": settings.contact_privacy_email,
    }


def last_reading_day(settings: Settings, day: date) -> date | None:
    """Return until when accounts can be read while nothing is registered; None: all is open."""
    registration = registration_on(day, settings.registration)
    if registration.regime is Regime.OPEN or registration.until is None:
        return None
    return registration.until - timedelta(days=1)


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None:
        values.pop("language", None)


def _give_language(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    if app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", page_language())


def _remember_language(answer: Response) -> Response:
    """Keep the language of a page that differs from what `/` would have chosen."""
    if request.path.split("/", 2)[1] not in LANGUAGES or answer.status_code >= 400:  # noqa: PLR2004
        return answer
    if preferred_language() != page_language():
        set_private_cookie(
            answer, current_app.config["LANGUAGE_COOKIE"], page_language(), max_age=_A_YEAR
        )
    return answer


def asked_year() -> int | None:
    """Return the year that the address asks for; None: none, or nothing that can be a year."""
    text = request.args.get("year", "")
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None  # noqa: PLR2004
