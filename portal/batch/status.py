"""What the command `portal batch status` shows: each file of senders, and how far it is."""

import time
from collections.abc import Sequence
from typing import Final

import click
from sqlalchemy import Connection, Row, text

from portal.database import reading
from portal.submissions.values import State

_WIDTH: Final = 30  # signs of a bar
_OPEN: Final = frozenset({State.RECEIVED.value, State.PROCESSING.value})
_FILES: Final = text(
    """
    SELECT file_name, state, total, cursor, refusal ->> 'code' AS code, received_at
    FROM submission_file
        JOIN submission USING (submission_id)
    WHERE state IN ('received', 'processing') OR submission_id IN (
        SELECT submission_id
        FROM submission
        WHERE channel = 'batch'
        ORDER BY received_at DESC
        LIMIT :most
    )
    ORDER BY received_at, submission_id
    """
)


def show_status(most: int, *, watch: bool) -> None:
    """Print the files that wait or are worked through, and the latest others.

    watch: again each second, as long as one of them is not done.
    """
    with reading() as db:
        files = _show(db, most)
        while watch and any(file.state in _OPEN for file in files):
            time.sleep(1)
            click.clear()
            files = _show(db, most)


def _show(db: Connection, most: int) -> Sequence[Row[tuple[str, str, int, int, str | None]]]:
    files = db.execute(_FILES, {"most": most}).all()
    if not files:
        click.echo("No file has come yet.")
    for file in files:
        click.echo(f"{file.file_name}  {_told(file)}")
    return files


def _told(file: Row[tuple[str, str, int, int, str | None]]) -> str:
    if file.state == State.REFUSED.value:
        return f"refused: {file.code or 'notProcessed'}"
    share = file.cursor / file.total if file.total else float(file.state == State.DONE.value)
    bar = "#" * int(share * _WIDTH)
    return f"[{bar:-<{_WIDTH}}] {share:4.0%}  {file.cursor:,} of {file.total:,}  {file.state}"
