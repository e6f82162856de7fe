"""Writes the country as a folder: the authentic-source feed, the declarations and who is who."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from portal.demo.country.cast import cast
from portal.demo.country.crowd import crowd
from portal.demo.country.declarations import RIGHTS, TRAININGS, right_rows, training_rows
from portal.demo.country.material import employers
from portal.demo.country.numbers import Numbers
from portal.demo.country.sources import FEED, feed_rows
from portal.demo.country.values import Country

PEOPLE = 200
_INTERESTING = ("ssin", "note_nl", "note_fr", "note_de", "note_en")
_README = """\
# A small country, wholly invented

200 workers and 40 employers, told as of 24 November 2026. No person, no enterprise and no training
in this folder exists. The numbers are well formed, with right check digits, but come from ranges
that are not given out: social security numbers with a serial from 900, enterprise numbers that
begin with 01 or 19.

The files of the authentic sources are `workers`, `employers`, `employer_sizes`, `employments`,
`work_regimes`, `mandates`, `representatives` and `senders`, each `.csv`. `trainings.csv` and
`rights.csv` are what employers declared, `interesting.csv` says in four languages whom it is
interesting to be.

`keys/` holds what the senders sign with, private halves included: made on this machine at the
first start, for trying out only.
"""


def make_country() -> Country:
    """Return the country; always the same."""
    numbers = Numbers()
    hand_made = cast(numbers)
    return Country(employers(), hand_made + crowd(PEOPLE - len(hand_made), numbers))


def write_country(folder: Path) -> None:
    """Write the country's files, always the same bytes; `senders.py` adds keys beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    country = make_country()
    for name, rows in feed_rows(country).items():
        _write(folder / f"{name}.csv", FEED[name], rows)
    _write(folder / "trainings.csv", TRAININGS, training_rows(country))
    _write(folder / "rights.csv", RIGHTS, right_rows(country))
    notes = (
        (person.ssin, *(person.note[language] for language in ("nl", "fr", "de", "en")))
        for person in country.people
        if person.note
    )
    _write(folder / "interesting.csv", _INTERESTING, notes)
    (folder / "README.md").write_text(_README, encoding="utf-8", newline="\n")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
