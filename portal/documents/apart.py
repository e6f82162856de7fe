"""Work that takes much memory, done in a process of its own: what serves others stays small."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

MOST_MEMORY: Final = 2 << 30  # bytes, of what such a process may write to
MOST_SECONDS: Final = 120
_HOUSE: Final = str(Path(__file__).parents[2])
# So that a machine of many processors needs no more memory for it than a small one.
_THREADS: Final = "2"
_BEGIN: Final = "from {module} import {function}; {function}()"


class TooMuch(Exception):
    """What was asked for could not be done with the memory and the time that it may take."""


def done_apart(module: str, function: str, given: bytes, *said: str) -> bytes:
    """Return what a function of this house writes to its output; raises TooMuch.

    It is called without arguments, reads what is given from its input and what is said from its
    command line, and calls `be_modest` first.
    """
    begin = _BEGIN.format(module=module, function=function)
    # It finds the code where we did, and learns nothing of our settings.
    places = os.pathsep.join([_HOUSE, *filter(None, sys.path)])
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-P", "-c", begin, *said],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # may quote what was given
            env={"PYTHONPATH": places, "RAYON_NUM_THREADS": _THREADS},
            timeout=MOST_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise TooMuch from fault
    return done.stdout


def be_modest() -> None:
    """Let this process fail where it would take more memory than it may."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
