"""Spares long runs the search for circles in memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_RUNS: Final[set[object]] = set()  # of all threads, so that who ends first disturbs no other


@contextmanager
def no_circles() -> Iterator[None]:
    """Keep the interpreter from looking for circles in memory: what a list makes holds none.

    Looking for them again and again would cost a third of the run.
    """
    run = object()
    _RUNS.add(run)
    gc.disable()
    try:
        yield
    finally:
        _RUNS.discard(run)
        if not _RUNS:
            gc.enable()
