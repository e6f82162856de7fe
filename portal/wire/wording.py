"""Issues as sentences for people, in English for the console."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.declarations.outcome import Issue
from portal.languages import show_date, translated
from portal.wire.code_words import words_in

# How a duration is written by people, where the door itself knows minutes only.
DURATION_EXAMPLE: Final = "7:36"


def sentence_of(issue: Issue, language: str = "en") -> str:
    """Return what is wrong in one sentence, dates as people write them."""
    values = {
        name: show_date(value, language) if isinstance(value, date) else value
        for name, value in issue.detail.items()
    }
    return translated(issue.reason.sentence, language) % values


def sentence_for_people(issue: Issue, language: str) -> str:
    """Return what is wrong for who filled in words and hours instead of codes and minutes."""
    said: Mapping[str, str] = words_in(issue.field, language)
    if issue.field == "duration_minutes" and "expected" in issue.detail:
        issue = issue._replace(detail={"expected": DURATION_EXAMPLE})
    if said and "codes" in issue.detail:
        issue = issue._replace(detail={"codes": ", ".join(said.values())})
    return sentence_of(issue, language)
