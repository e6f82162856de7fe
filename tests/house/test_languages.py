"""Sentences outside of pages are said in the language asked for."""

import pytest

from portal.languages import translated


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Opleidingsrekening"),
        ("fr", "Compte formation"),
        ("de", "Weiterbildungskonto"),
        ("en", "Learning account"),
    ],
)
def test_a_sentence_is_said_in_every_language_without_a_page(language: str, said: str) -> None:
    assert translated("Learning account", language) == said
