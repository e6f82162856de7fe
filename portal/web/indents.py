"""Keeps the indents of templates out of the pages: only who writes templates reads them."""

import re
from typing import Final

from jinja2.ext import Extension

_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)


class Unindented(Extension):
    """Takes the indents away before a template is read; its lines keep their numbers.

    One space stays: in a sentence it may be what parts two words.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        """Return a template's text with every indent one space wide."""
        return _INDENT.sub(" ", source)
