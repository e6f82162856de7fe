"""Who may act for which enterprise, as the feed's folder says; read when asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.demo.key.rows import plain, rows, rows_with
from portal.languages import LANGUAGES, N_, translated

# What somebody may do for an enterprise, as a sentence; %(employer)s is its name.
PARTS: Mapping[str, str] = {
    "accessManager": N_("Acts for %(employer)s, and decides who else may."),
    "editor": N_("Acts for %(employer)s: reads and registers."),
    "reader": N_("Looks for %(employer)s: reads, and registers nothing."),
}
MANDATE = N_("Mandate holder: %(employer)s acts for other enterprises too, such as %(other)s.")
# By what words those who act are found, beside the names of their enterprises.
EMPLOYER, MANDATE_HOLDER = N_("employer"), N_("mandate holder")


@dataclass(frozen=True, slots=True)
class Part:
    """What one person may do for one enterprise; other: one that it holds a mandate of, if any."""

    ssin: str
    role: str
    employer: str
    other: str = ""

    def sentences(self, language: str) -> list[str]:
        """Return what it is, in a language."""
        names = {"employer": self.employer, "other": self.other}
        said = [PARTS[self.role], *([MANDATE] if self.other else [])]
        return [translated(one, language) % names for one in said]

    def is_called(self, wanted: str) -> bool:
        """Tell whether plain words name the enterprise or the quality of who acts for it."""
        qualities = [EMPLOYER, *([MANDATE_HOLDER] if self.other else [])]
        words = [self.employer, *(translated(one, to) for one in qualities for to in LANGUAGES)]
        return any(wanted in plain(word) for word in words)


class Acting:
    """The representatives of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def parts(self, ssin: str | None = None) -> Iterator[Part]:
        """Return what this person, or everybody, may do, in the order of the file."""
        path = self._folder / "representatives.csv"
        found = list(rows_with(path, ssin) if ssin else rows(path))
        # Most act for nobody: then the other files are not read.
        names, others = (self._names(), self._others()) if found else ({}, {})
        for row in found:
            number, role = row["enterprise_number"], row["role"]
            if role in PARTS and number in names and ssin in {None, row["ssin"]}:
                yield Part(row["ssin"], role, names[number], names.get(others.get(number, ""), ""))

    def examples(self) -> list[str]:
        """Return who shows it best: an employer, a colleague who registers, a mandate holder."""
        shown: dict[object, Part] = {}
        for part in self.parts():
            holds = bool(part.other)
            if not holds and part.role == "editor" and ("leads", part.employer) not in shown:
                continue
            quality = "holds" if holds else "leads" if part.role == "accessManager" else part.role
            if quality in {"holds", "leads", "editor"} and quality not in shown:
                shown[quality] = part
                shown[quality, part.employer] = part
        return list(dict.fromkeys(part.ssin for part in shown.values()))

    def employers_called(self, wanted: str) -> list[str]:
        """Return the numbers of the enterprises whose names hold these plain words."""
        return [number for number, name in self._names().items() if wanted in plain(name)]

    def _names(self) -> dict[str, str]:
        path = self._folder / "employers.csv"
        return {row["enterprise_number"]: row["name"] for row in rows(path)}

    def _others(self) -> dict[str, str]:
        """Return one enterprise for which each mandate holder acts."""
        path = self._folder / "mandates.csv"
        found: dict[str, str] = {}
        for row in rows(path):
            found.setdefault(row["holder_enterprise_number"], row["mandator_enterprise_number"])
        return found
