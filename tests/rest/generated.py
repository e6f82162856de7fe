"""Clients that others' generators make from the document, under one name for what they do."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import pytest

from tests.declarations.world import BAKERY

NO_JAVA = "no Java: openapi-generator-cli needs 11 or newer (Debian: default-jre-headless)"
# It knows no YAML, and nobody asks a client for the document.
NAMES = """
package_name_override: generated_by_python
post_hooks: []
content_type_overrides: {application/yaml: application/json}
"""
Json = dict[str, Any]


class Answer(NamedTuple):
    """What a generated client gives back."""

    status: int
    headers: dict[str, str]
    said: Json


class Client(Protocol):
    """What both kinds of generated clients can do, under one name for the story below."""

    def create(self, body: Json) -> Answer: ...
    def read(self, record_id: str) -> Answer: ...
    def update(self, record_id: str, tag: str, body: Json) -> Answer: ...
    def cancel(self, record_id: str, tag: str, reason: str) -> Answer: ...
    def query(self, ssin: str) -> Answer: ...
    def account(self, ssin: str) -> Answer: ...
    def submit(self, body: Json) -> Answer: ...
    def outcomes(self, submission_id: str) -> Answer: ...


class ByOpenapiGenerator:
    """The client of openapi-generator (Java), of its python generator."""

    def __init__(self, url: str, token: str) -> None:
        self.made = import_module("generated_by_java")
        settings = self.made.Configuration(host=url, access_token=token)
        self.client = self.made.ApiClient(settings)
        self.trainings = self.made.TrainingsApi(self.client)
        self.submissions = self.made.SubmissionsApi(self.client)

    def _answer(self, call: Any, *given: Any) -> Answer:  # noqa: ANN401 - generated
        try:
            found = call(*given)
        except self.made.ApiException as fault:
            return Answer(fault.status, dict(fault.headers), fault.data.to_dict())
        said = self.client.sanitize_for_serialization(found.data)
        return Answer(found.status_code, dict(found.headers), said)

    def create(self, body: Json) -> Answer:
        new = self.made.NewTraining.from_dict(body)
        return self._answer(self.trainings.create_training_with_http_info, new)

    def read(self, record_id: str) -> Answer:
        return self._answer(self.trainings.get_training_with_http_info, UUID(record_id))

    def update(self, record_id: str, tag: str, body: Json) -> Answer:
        new = self.made.ChangedTraining.from_dict(body)
        call = self.trainings.update_training_with_http_info
        return self._answer(call, UUID(record_id), tag, new)

    def cancel(self, record_id: str, tag: str, reason: str) -> Answer:
        why = self.made.Cancellation(reason=reason)
        call = self.trainings.cancel_training_with_http_info
        return self._answer(call, UUID(record_id), tag, why)

    def query(self, ssin: str) -> Answer:
        asked = self.made.TrainingQuery(ssin=ssin)
        return self._answer(self.trainings.query_trainings_with_http_info, asked)

    def account(self, ssin: str) -> Answer:
        asked = self.made.LearningAccountQuery(ssin=ssin, enterprise_number=BAKERY, year=2026)
        workers = self.made.WorkersApi(self.client)
        return self._answer(workers.query_learning_account_with_http_info, asked)

    def submit(self, body: Json) -> Answer:
        new = self.made.NewSubmission.from_dict(body)
        return self._answer(self.submissions.create_submission_with_http_info, new)

    def outcomes(self, submission_id: str) -> Answer:
        call = self.submissions.list_outcomes_with_http_info
        return self._answer(call, UUID(submission_id))


class ByOpenapiPythonClient:
    """The client of openapi-python-client."""

    def __init__(self, url: str, token: str) -> None:
        self.client = import_module("generated_by_python").AuthenticatedClient(url, token)
        self.models = import_module("generated_by_python.models")

    def _answer(self, operation: str, *given: Any, **more: Any) -> Answer:
        call = import_module(f"generated_by_python.api.{operation}").sync_detailed
        found = call(*given, client=self.client, **more)
        return Answer(int(found.status_code), dict(found.headers), found.parsed.to_dict())

    def create(self, body: Json) -> Answer:
        new = self.models.NewTraining.from_dict(body)
        return self._answer("trainings.create_training", body=new)

    def read(self, record_id: str) -> Answer:
        return self._answer("trainings.get_training", UUID(record_id))

    def update(self, record_id: str, tag: str, body: Json) -> Answer:
        new = self.models.ChangedTraining.from_dict(body)
        return self._answer("trainings.update_training", UUID(record_id), body=new, if_match=tag)

    def cancel(self, record_id: str, tag: str, reason: str) -> Answer:
        why = self.models.Cancellation(reason=reason)
        return self._answer("trainings.cancel_training", UUID(record_id), body=why, if_match=tag)

    def query(self, ssin: str) -> Answer:
        return self._answer("trainings.query_trainings", body=self.models.TrainingQuery(ssin=ssin))

    def account(self, ssin: str) -> Answer:
        asked = self.models.LearningAccountQuery(enterprise_number=BAKERY, ssin=ssin, year=2026)
        return self._answer("workers.query_learning_account", body=asked)

    def submit(self, body: Json) -> Answer:
        new = self.models.NewSubmission.from_dict(body)
        return self._answer("submissions.create_submission", body=new)

    def outcomes(self, submission_id: str) -> Answer:
        return self._answer("submissions.list_outcomes", UUID(submission_id))


def generate_by_java(document: Path, folder: Path) -> None:
    """Make the client of openapi-generator; skips without Java."""
    if shutil.which("java") is None:
        pytest.skip(NO_JAVA)
    package = "packageName=generated_by_java"
    command = ["openapi-generator-cli", "generate", "-g", "python", "-i", document]
    _run([*command, "-o", folder, "--additional-properties", package])


def generate_by_python(document: Path, folder: Path) -> None:
    """Make the client of openapi-python-client."""
    names = folder / "names.yaml"
    names.write_text(NAMES, "utf-8")
    command = ["openapi-python-client", "generate", "--path", document, "--config", names]
    options = ("--fail-on-warning", "--meta", "none")
    _run([*command, *options, "--output-path", folder / "generated_by_python"])


def _run(command: list[str | Path]) -> None:
    program = Path(sys.executable).with_name(str(command[0]))
    done = subprocess.run(  # noqa: S603 - ours
        [program, *command[1:]], capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


KINDS: dict[str, tuple[Callable[[Path, Path], None], Callable[[str, str], Client]]] = {
    "openapi-generator": (generate_by_java, ByOpenapiGenerator),
    "openapi-python-client": (generate_by_python, ByOpenapiPythonClient),
}
