"""Text that a spreadsheet must never take for a formula."""

# What makes a program that opens a sheet compute: also as wide letters, and after a line break.
_BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - those are meant


def would_compute(text: str) -> bool:
    """Tell whether a spreadsheet may read a text as a formula."""
    return text[:1] in _BEGINNINGS or text.lstrip()[:1] in _BEGINNINGS


def harmless(text: str) -> str:
    """Return a text for a file without types: an apostrophe in front keeps it a text."""
    return f"'{text}" if text and would_compute(text) else text
