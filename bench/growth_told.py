"""What `bench/growth.py` found, as a page of Markdown and as a picture."""

import math
import platform
import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from goals import Goal

COLOURS = ("#1f5a93", "#b3261e", "#5b6b00")
WIDTH, HEIGHT, LEFT, FOOT = 460, 300, 50, 60  # of one half of the picture
TOP = 50


class Grown(NamedTuple):
    """What a page costs: milliseconds of this process and of the server."""

    own: float
    server: float

    @property
    def both(self) -> float:
        """The whole cost."""
        return self.own + self.server


def medians(rounds: Sequence[Grown]) -> Grown:
    """Return the medians of rounds."""
    own, server = (statistics.median(part) for part in zip(*rounds, strict=True))
    return Grown(own, server)


def drawn(
    countries: Mapping[int, Sequence[Grown]], trainings: Mapping[str, Mapping[int, float]]
) -> str:
    """Return the picture: a line through the countries, three through the trainings."""
    by_country = {
        "process and database": {size: medians(its).both for size, its in countries.items()},
        "database alone": {size: medians(its).server for size, its in countries.items()},
    }
    halves = _half(by_country, "workers in the country") + _shifted(
        _half(trainings, "trainings of one worker, three jobs")
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="12" role="img"'
        ' aria-label="What a page costs, in milliseconds, as country and account grow">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{halves}</svg>\n'
    )


def _shifted(half: str) -> str:
    return f'<g transform="translate({WIDTH})">\n{half}</g>\n'


def _half(lines: Mapping[str, Mapping[int, float]], below: str) -> str:
    """Return one plot: what is counted on a logarithmic axis, milliseconds on a linear one."""
    counts = sorted({count for line in lines.values() for count in line})
    most = max(cost for line in lines.values() for cost in line.values()) * 1.05
    begin, end = math.log(counts[0]), math.log(counts[-1])

    def across(count: int) -> float:
        return LEFT + (math.log(count) - begin) / (end - begin) * (WIDTH - LEFT - 30)

    def down(cost: float) -> float:
        return TOP + (HEIGHT - TOP - FOOT) * (1 - cost / most)

    said = [f'<text x="{LEFT}" y="{HEIGHT - 12}">{below}</text>']
    for count in counts:
        at = f'x="{across(count):.0f}" y="{HEIGHT - FOOT + 18}"'
        said.append(f'<text {at} text-anchor="middle" font-size="10">{count:,}</text>')
    for step in range(5):
        cost, height = most * step / 4, down(most * step / 4)
        ends = f'x1="{LEFT}" x2="{WIDTH - 30}" y1="{height:.0f}" y2="{height:.0f}"'
        said.append(
            f'<line {ends} stroke="#ccc"/>'
            f'<text x="{LEFT - 6}" y="{height + 4:.0f}" text-anchor="end">{cost:.1f}</text>'
        )
    for place, (name, line) in enumerate(lines.items()):
        colour, points = COLOURS[place], [(across(n), down(c)) for n, c in sorted(line.items())]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        said.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{LEFT + 8}" y="{16 + 14 * place}" fill="{colour}">{name}, ms</text>'
        )
        said += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    return "\n".join(said) + "\n"


def told(
    countries: Mapping[int, Sequence[Grown]],
    trainings: Mapping[str, Mapping[int, float]],
    tables: Sequence[tuple[str, int, int, int]],
    goals: Sequence[Goal],
) -> str:
    """Return the page."""
    largest, rounds = max(countries), len(next(iter(countries.values())))
    found = {size: medians(its) for size, its in countries.items()}
    counts = [f"{count:,}" for count in next(iter(trainings.values()))]
    return f"""# How the cost of a page grows

Written by `bench/growth.py`, which says how it measures; Python {platform.python_version()}. CPU
milliseconds of the process and of its database backends, medians of {rounds} rounds in turn.

![Milliseconds of CPU by the size of the country, and by the trainings of one worker](growth.svg)

## With the country
Account pages of workers with ten trainings and two jobs, session and look included; other workers
in each round.

| workers | process | database | together |
|---|---|---|---|
{_rows((f"{size:,}", *_ms(*one, one.both)) for size, one in found.items())}

## With one worker's trainings
Workers with three jobs in the country of 200,000, asked again and again.

| page | {" | ".join(counts)} |
|---|{"---|" * len(counts)}
{_rows((name, *_ms(*line.values())) for name, line in trainings.items())}

## Goals
| what | found | at most | |
|---|---|---|---|
{_rows((g.said, f"{g.found:.2f}", f"{g.bound:g}", _verdict(g)) for g in goals)}

## Bytes of the country of {largest:,} workers
Measured after it was filled by `COPY` and vacuumed, nothing changed since but looks and sessions.

| table | rows | MB | MB of its indexes | bytes a row, all |
|---|---|---|---|---|
{_rows(_sizes(table) for table in tables)}
"""


def _rows(rows: object) -> str:
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)  # type: ignore[attr-defined]


def _ms(*costs: float) -> tuple[str, ...]:
    return tuple(f"{cost:.2f}" for cost in costs)


def _verdict(goal: Goal) -> str:
    return "reached" if goal.reached else f"short by {abs(goal.found - goal.bound):.2f}"


def _sizes(table: tuple[str, int, int, int]) -> tuple[str, ...]:
    name, rows, own, indexes = table
    each = (own + indexes) / rows
    return f"`{name}`", f"{rows:,}", f"{own / 1e6:,.1f}", f"{indexes / 1e6:,.1f}", f"{each:,.0f}"
