"""Who changed something sees it at once, also where pages are read from a copy of the database."""

import logging
from typing import Final

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError

from portal.database import reading
from portal.login.identity import signed_in
from portal.replica import HERE
from portal.settings import Settings

_ONLY_READ: Final = {"GET", "HEAD", "OPTIONS"}  # the looks that they write stand on no other page
_NOTE: Final = f"UPDATE session SET journal_position = ({HERE}) WHERE session_hash = %s"  # noqa: S608 - put together from constants of this house
log = logging.getLogger(__name__)


def set_up_changes(app: Flask, settings: Settings) -> None:
    """Note after each request that may have changed something how far the journal has come."""
    if not settings.database_replica_url:
        return

    @app.after_request
    def note_change(answer: Response) -> Response:
        identity = None if request.method in _ONLY_READ else signed_in()
        if identity is not None:
            try:
                with reading() as connection:
                    connection.exec_driver_sql(_NOTE, (identity.session_hash,))
            except SQLAlchemyError:
                # What was done is done, and its answer must not say otherwise.
                log.warning("A session could not note its change.", exc_info=True)
        return answer
