import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import embedded


@pytest.fixture
def ground() -> Iterator[Path]:
    """Give a folder that everybody can enter; end what still runs below it."""
    folder = Path(tempfile.mkdtemp(prefix="learning-account-ground-"))
    folder.chmod(0o755)
    yield folder
    for link in folder.rglob("postgres"):
        if link.is_symlink():
            embedded.stop(link.parent)
            shutil.rmtree(link.resolve())
        elif (link / "cluster").is_dir():
            embedded.stop(link.parent)
    shutil.rmtree(folder)
