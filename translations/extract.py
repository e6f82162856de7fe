# ruff: noqa: INP001 - the folder of the catalogues is no package
"""Collects every sentence for people, from code, pages and the law's sources, into the catalogues.

    .venv/bin/python -m translations.extract

A sentence that is gone leaves the catalogues, a new one enters untranslated; none is guessed.
The portal reads compiled catalogues: `.venv/bin/pybabel compile -d translations` makes them.
"""

import tomllib
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).parent.parent
TRANSLATED = ("nl", "fr", "de")  # the sentences themselves are English
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}


def catalogue_path(language: str) -> Path:
    """Return where the sentences of a language stand."""
    return HOUSE / "translations" / language / "LC_MESSAGES" / "messages.po"


def sentences() -> Catalog:
    """Return every sentence that somebody may read, with the files it comes from."""
    found = Catalog(charset="utf-8")
    for room in ("portal", "templates"):
        for name, _, message, _, _ in extract_from_dir(
            HOUSE / room,
            METHODS,
            keywords=KEYWORDS,
            options_map={"**.html": {"silent": "false"}},
        ):
            found.add(message, locations=[(f"{room}/{name}", 0)])
    for path in sorted((HOUSE / "portal/law/parameters").glob("*.toml")):
        for source in _sources(tomllib.loads(path.read_text("utf-8"))):
            found.add(source, locations=[(str(path.relative_to(HOUSE)), 0)])
    return found


def _sources(content: object) -> list[str]:
    """Return the sources named anywhere in a parameter file: pages show them beside the figures."""
    if isinstance(content, list):
        return [source for entry in content for source in _sources(entry)]
    if not isinstance(content, dict):
        return []
    own = content.get("source")
    deeper = [source for entry in content.values() for source in _sources(entry)]
    return [own, *deeper] if isinstance(own, str) else deeper


def update() -> None:
    """Bring the catalogues to what code and pages say now."""
    new = sentences()
    for language in TRANSLATED:
        path = catalogue_path(language)
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language)
        else:
            path.parent.mkdir(parents=True)
            catalogue = Catalog(locale=language, charset="utf-8")
        catalogue.update(new, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        catalogue.header_comment = "# The sentences of the learning account."
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    update()
