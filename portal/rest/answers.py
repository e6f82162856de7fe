"""Answers that hold something: JSON that nobody keeps, with the version of what it tells."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from portal.rest.requests import JSON


def json_answer(
    said: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer that tells something of persons: nothing on its way may keep it."""
    answer = Response(json.dumps(said, ensure_ascii=False), status, content_type=JSON)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.extend(headers or {})
    return answer
