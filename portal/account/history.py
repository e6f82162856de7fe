"""Says what each version of a training's record changed in the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.account.values import TrainingRecord
from portal.law.size import SizeClass

# What a page tells apart, and the fields of a record that make it up.
PARTS = {
    "record_state": ("record_state",),
    "title": ("title",),
    "language": ("language",),
    "employer": ("enterprise_number",),
    "period": ("start_date", "end_date"),
    "duration": ("duration_minutes",),
    "charged": ("charged_minutes",),
    "status": ("status",),
    "nature": ("nature",),
    "counts": ("counts_for_right", "not_counting_reason"),
    "certificate": ("certificate_obtained", "certificate_valid_until"),
    "provider": ("provider_name", "provider_enterprise_number"),
    "financing": ("financing",),
    "accepted": ("to_verify",),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a record, and how it differs from the one before.

    before: None: it is the first. changed: keys of PARTS, in their order; empty also where the
        same was registered again.
    """

    version: TrainingRecord
    before: TrainingRecord | None
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingDetail:
    """One training as it stands, with its history, newest first.

    organisations: names by enterprise number, of employers and of who registered.
    size_class: as which size its employer counts in the year of its end; None: no account then.
    """

    training: TrainingRecord
    history: tuple[Step, ...]
    organisations: Mapping[str, str]
    size_class: SizeClass | None = None


def history_of(training: TrainingRecord, earlier: Sequence[TrainingRecord]) -> tuple[Step, ...]:
    """Return the versions of a record, newest first; earlier: all before, in the same order."""
    versions = [training, *earlier]
    steps = [Step(after, before, _changed(before, after)) for after, before in pairwise(versions)]
    return (*steps, Step(versions[-1], None, ()))


def _changed(before: TrainingRecord, after: TrainingRecord) -> tuple[str, ...]:
    return tuple(
        part
        for part, fields in PARTS.items()
        if any(getattr(before, field) != getattr(after, field) for field in fields)
    )
