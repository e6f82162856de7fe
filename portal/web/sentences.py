"""Sentences for templates, looked up and marked safe once a process instead of at every word.

Flask-Babel finds the language anew at each call, which costs more than the rest of a page; these
do the same as its `_` and `ngettext`, escaping included.
"""

from collections.abc import Mapping
from typing import Any, Final

from babel.support import NullTranslations
from markupsafe import Markup

from portal.languages import show_number, tied


class Sentences:
    """All sentences of one language: the text is ours and safe, the values are escaped."""

    def __init__(self, catalogue: NullTranslations, language: str) -> None:
        """Keep what the catalogue says, as it is asked for."""
        self._catalogue = catalogue
        self._language = language
        self._plain: dict[str, Markup] = {}
        self._open: dict[str, Markup] = {}
        self._plural: dict[tuple[str, str, int], Markup] = {}

    def said(self, sentence: str, /, **values: object) -> Markup:
        """Return a sentence in this language with its values."""
        if values:
            text = self._open.get(sentence)
            if text is None:
                text = self._open[sentence] = Markup(self.text(sentence))  # noqa: S704 - ours
            return text % values
        text = self._plain.get(sentence)
        if text is None:
            text = self._plain[sentence] = Markup(self.text(sentence)) % {}  # noqa: S704 - ours
        return text

    def each(self, sentences: Mapping[Any, str]) -> dict[Any, Markup]:
        """Return what each of some sentences is in this language."""
        return {key: self.said(sentence) for key, sentence in sentences.items()}

    def text(self, sentence: str) -> str:
        """Return a sentence in this language as HTML, its values still to be put in."""
        return tied(self._catalogue.ugettext(sentence))

    def of_many(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        """Return the singular or a plural, whichever the count asks for, with its values."""
        key = one, many, count
        text = self._plural.get(key)
        if text is None:
            text = Markup(tied(self._catalogue.ungettext(*key)))  # noqa: S704 - ours
            if count <= MOST_COUNTS:
                self._plural[key] = text
        # Few are so many that a sign parts them.
        num = count if count < _THOUSAND else show_number(count, self._language)
        return text % {"num": num, **values}


_THOUSAND: Final = 1000
# Counts of things on a page are small; a strange one must not fill the memory.
MOST_COUNTS = 1000
