"""The rows of tables whose records lie inside of others."""

from collections.abc import Iterable, Iterator

from portal.export.gathering import Gathered
from portal.export.spool import Record


def regimes(gathered: Gathered) -> Iterator[Record]:
    """Return the work regimes of all employments."""
    for job in gathered.head["employments"]:
        yield from ({**job, **regime} for regime in job["workRegimes"])


def years(gathered: Gathered) -> Iterator[Record]:
    """Return the accounts of all employments and years."""
    for job in gathered.head["employments"]:
        yield from ({**job, "year": int(year), **said} for year, said in job["years"].items())


def sizes(gathered: Gathered) -> Iterator[Record]:
    """Return the sizes of all employers."""
    for employer in gathered.head["employers"]:
        yield from ({**employer, **size} for size in employer["sizes"])


def opt_outs(gathered: Gathered) -> Iterator[Record]:
    """Return the opt-outs of all employers, each with its versions that were replaced."""
    for employer in gathered.head["employers"]:
        for opt_out in employer["optOuts"]:
            yield from (opt_out, *opt_out["earlierVersions"])


def versions(lines: Iterable[Record]) -> Iterator[Record]:
    """Return the versions that were replaced."""
    for record in lines:
        yield from record["earlierVersions"]
