"""What processes write down: everything of one request under one trace, and no number of a person.

Tried in processes of their own, as whoever runs the portal starts them.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from portal.logs import HIDDEN, hide_numbers
from portal.settings import Settings
from tests.declarations.world import EMMA

TRACE = "123e4567-e89b-12d3-a456-426614174000"
DOTTED = f"{EMMA[:2]}.{EMMA[2:4]}.{EMMA[4:6]}-{EMMA[6:9]}.{EMMA[9:]}"
ASKING = """
import os
from wsgi import app

@app.get("/broken/<word>")
def broken(word):
    raise ValueError(f"nothing is known of {word}")

client = app.test_client()
for path in os.environ["ASKED"].split():
    client.get(path, headers={"BelGov-Trace-Id": os.environ["TRACE"]})
"""


def lines_of(settings: Settings, *paths: str, logs: str = "json") -> list[str]:
    """Return what a process writes down that is asked for addresses under one trace."""
    surroundings = os.environ | {
        "DATABASE_URL": settings.database_url or "",
        "PORTAL_DATA": str(settings.data),
        "PORTAL_LOGS": logs,
        "ASKED": " ".join(paths),
        "TRACE": TRACE,
    }
    asked = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", ASKING], env=surroundings, capture_output=True, text=True, check=True
    )
    assert not asked.stdout
    return asked.stderr.splitlines()


@pytest.mark.usefixtures("database")
def test_each_request_is_a_line_with_its_route_and_never_its_address(settings: Settings) -> None:
    lines = lines_of(
        settings, "/nl/privacy", "/nl/verify/SECRET-CODE", f"/REST/fla/v1/refData/{EMMA}", "/else"
    )
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert [(one["route"], one["status"]) for one in told if one["event"] == "request"] == [
        ("/{language}/privacy", 200),
        ("/{language}/verify/{code}", 404),
        ("/REST/fla/v1/refData/{name}", 404),
        ("-", 404),
    ]
    assert {one["trace_id"] for one in told} == {TRACE}
    assert all(one["timestamp"].endswith("Z") for one in told)  # an instant, wherever it is read
    assert not any("SECRET" in line or EMMA in line or "/else" in line for line in lines)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("logs", ["json", "lines"])
def test_what_failed_is_told_with_its_trace_and_without_the_number(
    settings: Settings, logs: str
) -> None:
    said = "\n".join(lines_of(settings, f"/broken/{EMMA}", f"/broken/{DOTTED}", logs=logs))
    assert said.count("GET /broken/{word} failed") == 2
    assert f"nothing is known of {HIDDEN}" in said
    assert said.count(TRACE) >= 2
    assert EMMA not in said
    assert DOTTED not in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"of {EMMA}.", f"of {HIDDEN}."),
        (DOTTED, HIDDEN),
        (f'{{"ssin": "{EMMA}"}}', f'{{"ssin": "{HIDDEN}"}}'),
        ("01234567890", "01234567890"),  # no number of a person: its check digits are wrong
        (f"3f2504e0-4f89-11d3-9a0c-a{EMMA}", f"3f2504e0-4f89-11d3-9a0c-a{EMMA}"),
    ],
)
def test_numbers_are_hidden_and_nothing_else(text: str, told: str) -> None:
    event = {"event": text, "inside": [{"text": text}]}
    assert hide_numbers(None, "", event) == {"event": told, "inside": [{"text": told}]}
