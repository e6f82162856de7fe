"""Every code that an answer can hold, with its sentences in all languages: one list for all.

The web service gives it to software, and the page for vendors to people.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from portal.declarations.catalogue import CATALOGUE
from portal.declarations.reason import Reason, Severity
from portal.languages import LANGUAGES, translated
from portal.wire.kinds import KINDS, OF_CODE, Kind, issue_urn
from portal.wire.shapes import EQUAL_EXPECTED, WRONG_TYPE

_VALUE: Final = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Code:
    """A code: what answers call it, and what it means.

    name: unique; a warning that shares its code with a refusal ends in `Warning`.
    status: of the answer; None: a warning. severity: None: a problem, and no issue of a field.
    error_kinds: the second halves of its ErrorIDs in XML; none: XML does not tell it.
    sentences: English msgids, each once; one of them is told.
    """

    name: str
    type: str
    status: int | None
    severity: Severity | None
    article: str | None
    error_kinds: tuple[str, ...]
    sentences: tuple[str, ...]

    def told(self, translate: Callable[[str], str]) -> tuple[str, ...]:
        """Return its sentences translated; {values} stand where an answer tells its own."""
        return tuple(
            _VALUE.sub(r"{\1}", translate(sentence)).replace("%%", "%")
            for sentence in self.sentences
        )


def all_codes() -> Iterator[Code]:
    """Give the types of problems, then those of issues."""
    reasons: dict[str, list[Reason]] = {}
    for reason in (*CATALOGUE.values(), WRONG_TYPE, EQUAL_EXPECTED):
        is_warning = reason.severity is Severity.WARNING
        reasons.setdefault(f"{reason.code}{'Warning' * is_warning}", []).append(reason)
    for kind in KINDS.values():
        yield _of_kind(kind, reasons.get(kind.code, []))
    for name, found in reasons.items():
        if name not in OF_CODE:
            yield _of_reasons(name, found)


def problem_types() -> list[dict[str, Any]]:
    """Return the codes as software reads them."""
    return [_json(code) for code in all_codes()]


def _of_kind(kind: Kind, reasons: list[Reason]) -> Code:
    sentences = kind.detail, *(reason.sentence for reason in reasons)
    return Code(kind.code, kind.urn, kind.status, None, *_shared(reasons, sentences))


def _of_reasons(name: str, reasons: list[Reason]) -> Code:
    severity = reasons[0].severity
    status = 400 if severity is Severity.BLOCKING else None
    sentences = tuple(reason.sentence for reason in reasons)
    return Code(name, issue_urn(reasons[0].code), status, severity, *_shared(reasons, sentences))


def _shared(
    reasons: list[Reason], sentences: tuple[str, ...]
) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Return the article, the kinds of ErrorIDs and the sentences, each once."""
    article = next((reason.article for reason in reasons if reason.article), None)
    kinds = tuple(sorted({reason.kind for reason in reasons}))
    return article, kinds, tuple(dict.fromkeys(sentences))


def _json(code: Code) -> dict[str, Any]:
    said = {
        "code": code.name,
        "type": code.type,
        "severity": code.severity and code.severity.value,
        "status": code.status,
        "article": code.article,
        "errorIdKinds": list(code.error_kinds) or None,
        "description": {
            language: " ".join(code.told(partial(translated, language=language)))
            for language in LANGUAGES
        },
    }
    return {name: value for name, value in said.items() if value is not None}
