"""Trainings as statements write them and as accounts hold them: one order of columns for both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from portal.account.values import TrainingLine, TrainingRecord
from portal.clock import BELGIUM
from portal.law.counting import Counting, counting_in, said_against
from portal.law.training import (
    Financing,
    Nature,
    NotCountingReason,
    TrainingStatus,
    day_minutes,
    is_charged,
)
from portal.reckoning.rows import Place, lies_whole
from portal.reckoning.statement import IS_CHARGED

# A row of `training` or of `training_version`, called so.
TRAINING_ROW = """json_build_array(
    training.training_id,
    training.version,
    training.record_state,
    training.reference,
    training.enterprise_number,
    training.title,
    training.language,
    training.nature,
    training.status,
    training.start_date,
    training.end_date,
    training.duration_minutes,
    training.counts_for_right,
    training.not_counting_reason,
    training.charged_minutes,
    training.provider_name,
    training.provider_enterprise_number,
    training.certificate_obtained,
    training.certificate_valid_until,
    training.financing,
    training.registered_by,
    training.registered_quality,
    training.registered_at,
    training.channel,
    training.to_verify
)"""

# What a list shows of it. The last says what the record has against its counting; null: nothing.
LINE_ROW = f"""json_build_array(
    training.training_id,
    training.start_date,
    nullif(training.end_date, training.start_date),
    training.title,
    training.language,
    training.duration_minutes,
    training.enterprise_number,
    CASE WHEN training.charged_minutes > 0 AND {IS_CHARGED} THEN NULL ELSE json_build_array(
        training.status,
        training.counts_for_right,
        training.not_counting_reason,
        training.record_state,
        training.to_verify,
        training.charged_minutes
    ) END
)"""

# All employments of the person bound as `person_id`.
PLACE_ROWS = """(
    SELECT json_agg(json_build_array(
        enterprise_number, employment_id, start_date, end_date, weekly_minutes
    ))
    FROM employment
    WHERE person_id = :person_id
)"""

NEWEST_FIRST = "training.start_date DESC, training.training_id DESC"


# The same few words, days and moments come again and again; a look into a table is quicker than
# making them anew.
NATURES = {nature.value: nature for nature in Nature}
STATUSES = {status.value: status for status in TrainingStatus}
REASONS = {None: None} | {reason.value: reason for reason in NotCountingReason}
FINANCINGS = {None: None} | {financing.value: financing for financing in Financing}


@lru_cache(maxsize=16384)
def day_of(text: str) -> date:
    """Return a day as JSON writes it."""
    return date.fromisoformat(text)


@lru_cache(maxsize=16384)
def moment_of(text: str) -> datetime:
    """Return a moment as JSON writes it, in Belgian time."""
    return datetime.fromisoformat(text).astimezone(BELGIUM)


@dataclass(frozen=True, slots=True)
class Employers:
    """What a worker's trainings are shown beside: names and employments by enterprise number.

    rights: (employment, year) of each year that gives a right; None: nobody asked.
    """

    names: Mapping[str, str]
    places: Mapping[str, Sequence[Place]]
    rights: AbstractSet[tuple[str, int]] | None = None

    def place_of(self, enterprise_number: str, start: date, end: date) -> Place | None:
        """Return the employment in which a training lies whole; None: there is none any more."""
        for place in self.places.get(enterprise_number, ()):
            if lies_whole(start, end, place):
                return place
        return None

    def gave_right(self, place: Place | None, year: int) -> bool:
        """Tell whether an employment gave a right in a year; true where nobody asked."""
        if self.rights is None:
            return True
        return place is not None and (place.employment_id, year) in self.rights


def places_of(rows: Iterable[Sequence[Any]] | None) -> dict[str, list[Place]]:
    """Return a worker's employments, by enterprise number, from rows written by PLACE_ROWS."""
    places: dict[str, list[Place]] = defaultdict(list)
    for enterprise_number, key, start, end, weekly in rows or ():
        place = Place(key, day_of(start), day_of(end) if end else None, weekly)
        places[enterprise_number].append(place)
    return places


def trainings_of(
    rows: Iterable[Sequence[Any]] | None, employers: Employers
) -> tuple[TrainingRecord, ...]:
    """Return the trainings of one worker, from rows written by TRAINING_ROW."""
    return tuple(_training_of(row, employers) for row in rows or ())


def _training_of(row: Sequence[Any], employers: Employers) -> TrainingRecord:
    (
        training_id, version, record_state, reference, enterprise, title, language, nature, status,
        start, end, duration, counts, not_counting, charged, provider, provider_number,
        certificate, valid_until, financing, by, quality, at, channel, to_verify,
    ) = row  # fmt: skip
    start_date, end_date = day_of(start), day_of(end)
    place = employers.place_of(enterprise, start_date, end_date)
    status = STATUSES[status]
    return TrainingRecord(
        training_id=UUID(training_id),
        version=version,
        record_state=record_state,
        reference=reference,
        enterprise_number=enterprise,
        employer_name=employers.names.get(enterprise, enterprise),
        employment_id=place.employment_id if place else None,
        title=title,
        language=language,
        nature=NATURES[nature],
        status=status,
        start_date=start_date,
        end_date=end_date,
        duration_minutes=duration,
        counts_for_right=counts,
        not_counting_reason=REASONS[not_counting],
        charged_minutes=charged,
        day_minutes=day_minutes(place.weekly_minutes, end_date.year) if place else None,
        provider_name=provider,
        provider_enterprise_number=provider_number,
        certificate_obtained=certificate,
        certificate_valid_until=day_of(valid_until) if valid_until else None,
        financing=FINANCINGS[financing],
        registered_by=by,
        registered_quality=quality,
        registered_at=moment_of(at),
        channel=channel,
        is_charged=is_charged(
            status, counts, canceled=record_state == "canceled", to_verify=to_verify
        ),
        to_verify=to_verify,
        has_right=employers.gave_right(place, end_date.year),
    )


def lines_of(
    rows: Iterable[Sequence[Any]] | None, employers: Employers
) -> tuple[TrainingLine, ...]:
    """Return the trainings of one worker as lists show them, from rows written by LINE_ROW."""
    return tuple(_line_of(row, employers) for row in rows or ())


def _line_of(row: Sequence[Any], employers: Employers) -> TrainingLine:
    key, start, end, title, language, minutes, number, against = row
    first = day_of(start)
    last = day_of(end) if end else first
    place = employers.place_of(number, first, last)
    has_right = employers.gave_right(place, last.year)
    if against is None:
        counting = counting_in(last.year, place is not None, has_right, minutes)
    else:
        counting = _counting_despite(against) or counting_in(
            last.year, place is not None, has_right, against[-1]
        )
    name = employers.names.get(number, number)
    return TrainingLine(key, first, last, title, language, minutes, number, name, counting)


def _counting_despite(against: Sequence[Any]) -> Counting | None:
    status, counts, reason, record_state, to_verify, _ = against
    is_canceled = record_state == "canceled"
    return said_against(
        STATUSES[status], counts, REASONS[reason], canceled=is_canceled, to_verify=to_verify
    )
