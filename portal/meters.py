"""What the processes count, for Prometheus: whole across all processes of a machine.

Each process counts in files of its own in one folder; whoever asks gets the sum, and what a process
counted that has ended goes into one file for all of those. No label tells of a person: routes,
codes and channels alone. A process that nobody watches counts nothing.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from portal.settings import Settings

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram, Metric


class Meter(NamedTuple):
    """Something that is counted, or measured in seconds."""

    name: str
    help: str
    labels: tuple[str, ...]


REQUESTS: Final = Meter(
    "portal_requests", "Requests by route and status.", ("method", "route", "status")
)
SECONDS: Final = Meter("portal_request_seconds", "How long answers took, by route.", ("route",))
DECLARATIONS: Final = Meter(
    "portal_declarations",
    "What became of declarations, by channel; trials and repetitions are counted too.",
    ("channel", "result"),
)
LOOKS: Final = Meter("portal_looks", "Records that were looked at, by channel.", ("channel",))
SIGN_INS: Final = Meter(
    "portal_sign_ins",
    "Sign-ins by digital key and how they ended.",
    ("provider", "ended"),
)
METERS: Final = (REQUESTS, DECLARATIONS, LOOKS, SIGN_INS)
_BORDERS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_ENDED: Final = "0"  # the number of no process, under which those are kept that ended
_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # as the library calls it


_folders: Final[list[Path]] = []  # at most one: where this process counts


def begin(settings: Settings) -> None:
    """Let this process count, and those that it forks; once for all."""
    if _folders:
        return
    folder = settings.data / "metrics"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ[_FOLDER] = str(folder)  # read when the library is first imported
    _folders.append(folder)
    _counters()


def count(meter: Meter, *labels: str, by: int = 1) -> None:
    """Count something that happened."""
    if _folders:
        _counters()[meter].labels(*labels).inc(by)


def measure(route: str, seconds: float) -> None:
    """Remember how long an answer took."""
    if _folders:
        _clock().labels(route).observe(seconds)


def counted() -> "CollectorRegistry":
    """Return what all processes of this machine counted so far."""
    from prometheus_client import CollectorRegistry  # noqa: PLC0415 - only who is watched needs it
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - same

    registry = CollectorRegistry()
    folder = _folders[0]
    with _alone(folder):
        _take_over_what_ended(folder)
        found = list(MultiProcessCollector(None, str(folder)).collect())  # type: ignore[no-untyped-call]
    registry.register(_Found(found))
    return registry


class _Found:
    """What was counted at one moment."""

    def __init__(self, metrics: list["Metric"]) -> None:
        self._metrics = metrics

    def collect(self) -> list["Metric"]:
        """Give it."""
        return self._metrics


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else reads or moves counts: none is seen twice, and none is missed."""
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _take_over_what_ended(folder: Path) -> None:
    """Add what processes counted that have ended to one file, and remove theirs."""
    from prometheus_client.mmap_dict import MmapedDict  # noqa: PLC0415 - only who is watched needs it

    for path in folder.glob("*_[1-9]*.db"):
        kind, _, pid = path.stem.rpartition("_")
        if Path("/proc", pid).exists():
            continue
        sums = MmapedDict(str(folder / f"{kind}_{_ENDED}.db"))  # type: ignore[no-untyped-call]
        try:
            for key, value, *_ in list(MmapedDict.read_all_values_from_file(str(path))):  # type: ignore[no-untyped-call]
                sums.write_value(key, sums.read_value(key)[0] + value, 0.0)  # type: ignore[no-untyped-call]
        except (RuntimeError, UnicodeDecodeError, struct.error):
            pass  # of a process that ended before it had counted anything, or with its disk full
        finally:
            sums.close()  # type: ignore[no-untyped-call]
        path.unlink()


@cache
def _counters() -> dict[Meter, "Counter"]:
    from prometheus_client import Counter  # noqa: PLC0415 - only who is watched needs it

    return {meter: Counter(*meter, registry=None) for meter in METERS}


@cache
def _clock() -> "Histogram":
    from prometheus_client import Histogram  # noqa: PLC0415 - only who is watched needs it

    return Histogram(*SECONDS, buckets=_BORDERS, registry=None)
