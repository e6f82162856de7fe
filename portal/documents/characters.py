"""Which letters our fonts can print: a paper may not contain any other, so they are replaced."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
UNPRINTABLE = "?"
NARROW_SPACE, NO_BREAK_SPACE = "\u202f", "\u00a0"


def printable(text: str) -> str:
    """Return a text of one line as it can be printed."""
    composed = unicodedata.normalize("NFC", text).replace(NARROW_SPACE, NO_BREAK_SPACE)
    known = _known()
    if known.issuperset(composed):
        return composed
    return " ".join("".join(map(_printed, composed)).split(" "))


def _printed(sign: str) -> str:
    if sign in _known():
        return sign
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn"}:  # what only tells how its neighbours are shown
        return ""
    return " " if kind[0] in "ZC" else UNPRINTABLE


def all_printable(said: Any) -> Any:  # noqa: ANN401 - as JSON has it
    """Return texts, and lists and mappings of them, as they can be printed."""
    if isinstance(said, str):
        return printable(said)
    if isinstance(said, dict):
        return {name: all_printable(value) for name, value in said.items()}
    return [all_printable(one) for one in said] if isinstance(said, list) else said


@cache
def _known() -> frozenset[str]:
    """Return every sign of the fonts, from the list that was made with them."""
    known: set[str] = set()
    for line in (FONTS / "characters.txt").read_text("ascii").splitlines():
        first, _, last = line.partition("-")
        known.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(known)
