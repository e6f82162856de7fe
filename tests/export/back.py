"""Reading a file back by the command, and what the portal then holds."""

import json
import zipfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import Engine, select

from portal.commands import portal
from portal.models import Base
from tests.export.taken import opened


def read_back(path: Path) -> Result:
    """Give the command a file."""
    return CliRunner().invoke(portal, ["import-export", str(path)])


def everything(engine: Engine) -> dict[str, list[Any]]:
    """Return all rows of all tables but the look log."""
    with engine.connect() as db:
        return {
            table.name: sorted(map(str, db.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if not table.name.startswith(("look", "anchored"))
        }


def document_in(path: Path) -> dict[str, Any]:
    """Return the document that lies in a file."""
    return json.loads(opened(path.read_bytes()).read("account.json"))


def changed(path: Path, document: dict[str, Any]) -> Path:
    """Return a file with another document in it."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("account.json", json.dumps(document))
    return other
