"""Template filters of the Django peer: days, hours, and what a training does to the right."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from shared import ENDINGS, hours, rounded

register = template.Library()


@register.filter
def days(amount: Fraction) -> str:
    """Return a number of days as the language writes it."""
    return number_format(rounded(amount), use_l10n=True)


@register.filter
def count(amount: Fraction) -> int:
    """Return the number by which singular or plural is chosen."""
    return 1 if rounded(amount) == 1 else 2


@register.filter
def duration(minutes: Fraction) -> str:
    """Return hours and minutes."""
    return hours(minutes, get_language() or "en")


@register.filter
def ending(job: Any, day: str) -> str:  # noqa: ANN401 - a model
    """Return how a job ended."""
    return gettext(ENDINGS[job.end_reason]) % {"day": day}
