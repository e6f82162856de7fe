"""What the linters of others say of the document: nothing at all."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from portal.rest.reference import DOCUMENT
from tests.node import HERE, MISSING, node_with

LINTERS = {
    "redocly": ("@redocly/cli", "bin/cli.js", "--config", "rest/redocly.yaml"),
    "spectral": ("@stoplight/spectral-cli", "dist/index.js", "--ruleset", "rest/spectral.yaml"),
}
# No word to whoever made them.
ALONE = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def findings(name: str, document: Path) -> list[str]:
    """Return the rules that a linter finds broken in a document; skips without Node."""
    package, program, *options = LINTERS[name]
    node = node_with(package)
    if node is None:
        pytest.skip(MISSING)
    said = subprocess.run(  # noqa: S603 - node with what npm brought
        [
            node,
            f"node_modules/{package}/{program}",
            "lint",
            document,
            *options,
            *("--format", "json"),
        ],
        cwd=HERE,
        env={**os.environ, **ALONE},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    # Spectral adds a sentence behind its JSON when it finds nothing.
    found, _ = json.JSONDecoder().raw_decode(said.stdout)
    if name == "redocly":
        return [rule["ruleId"] for rule in found["problems"]]
    return [rule["code"] for rule in found]


@pytest.mark.parametrize("name", LINTERS)
def test_a_linter_finds_nothing(name: str) -> None:
    assert findings(name, DOCUMENT) == []


@pytest.mark.parametrize("name", LINTERS)
def test_a_linter_would_find_a_fault(name: str, tmp_path: Path) -> None:
    text = DOCUMENT.read_text("utf-8")
    broken = tmp_path / "openapi.yaml"
    broken.write_text(text.replace("operationId: getTraining\n", "operationId: a b\n", 1))
    assert any("operationId" in rule for rule in findings(name, broken))
