"""Why a whole file is refused, in one sentence that says what to do."""

from collections.abc import Mapping


class SheetRefused(Exception):
    """The file cannot be read as a sheet, so nothing of it was declared.

    sentence: an English msgid; its %(names)s are in the detail.
    """

    def __init__(self, sentence: str, detail: Mapping[str, str | int] | None = None) -> None:
        """Keep the msgid and its values apart, so that the sentence can be translated."""
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = dict(detail or {})

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.sentence % self.detail
