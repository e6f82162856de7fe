"""What is answered to a request that waited too long for a thread: come back later.

Whoever waits longer than a second presses again, and the server would work for people who are
gone. So it says at once that it is busy, before session, database and templates are touched.
"""

import json
from functools import cache
from typing import Final

from babel.support import Translations

from portal.languages import LANGUAGES, LOCALES, N_
from portal.settings import HOUSE
from portal.web.errors import Sorry
from portal.web.headers import FILE_HEADERS
from portal.wire.kinds import UNAVAILABLE

LONGEST_WAIT: float = 0.4  # seconds, from the arrival of a request to a thread
RUSH_WAIT: float = 0.1  # the same, where there is more to do than can be done
_RUSH: Final = 1.0  # seconds in which nobody came in at once, and it is no passing burst
MANY: int = 8  # nor the machine that stood still for a moment, where so many waited
_AT_ONCE: Final = 0.05  # seconds
ROUTE: Final = "shed"  # under which these are counted
_LATER: Final = "60"  # seconds after which to come back
_NEVER_SHED: Final = frozenset({"/health", "/metrics"})  # who watches must see that it is busy
_SERVICE: Final = "/REST/"
_BUSY: Final = Sorry(
    N_("It is very busy at the moment"),
    N_("We did nothing yet, and your data is safe. Try again in a minute."),
)


class Patience:
    """How long a process lets requests wait: less when they do not stop to come.

    A burst is worked off while it waits. Where the queue stands, each would only wait as long as
    anybody may, and nobody be served the more for it.
    """

    def __init__(self) -> None:
        self._late = 0  # how many came since one came in at once
        self._late_since = 0.0

    def is_over(self, path: str, waited: float, now: float, *, queued: bool) -> bool:
        """Tell whether a request is refused.

        waited: seconds, from its arrival to a thread. now: on the clock that never jumps.
        queued: it found all threads taken.
        """
        if waited < _AT_ONCE:
            self._late = 0
            return False
        if self._late == 0:
            self._late_since = now
        self._late += 1
        is_rush = self._late > MANY and now - self._late_since > _RUSH
        longest = RUSH_WAIT if is_rush else LONGEST_WAIT
        return (is_rush or queued) and waited > longest and path not in _NEVER_SHED


def busy(path: str) -> bytes:
    """Return a whole answer, in the language of the address where it has one, else in all."""
    if path.startswith(_SERVICE):
        return _problem()
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return _page(first if first in LANGUAGES else "")


@cache
def _page(language: str) -> bytes:
    told = "".join(_told(each) for each in ([language] if language else LANGUAGES))
    page = (
        f'<!doctype html>\n<html lang="{language or "en"}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>503</title></head>\n<body><main>\n{told}</main></body>\n</html>\n"
    )
    return _whole("text/html; charset=utf-8", page.encode())


def _told(language: str) -> str:
    words = Translations.load(HOUSE / "translations", [LOCALES[language]])
    return (
        f'<section lang="{language}"><h1>{words.gettext(_BUSY.title)}</h1>'
        f"<p>{words.gettext(_BUSY.advice)}</p></section>\n"
    )


@cache
def _problem() -> bytes:
    told = {
        "type": UNAVAILABLE.urn,
        "href": UNAVAILABLE.href,
        "title": UNAVAILABLE.title,
        "status": UNAVAILABLE.status,
        "detail": UNAVAILABLE.detail,
    }
    return _whole("application/problem+json", json.dumps(told).encode())


def _whole(media_type: str, body: bytes) -> bytes:
    headers = (
        ("Connection", "close"),
        ("Content-Type", media_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Retry-After", _LATER),
        *FILE_HEADERS,
    )
    lines = ["HTTP/1.1 503 Service Unavailable", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode() + body
