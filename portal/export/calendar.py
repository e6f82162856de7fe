"""A worker's dates as an iCalendar file (RFC 5545), which every calendar program reads."""

from datetime import UTC, date, timedelta
from typing import Final
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from portal.account.calendar import Dates
from portal.languages import N_, show_hours, translated

_NAME: Final = N_("Learning account")
_PLANNED: Final = N_("Training: %(title)s")
_EXPIRES: Final = N_("Last day of a certificate: %(title)s")
_WHERE: Final = N_("At %(employer)s, %(hours)s.")
_GIVEN: Final = N_("Given by: %(provider)s.")
_ADVICE: Final = N_(
    "Do you still need this certificate? Ask your employer in time how to renew it."
)
_ASK_EVERY: Final = timedelta(hours=12)
_WARN_BEFORE: Final = timedelta(days=30)  # a refresher must be found and planned
_A_DAY: Final = timedelta(days=1)


def calendar_of(dates: tuple[Dates, ...], language: str, base_url: str) -> bytes:
    """Return the file. base_url: of this portal, in whose name events are unique for ever."""
    say = _Speaker(language, urlsplit(base_url).hostname or "localhost")
    calendar = Calendar()
    calendar.add("prodid", "-//learning-account//calendar 1//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = translated(_NAME, language)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _ASK_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", _ASK_EVERY)
    for one in dates:
        if one.is_planned:
            calendar.add_component(say.planned(one))
        if one.valid_until is not None:
            calendar.add_component(say.expiry(one, one.valid_until))
    content: bytes = calendar.to_ical()
    return content


class _Speaker:
    """Puts dates into words of one language."""

    def __init__(self, language: str, host: str) -> None:
        self._language = language
        self._host = host

    def planned(self, one: Dates) -> Event:
        """Return a training that is to come."""
        event = self._event(one, "training", one.start_date, one.end_date)
        event.add("summary", self._say(_PLANNED, title=one.title))
        event.add("description", self._details(one))
        return event

    def expiry(self, one: Dates, day: date) -> Event:
        """Return the last day of a certificate, with a reminder in time."""
        event = self._event(one, "certificate", day, day)
        summary = self._say(_EXPIRES, title=one.title)
        event.add("summary", summary)
        event.add("description", self._say(_ADVICE))
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", -_WARN_BEFORE)
        event.add_component(alarm)
        return event

    def _event(self, one: Dates, kind: str, first: date, last: date) -> Event:
        """Return an event of whole days; its name stays the same when the training changes."""
        event = Event()
        event.add("uid", f"{kind}-{one.training_id}@{self._host}")
        event.add("dtstamp", one.registered_at.astimezone(UTC))
        event.add("sequence", one.version)
        event.add("dtstart", first)
        event.add("dtend", last + _A_DAY)  # the first day after it
        event.add("transp", "TRANSPARENT")  # at what hours it is nobody registered
        return event

    def _details(self, one: Dates) -> str:
        hours = show_hours(one.duration_minutes, self._language)
        lines = [self._say(_WHERE, employer=one.employer_name, hours=hours)]
        if one.provider_name:
            lines.append(self._say(_GIVEN, provider=one.provider_name))
        return "\n".join(lines)

    def _say(self, sentence: str, **values: str) -> str:
        return translated(sentence, self._language) % values
