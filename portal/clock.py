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


def machine_now() -> datetime:
    """Return the present moment whatever the settings say, in Belgian time.

    For sessions and tokens, which end in real minutes and whose other side has its own clock.
    """
    return datetime.now(BELGIUM)
