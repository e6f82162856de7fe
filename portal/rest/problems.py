"""What went wrong, as `application/problem+json`: the types of Belgif, and ours beside them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask import Response, request

from portal.declarations.outcome import MOST_ISSUES, Issue
from portal.watched import trace_of
from portal.wire.kinds import MISSING_PERMISSION, Kind, issue_urn
from portal.wire.shapes import told

MEDIA_TYPE: Final = "application/problem+json"
_FORBIDDEN: Final = 'Bearer realm="fla", error="insufficient_scope"'


@dataclass
class Problem(Exception):
    """A request that is answered by what is wrong with it."""

    kind: Kind
    issues: list[dict[str, Any]] = field(default_factory=list)
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    detail: str | None = None

    def answer(self) -> Response:
        """Return the answer that says so."""
        kind = self.kind
        said = {
            "type": kind.urn,
            "href": kind.href,
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail or kind.detail,
            "instance": f"urn:uuid:{trace_of(request.environ)}",
            "issues": self.issues[:MOST_ISSUES] or None,
            **self.more,
        }
        body = {name: value for name, value in said.items() if value is not None}
        answer = Response(json.dumps(body), kind.status, content_type=MEDIA_TYPE)
        answer.headers.extend(self.headers)
        if kind is MISSING_PERMISSION and "WWW-Authenticate" not in answer.headers:
            answer.headers["WWW-Authenticate"] = _FORBIDDEN
        return answer


def bad_input(
    place: str, name: str, code: str, detail: str, value: str | None = None
) -> dict[str, Any]:
    """Return one issue of the input; place: body, query, path or header."""
    issue = {"type": issue_urn(code), "in": place, "name": name, "value": value, "detail": detail}
    return {name: said for name, said in issue.items() if said is not None}


def issues_json(issues: Iterable[Issue], place: str = "body") -> list[dict[str, Any]]:
    """Return issues of the door; their fields bear the names of the wire already."""
    return [
        bad_input(place, issue.field, issue.reason.code, sentence_of(issue), _value(issue))
        for issue in issues
    ]


def sentence_of(issue: Issue) -> str:
    """Return what is wrong in one English sentence, dates as software writes them."""
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in issue.detail.items()
    }
    return issue.reason.sentence % values


def _value(issue: Issue) -> str | None:
    return None if issue.value is None else told(issue.value)
