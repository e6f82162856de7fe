"""Every code that an answer can hold, with its sentence in all languages: one list for software.

The page for vendors shows the same list.
"""

import re
from typing import Any, Final

from portal.declarations.catalogue import CATALOGUE
from portal.declarations.reason import Reason, Severity
from portal.languages import LANGUAGES, translated
from portal.rest.kinds import KINDS, OF_CODE, Kind
from portal.rest.problems import issue_urn
from portal.wire.shapes import EQUAL_EXPECTED, WRONG_TYPE

_VALUE: Final = re.compile(r"%\((\w+)\)s")


def problem_types() -> list[dict[str, Any]]:
    """Return the types of problems, then those of issues; the sentences of one code together."""
    reasons: dict[str, list[Reason]] = {}
    for reason in (*CATALOGUE.values(), WRONG_TYPE, EQUAL_EXPECTED):
        is_warning = reason.severity is Severity.WARNING
        reasons.setdefault(f"{reason.code}{'Warning' * is_warning}", []).append(reason)
    return [
        *(_kind_json(kind, reasons.get(kind.code, [])) for kind in KINDS.values()),
        *(_reasons_json(code, found) for code, found in reasons.items() if code not in OF_CODE),
    ]


def _kind_json(kind: Kind, reasons: list[Reason]) -> dict[str, Any]:
    sentences = [kind.detail, *(reason.sentence for reason in reasons)]
    return _known(
        code=kind.code,
        type=kind.urn,
        status=kind.status,
        article=_article(reasons),
        description=_in_all(sentences),
    )


def _reasons_json(code: str, reasons: list[Reason]) -> dict[str, Any]:
    severity = reasons[0].severity
    return _known(
        code=code,
        type=issue_urn(reasons[0].code),
        severity=severity.value,
        status=400 if severity is Severity.BLOCKING else None,
        article=_article(reasons),
        description=_in_all([reason.sentence for reason in reasons]),
    )


def _article(reasons: list[Reason]) -> str | None:
    return next((reason.article for reason in reasons if reason.article), None)


def _known(**said: object) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _in_all(sentences: list[str]) -> dict[str, str]:
    """Return sentences in each language; {values} stand where an answer tells its own."""
    return {
        language: " ".join(
            _VALUE.sub(r"{\1}", translated(sentence, language)).replace("%%", "%")
            for sentence in dict.fromkeys(sentences)
        )
        for language in LANGUAGES
    }
