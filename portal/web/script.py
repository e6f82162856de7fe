"""The one script of the portal, inside the pages on which somebody is signed in.

A file of its own would be one request more for a first page than the readers should wait for. The
content policy names its hash, so no other script runs, not even one of ours.
"""

import base64
import hashlib
from pathlib import Path

from flask import Flask
from markupsafe import Markup


def put_script(app: Flask, source: Path) -> str:
    """Give templates the text of a script; return how the content policy names it."""
    lines = (line.strip() for line in source.read_text("utf-8").splitlines())
    text = "\n".join(line for line in lines if line and not line.startswith("//"))
    app.jinja_env.globals["session_script"] = Markup(text)  # noqa: S704 - ours
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
