"""Waits a little for the worker, so that nobody must look again at what is soon through."""

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 2.0  # seconds in which a small file is through
_NAP: Final = 0.1


def wait_while(is_working: Callable[[], bool]) -> None:
    """Return once something is through, or after as long as a reader waits for an answer."""
    until = time.monotonic() + PATIENCE
    while is_working() and time.monotonic() < until:
        time.sleep(_NAP)
