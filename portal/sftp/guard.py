"""Who somebody is: a sender by its number and key, asked of the database at each request."""

import asyncio
from typing import Final

import structlog
from asyncssh import KeyImportError, SFTPFailure, SFTPPermissionDenied, SSHKey, import_public_key
from sqlalchemy.exc import SQLAlchemyError

from portal.batch.senders import FileSender, find_file_sender
from portal.database import reading

log = structlog.get_logger()
NOT_ANY_MORE: Final = "This sender or its key may not be used any more."
TRY_LATER: Final = "The portal cannot look up senders at this moment. Try again in a minute."


async def knows(sender_number: str, key: SSHKey) -> bool:
    """Tell whether this is the key of this sender, now; no, where nobody can be asked."""
    try:
        found = await asyncio.to_thread(_find, sender_number)
    except SQLAlchemyError as fault:
        log.warning("sftp_no_database", fault=type(fault).__name__)
        return False
    return found is not None and _has(found, key)


async def require(sender_number: str, key: SSHKey) -> None:
    """Raise SFTPPermissionDenied where the sender may not go on; SFTPFailure: ask again later."""
    try:
        found = await asyncio.to_thread(_find, sender_number)
    except SQLAlchemyError as fault:
        log.warning("sftp_no_database", fault=type(fault).__name__)
        raise SFTPFailure(TRY_LATER) from fault
    if found is None or not _has(found, key):
        raise SFTPPermissionDenied(NOT_ANY_MORE)


def _find(sender_number: str) -> FileSender | None:
    with reading() as connection:
        return find_file_sender(connection, sender_number)


def _has(sender: FileSender, key: SSHKey) -> bool:
    try:
        return import_public_key(sender.public_key).public_data == key.public_data
    except KeyImportError:
        return False
