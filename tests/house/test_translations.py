"""Nothing that a person may read is missing, stale, doubtful or broken in any language."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from translations.extract import TRANSLATED, catalogue_path, sentences

VARIABLE = re.compile(r"%(?:\((\w+)\))?[a-zA-Z%]")


def faults(message: Message) -> Iterator[str]:
    """Return what is wrong with one translation."""
    originals = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        yield "is doubtful"
    if not all(texts):
        yield "is not translated, or not in every plural"
    wanted = {name for text in originals for name in VARIABLE.findall(text)}
    for text in texts:
        if text and set(VARIABLE.findall(text)) != wanted:
            yield f"has other variables: {text}"
        if text and (text != text.strip() or "  " in text):
            yield f"has stray spaces: {text}"
    if len(texts) > 1 and len(originals) == 1:
        yield "has plurals that the sentence has not"


@pytest.fixture(scope="module")
def said() -> Catalog:
    return sentences()


def catalogue(language: str) -> Catalog:
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_portal_and_no_other_is_in_the_catalogue(
    language: str, said: Catalog
) -> None:
    now = {message.id for message in said if message.id}
    kept = {message.id for message in catalogue(language) if message.id}
    assert sorted(map(str, now - kept)) == [], "run: python -m translations.extract"
    assert sorted(map(str, kept - now)) == [], "run: python -m translations.extract"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_whole_with_its_variables(language: str) -> None:
    found = [
        f"{message.id}: {fault}"
        for message in catalogue(language)
        if message.id
        for fault in faults(message)
    ]
    assert found == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_has_as_many_forms_as_the_language(language: str) -> None:
    read = catalogue(language)
    for message in read:
        if isinstance(message.id, tuple):
            assert len(message.string) == read.num_plurals


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ("", "not translated"),
        ("Nog %(dagen)s", "other variables"),
        ("Nog dagen", "other variables"),
        ("Nog %(days)s %s", "other variables"),
        (" Nog %(days)s", "stray spaces"),
    ],
)
def test_a_broken_translation_is_seen(translation: str, fault: str) -> None:
    assert any(fault in found for found in faults(Message("%(days)s left", translation)))


def test_a_doubtful_or_half_plural_is_seen() -> None:
    assert list(faults(Message("left", "over", flags=["fuzzy"])))
    assert list(faults(Message(("%(n)s day", "%(n)s days"), ("%(n)s dag", ""))))


def test_sentences_come_from_code_pages_and_the_law(said: Catalog) -> None:
    places = {place.split("/")[0] for message in said for place, _ in message.locations}
    assert places == {"portal", "templates"}
    assert said.get("Law of 3 October 2022, art. 52") is not None
    assert said.get("We cannot find this page") is not None
    assert said.get("Learning account") is not None
