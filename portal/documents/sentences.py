"""The portal's sentences in the language of one paper."""

from dataclasses import dataclass

from portal.languages import tied, translated, translated_count


@dataclass(frozen=True, slots=True)
class Sentences:
    """What papers say in one language."""

    language: str

    def __call__(self, sentence: str, /, **values: object) -> str:
        """Return a sentence in this language with its values."""
        return tied(translated(sentence, self.language)) % values

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the singular or a plural, whichever the count asks for, with its values."""
        text = tied(translated_count(one, many, count, self.language))
        return text % {"num": count, **values}
