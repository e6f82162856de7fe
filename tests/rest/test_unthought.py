"""What nobody thought of: no request made up from the document finds a failure of ours.

All checks of schemathesis on the running service, with a fixed seed. The long form, which takes
its time: UNTHOUGHT=200 .venv/bin/pytest tests/rest/test_unthought.py
"""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from portal.app import create_app
from portal.rest.reference import DOCUMENT
from portal.settings import Settings
from tests.declarations.world import BAKERY
from tests.login.live import free_port, served
from tests.rest.caller import BASE
from tests.rest.document import operations
from tests.rest.issuer import Issuer

ROOT = Path(__file__).parents[2]
ASKED = Path(__file__).with_name("schemathesis.toml")
LONG = os.environ.get("UNTHOUGHT")
PHASES = "examples,coverage,fuzzing,stateful" if LONG else "coverage,stateful"
# The long form outlasts any token.
LATER = 4_102_444_800  # 2100-01-01, seconds


def test_no_request_finds_a_failure(
    rest_settings: Settings, lasting_world: Engine, issuer: Issuer, tmp_path: Path
) -> None:
    assert lasting_world
    port = free_port()
    at = {"base_url": f"http://127.0.0.1:{port}"}
    token = issuer.token(enterpriseNumber=BAKERY, exp=LATER)
    with served(create_app(rest_settings.model_copy(update=at)), port) as url:
        done = subprocess.run(  # noqa: S603 - ours
            [
                Path(sys.executable).with_name("schemathesis"),
                *("--config-file", ASKED, "run", DOCUMENT, "--url", f"{url}{BASE}"),
                *("--header", f"Authorization: Bearer {token}"),
                *("--checks", "all", "--phases", PHASES, "--max-examples", LONG or "5"),
                *("--seed", "1", "--continue-on-failure", "--no-color"),
            ],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(operations())} selected / {len(operations())} total" in done.stdout
