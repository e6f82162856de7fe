"""The way in and out, page by page."""

from flask import Blueprint

from portal.languages import LANGUAGES

LANGUAGE_PREFIX = f"/<any({', '.join(LANGUAGES)}):language>"
views = Blueprint("login", __name__)
