"""Trainings on paper: one line each, with who says so, and what was followed in all."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from portal.account.values import TrainingRecord
from portal.account.words import NATURES, QUALITIES, STATUSES
from portal.documents.sentences import Sentences
from portal.documents.words import NOT_COUNTED
from portal.identifiers import show_enterprise_number
from portal.languages import N_, show_column, show_date_short, show_hours
from portal.law.training import TrainingStatus

NOTHING, TIED = "\N{EN DASH}", "\N{NO-BREAK SPACE}"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def training_line(training: TrainingRecord, say: Sentences) -> dict[str, Any]:
    """Return what stands on paper of one training."""
    spoken = training.language if _LANGUAGE.fullmatch(training.language) else say.language
    per_day = training.day_minutes
    days = show_column(training.duration_minutes / per_day, say.language) if per_day else NOTHING
    return {
        "period": _period(training, say),
        "title": training.title,
        "language": spoken,
        "status": say(STATUSES[training.status]),
        "hours": show_hours(training.duration_minutes, say.language),
        "days": days,
        "certificate": _certificate(training, say),
        "about": " · ".join(_about(training, say)),
    }


def total_of(trainings: Sequence[TrainingRecord], say: Sentences) -> dict[str, str] | None:
    """Return the time of all completed trainings; None: there are not several."""
    completed = [one for one in trainings if one.status is TrainingStatus.COMPLETED]
    if len(completed) < 2:  # noqa: PLR2004 - a sum of one says nothing
        return None
    per_day = [one.day_minutes for one in completed]
    days = [one.duration_minutes / day for one, day in zip(completed, per_day, strict=True) if day]
    known = len(days) == len(completed)
    return {
        "label": say.ngettext(
            "%(num)s completed training", "%(num)s completed trainings", len(completed)
        ),
        "hours": show_hours(sum(one.duration_minutes for one in completed), say.language),
        "days": show_column(sum(days, Fraction()), say.language) if known else NOTHING,
    }


def _period(training: TrainingRecord, say: Sentences) -> str:
    first, last = _day(training.start_date, say), _day(training.end_date, say)
    return first if first == last else f"{first}{TIED}{NOTHING} {last}"


def _day(day: date, say: Sentences) -> str:
    """Return a day that stays on one line of a narrow column."""
    return show_date_short(day, say.language).replace(" ", TIED)


def _certificate(training: TrainingRecord, say: Sentences) -> str:
    if not training.certificate_obtained:
        return say(N_("no"))
    until = training.certificate_valid_until
    if until is None:
        return say(N_("yes"))
    return say(N_("yes, valid until %(day)s"), day=_day(until, say))


def _about(training: TrainingRecord, say: Sentences) -> Iterator[str]:
    yield say(NATURES[training.nature])
    if training.provider_name:
        yield training.provider_name
    if not training.counts_for_right:
        yield say(NOT_COUNTED[training.not_counting_reason])
    elif training.to_verify:
        yield say(N_("not yet accepted by the employer, so it does not count"))
    elif training.is_charged:
        yield say(N_("counts for the right"))
    who = say(QUALITIES[training.registered_quality])
    if training.registered_by != training.enterprise_number:
        who = f"{who} ({show_enterprise_number(training.registered_by)})"
    day = _day(training.registered_at.date(), say)
    yield say(N_("declared by %(who)s on %(day)s"), who=who, day=day)
