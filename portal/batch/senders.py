"""Who may bring files, read anew each time: whoever was taken out brings nothing any more."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

_ONE: Final = text(
    """
    SELECT sender_number, enterprise_number, quality, public_key, certificate
    FROM sender
    WHERE sender_number = :number AND public_key IS NOT NULL
    """
)
_ALL: Final = text(
    """
    SELECT sender_number, enterprise_number, quality, public_key, certificate
    FROM sender
    WHERE public_key IS NOT NULL
    ORDER BY sender_number
    """
)


@dataclass(frozen=True, slots=True)
class FileSender:
    """Software that brings files for an organisation.

    public_key: its SSH key, one line. certificate: of what signs its files, PEM.
    """

    number: str
    enterprise_number: str
    quality: str
    public_key: str
    certificate: str | None


def find_file_sender(connection: Connection, number: str) -> FileSender | None:
    """Return the sender of this number; None: there is none, or it may bring no files."""
    row = connection.execute(_ONE, {"number": number}).one_or_none()
    return None if row is None else FileSender(*row)


def list_file_senders(connection: Connection) -> list[FileSender]:
    """Return all who may bring files."""
    return [FileSender(*row) for row in connection.execute(_ALL)]
