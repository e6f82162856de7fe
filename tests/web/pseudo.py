"""Makes catalogues that nobody reads: what they change in a sentence shows a fault of a page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from flask import Flask
from flask_babel import get_babel

from portal.wire.code_words import words_in


def write_pseudo(folder: Path, language: str, said: Catalog, change: Callable[[str], str]) -> None:
    """Write a catalogue in which every sentence is changed; said: with translations, or without."""
    catalogue = Catalog(locale=language, charset="utf-8")
    for message in said:
        text = message.string if message.string and any(message.string) else message.id
        if message.id and isinstance(text, tuple):
            catalogue.add(message.id, tuple(map(change, text)))
        elif message.id:
            catalogue.add(message.id, change(text))
    place = folder / language / "LC_MESSAGES/messages.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalogue)


@contextmanager
def speaking(app: Flask, folder: Path) -> Iterator[None]:
    """Let a portal speak what `write_pseudo` wrote: its pages, and the rooms without a page."""
    with app.app_context():
        get_babel().translation_directories = [str(folder)]
    words_in.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.languages._catalogue", cache(partial(Translations.load, folder)))
        yield
    words_in.cache_clear()


def lengthened(text: str) -> str:
    """Return a sentence 40 % longer; a word or two become one long word."""
    more = ("langer " * len(text))[: round(len(text) * 0.4)].rstrip()
    return f"{text}{'' if len(text) <= 12 else ' '}{more}"
