"""The one source of now, so that a demo or a test can stop the clock for the whole portal."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from portal.settings import load_settings

BELGIUM = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """Return the present moment in Belgian time; the set day at noon where the clock is stopped."""
    stopped = load_settings().today
    if stopped is None:
        return datetime.now(BELGIUM)
    return datetime.combine(stopped, time(12), BELGIUM)


def today() -> date:
    """Return the present day in Belgium."""
    return now().date()
