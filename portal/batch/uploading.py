"""Takes a file that a person uploads on a page: copied as one of a mailbox, without a signature.

Who is signed in is known better than by a signature, so none is asked for.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.batch.copying import copy_pieces
from portal.batch.filename import Environment
from portal.database import Session
from portal.declarations.declaration import Declarant
from portal.identifiers import new_id
from portal.settings import Settings
from portal.submissions.files import spool
from portal.submissions.uploads import UploadParcel, receive_upload


def take_upload(
    settings: Settings,
    declarant: Declarant,
    file: tuple[str, Iterable[bytes]],
    environment: Environment,
    now: datetime,
) -> UUID:
    """Record a file; return the id of its submission. Raises FileRefused where it is too large.

    file: its name and its bytes in pieces.
    """
    name, pieces = file
    to = spool(settings) / str(new_id())
    try:
        copy = copy_pieces(pieces, to, settings.batch_size)
        parcel = UploadParcel(name, environment.value, to.name, copy.size, copy.content)
        with Session.begin() as db:
            return receive_upload(db, declarant, parcel, now)
    except BaseException:
        to.unlink(missing_ok=True)
        raise
