"""Issues as English sentences, for the console; pages translate the same msgids."""

from datetime import date

from portal.declarations.outcome import Issue
from portal.languages import show_date


def sentence_of(issue: Issue) -> str:
    """Return what is wrong in one English sentence, dates as people write them."""
    values = {
        name: show_date(value, "en") if isinstance(value, date) else value
        for name, value in issue.detail.items()
    }
    return issue.reason.sentence % values
