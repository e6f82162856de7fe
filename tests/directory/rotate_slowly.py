"""Rotates the keys of the settings' database, a person a batch, and lingers after each."""

import sys
import time

from portal import clock
from portal.directory import rotation


def linger(renewed: int, _total: int) -> None:
    """Tell how many are done, so that a test can kill this process in the middle."""
    sys.stdout.write(f"{renewed}\n")
    sys.stdout.flush()
    time.sleep(0.05)


rotation.PERSONS = 1  # type: ignore[misc]
rotation.rotate(clock.now(), linger)
