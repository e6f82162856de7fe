"""Sentences for templates, looked up and marked safe once a process instead of at every word.

Flask-Babel finds the language anew at each call, which costs more than the rest of a page; these
do the same as its `_` and `ngettext`, escaping included.
"""

from functools import cache

from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import get_translations
from markupsafe import Markup

from portal.languages import tied


class Sentences:
    """All sentences of one language: the text is ours and safe, the values are escaped."""

    def __init__(self, catalogue: NullTranslations) -> None:
        """Keep what the catalogue says, as it is asked for."""
        self._catalogue = catalogue
        self._plain: dict[str, Markup] = {}
        self._open: dict[str, Markup] = {}
        self._plural: dict[tuple[str, str, int], Markup] = {}

    def one(self, sentence: str, values: dict[str, object]) -> Markup:
        """Return a sentence in this language with its values."""
        if values:
            text = self._open.get(sentence)
            if text is None:
                text = self._open[sentence] = self._said(sentence)
            return text % values
        text = self._plain.get(sentence)
        if text is None:
            text = self._plain[sentence] = self._said(sentence) % {}
        return text

    def _said(self, sentence: str) -> Markup:
        return Markup(tied(self._catalogue.ugettext(sentence)))  # noqa: S704 - ours

    def of_many(self, sentences: tuple[str, str], count: int, values: dict[str, object]) -> Markup:
        """Return the singular or a plural, whichever the count asks for, with its values."""
        key = (*sentences, count)
        text = self._plural.get(key)
        if text is None:
            text = Markup(tied(self._catalogue.ungettext(*key)))  # noqa: S704 - ours
            if count <= MOST_COUNTS:
                self._plural[key] = text
        return text % {"num": count, **values}


# Counts of things on a page are small; a strange one must not fill the memory.
MOST_COUNTS = 1000
_sentences_of = cache(Sentences)


def translate_templates(app: Flask) -> None:
    """Give templates their `_`, `gettext` and `ngettext`."""
    app.jinja_env.globals.update({"_": _one, "gettext": _one, "ngettext": _of_many})


def _spoken() -> Sentences:
    found: Sentences | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = _sentences_of(get_translations())
    return found


def _one(sentence: str, /, **values: object) -> Markup:
    return _spoken().one(sentence, values)


def _of_many(one: str, many: str, count: int, /, **values: object) -> Markup:
    return _spoken().of_many((one, many), count, values)
