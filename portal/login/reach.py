"""Which digital keys answer just now, for the page that tells how the service is doing."""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from portal.login.digital_key import DigitalKey
from portal.login.refusal import Refused

FRESH = 60.0  # seconds: however many people look, a provider is asked once a minute


class Reach:
    """What was last seen of the digital keys; shared by all threads of a process."""

    def __init__(self, keys: Mapping[str, DigitalKey]) -> None:
        self._keys = keys
        self._lock = threading.Lock()
        self._seen: dict[str, bool] = {}
        self._seen_at = float("-inf")

    def now(self) -> dict[str, bool]:
        """Return for each key by name whether it answered, within the last minute or so.

        A key of which nothing is known yet is left out: somebody else is asking it right now.
        """
        stale = time.monotonic() - self._seen_at >= FRESH
        if self._keys and stale and self._lock.acquire(blocking=False):
            try:
                # All at once: the slowest decides how long the page takes, not their number.
                with ThreadPoolExecutor(len(self._keys)) as askers:
                    answers = askers.map(_answers, self._keys.values())
                    self._seen = dict(zip(self._keys, answers, strict=True))
                self._seen_at = time.monotonic()
            finally:
                self._lock.release()
        return dict(self._seen)


def _answers(key: DigitalKey) -> bool:
    try:
        key.knock()
    except Refused:
        return False
    return True
