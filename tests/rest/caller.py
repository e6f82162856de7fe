"""Software that calls the service, as tests do it."""

import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.rest.document import check_answer_of

BASE = "/REST/fla/v1"


class Caller:
    """One client with its token; every answer is looked at for what all answers must have."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self._client = app.test_client()
        self.token = token

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """Send a request; body: what becomes JSON, or bytes as they are."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        answer = self._client.open(f"{BASE}{path}", method=method, data=data, headers=sent)
        check_answer(answer)
        check_answer_of(method, path, answer)
        return answer

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask for something."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        """Send something new, or a question."""
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: object = None, **headers: str) -> TestResponse:
        """Change something."""
        return self.ask("PUT", path, body, **headers)


def check_answer(answer: TestResponse) -> None:
    """Assert what every answer must have."""
    assert answer.headers["BelGov-Trace-Id"]
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in (answer.content_type or "")
    if answer.status_code >= 400 and answer.mimetype != "application/json":
        said = problem_of(answer)
        assert said["status"] == answer.status_code
        assert said["instance"].startswith("urn:uuid:")
        assert "Traceback" not in answer.text


def problem_of(answer: TestResponse) -> dict[str, Any]:
    """Return the problem that an answer tells."""
    assert answer.mimetype == "application/problem+json", answer.text
    said: dict[str, Any] = answer.get_json()
    return said


def code_of(answer: TestResponse) -> str:
    """Return the last part of the type of a problem."""
    return str(problem_of(answer)["type"]).rpartition(":")[2]


def issues_of(answer: TestResponse) -> set[tuple[str, str]]:
    """Return the issues of a problem: each code with its place."""
    return {
        (issue["type"].rpartition(":")[2], issue.get("name", ""))
        for issue in problem_of(answer).get("issues", [])
    }


def warnings_of(answer: TestResponse) -> set[tuple[str, str]]:
    """Return what a declaration that was kept was warned of: each code with its place."""
    return {(one["type"].rpartition(":")[2], one["name"]) for one in answer.get_json()["warnings"]}
