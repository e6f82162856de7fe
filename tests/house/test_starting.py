"""What serves pages starts without what few of them need, so each process is sooner there."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from portal.settings import HOUSE

# What sets papers, seals, writes workbooks, takes files of senders or changes the schema.
NEEDED_BY_FEW: Final = (
    *("alembic", "asn1crypto", "asyncssh", "icalendar", "openvc", "pikepdf", "PIL", "pkcs11"),
    *("pyhanko", "pyhanko_certvalidator", "python_calamine", "segno", "typst", "xlsxwriter"),
)


def test_the_pages_are_there_before_anything_that_few_of_them_need(tmp_path: Path) -> None:
    loaded = "import sys, portal.app; portal.app.create_app(); print(*sys.modules)"
    started = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", loaded],
        cwd=HOUSE,
        env=os.environ | {"PORTAL_DATA": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    roots = {name.partition(".")[0] for name in started.stdout.split()}
    assert "flask" in roots
    assert not roots.intersection(NEEDED_BY_FEW)
