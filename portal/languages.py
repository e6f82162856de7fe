"""The four languages of the portal, and how each writes days, hours and dates.

Formats are prepared once per language: asking Babel again for every figure of a page costs more
than the rest of the page.
"""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval
from babel.support import NullTranslations, Translations

_TIED = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"  # a hyphen is too short to be seen before a figure
LANGUAGES = ("nl", "fr", "de", "en")
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}
# Each language by its own name, as the switch shows it.
LANGUAGE_NAMES = {
    "nl": "Nederlands",
    "fr": "Français",
    "de": "Deutsch",
    "en": "English",
}

_LOCALES = {language: Locale.parse(name) for language, name in LOCALES.items()}
_DECIMAL_SIGNS = {
    language: locale.number_symbols["latn"]["decimal"] for language, locale in _LOCALES.items()
}
# Python's signs of English, by those of each language: thousands stand apart in all four.
_SIGNS = {
    language: str.maketrans(
        {",": locale.number_symbols["latn"]["group"], ".": _DECIMAL_SIGNS[language], "-": MINUS}
    )
    for language, locale in _LOCALES.items()
}

# How hours and minutes are written short.
_DURATIONS = {
    "nl": ("u.", "min."),
    "fr": ("h", "min"),
    "de": ("Std.", "Min."),
    "en": ("h", "min"),
}

# The sign, with or without the space that the language puts before it.
_PERCENT: dict[str, str] = {
    language: locale.percent_formats[None].pattern.replace("#,##0", "#").replace("\xa0", "\u202f")
    for language, locale in _LOCALES.items()
}


def N_(msgid: str) -> str:  # noqa: N802 - the name under which gettext tools look for sentences
    """Return the sentence itself; marks it for the catalogues where it is written down."""
    return msgid


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(Path(__file__).parent.parent / "translations", [language])


# Here a line must not end: "art. 50 §2", "1 January", "%(days)s days", and in French before the
# signs that have a space before them.
_LOOSE = re.compile(
    r"(\bart\.|\b\d{1,2}\.?|%\((?:days|num|hours|available|months|from10|from20)\)s) (?=[^\W_])"
    r"|(?<=\d) (?=§)|(?<=«) | (?=[:;?!»])"
)


def tied(text: str) -> str:
    """Return a sentence in which a number stays on one line with what it counts or names."""
    return _LOOSE.sub(lambda found: f"{found[1] or ''}{_TIED}", text)


def translated(sentence: str, language: str) -> str:
    """Return a sentence in a language, its values still to be put in; for rooms without a page."""
    said: str = _catalogue(language).ugettext(sentence)
    return said


def translated_count(one: str, many: str, count: int, language: str) -> str:
    """Return the singular or a plural, whichever the count asks for, as `translated` does."""
    said: str = _catalogue(language).ungettext(one, many, count)
    return said


def rounded(amount: Fraction | int, places: int = 2) -> Decimal:
    """Return an exact amount with at most so many decimals, half up, without trailing zeros.

    Half up goes away from zero for what is negative, as a reader expects of a debt.
    """
    return _rounded(amount.numerator, amount.denominator, places)


def _rounded(top: int, below: int, places: int) -> Decimal:
    whole = (2 * abs(top) * 10**places + below) // (2 * below)
    value = Decimal(whole).scaleb(-places).normalize()
    return -value if top < 0 and whole else value


def show_number(amount: Fraction | int, language: str, places: int = 2) -> str:
    """Return a number as this language writes it: 1.002,5 in Dutch, 1,002.5 in English."""
    return _number(amount.numerator, amount.denominator, language, places)


@lru_cache(maxsize=8192)
def _number(top: int, below: int, language: str, places: int) -> str:
    # By whole numbers: a fraction takes longer to be found in a table.
    return f"{_rounded(top, below, places):,f}".translate(_SIGNS[language])


def show_column(amount: Fraction | int, language: str, places: int = 2) -> str:
    """Return a number as it stands in a column of numbers: always so many decimals."""
    text = f"{rounded(amount, places):.{places}f}".replace("-", MINUS)
    return text.replace(".", _DECIMAL_SIGNS[language])


def show_percent(share: Fraction | int, language: str) -> str:
    """Return a share (1 is the whole) in percent, at most four decimals: 80%, in French 80 %."""
    return _PERCENT[language].replace("#", show_number(share * 100, language, 4))


def show_days(days: Fraction | int, language: str) -> str:
    """Return a number of days with at most two decimals, half up; the word is the page's."""
    return show_number(days, language)


def day_count(days: Fraction | int, language: str) -> int:
    """Return 1 where this language puts the word after so many days in the singular, else 2.

    The figure as shown decides: 1.5 is singular in French (1,5 jour), plural in Dutch. Meant as
    the number to give to `ngettext`, which knows whole numbers only.
    """
    return _plural(days.numerator, days.denominator, language)


@lru_cache(maxsize=8192)
def _plural(top: int, below: int, language: str) -> int:
    return 1 if _LOCALES[language].plural_form(abs(_rounded(top, below, 2))) == "one" else 2


def show_hours(minutes: Fraction | int, language: str) -> str:
    """Return a duration in hours and minutes: 7 u. 36 min., in French 7 h 36; half up.

    Never 7:36, which reads as a time of the day. What is nothing is left out: 19 h, 5 min.
    """
    return _hours(minutes.numerator, minutes.denominator, language)


@lru_cache(maxsize=8192)
def _hours(top: int, below: int, language: str) -> str:
    whole = int(_rounded(top, below, 0))
    hours, rest = divmod(abs(whole), 60)
    hour_word, minute_word = _DURATIONS[language]
    parts = [f"{hours}{_TIED}{hour_word}"] if hours or not rest else []
    if hours and rest and language == "fr":
        parts.append(f"{rest:02}")
    elif rest:
        parts.append(f"{rest}{_TIED}{minute_word}")
    return (MINUS if whole < 0 else "") + _TIED.join(parts)


@lru_cache(maxsize=8192)
def show_date(day: date, language: str) -> str:
    """Return a day in full, its month beside it on the line: 24 november 2026."""
    text = format_date(day, "long", _LOCALES[language]).replace(" ", _TIED, 1)
    # French writes the first of a month as an ordinal, which the locale data leaves out.
    return f"1er{_TIED}{text[2:]}" if language == "fr" and day.day == 1 else text


@lru_cache(maxsize=8192)
def show_date_short(day: date, language: str) -> str:
    """Return a day as it stands in tables: 24 nov 2026."""
    return format_date(day, "medium", _LOCALES[language]).replace(" ", _TIED, 1)


@lru_cache(maxsize=8192)
def show_dates_short(first: date, last: date, language: str) -> str:
    """Return a span of days as it stands in tables, no word said twice: 19-21 Nov 2026."""
    if first == last:
        return show_date_short(first, language)
    return format_interval(first, last, "yMMMd", locale=_LOCALES[language])


@lru_cache(maxsize=64)
def show_month(month: int, language: str) -> str:
    """Return the name of a month (1 to 12)."""
    name: str = _LOCALES[language].months["format"]["wide"][month]
    return name
