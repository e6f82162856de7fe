"""The closed lists of a declaration in words for who fills it in, on a form or in a sheet."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from portal.account.words import NATURES, STATUSES, YES_NO
from portal.languages import LANGUAGE_NAMES, LANGUAGES, N_, translated
from portal.law.training import TrainingStatus

_TRUTH: Final = {"true": YES_NO["yes"], "false": YES_NO["no"]}
# By field, each code and its word: an English msgid.
WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "language": LANGUAGE_NAMES,
        "nature": NATURES,
        "status": {status.value: STATUSES[status.value] for status in TrainingStatus},
        "counts_for_right": _TRUTH,
        "not_counting_reason": {
            "flemishTrainingLeave": N_("Flemish training leave"),
            "paidEducationalLeave": N_("paid educational leave"),
            "outsideProfession": N_("outside the profession"),
        },
        "certificate_obtained": _TRUTH,
        "financing": {
            "employer": N_("employer"),
            "sectorFund": N_("sector fund"),
            "government": N_("government"),
            "worker": N_("worker"),
            "other": N_("other"),
        },
    }
)


@cache
def words_in(field: str, language: str) -> Mapping[str, str]:
    """Return the words of a field in a language, by code; empty where it is no closed list."""
    words = {code: translated(word, language) for code, word in WORDS.get(field, {}).items()}
    return MappingProxyType(words)


def code_of(field: str, text: str) -> str:
    """Return the code that a word in any of the four languages means; what means none stays."""
    return text if text in WORDS[field] else _codes(field).get(text.casefold(), text)


@cache
def _codes(field: str) -> dict[str, str]:
    return {
        word.casefold(): code
        for language in LANGUAGES
        for code, word in words_in(field, language).items()
    }
