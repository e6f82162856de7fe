"""Which software may speak now, for whom, and how often it asked lately: one statement a request.

Read every time, so that whoever was taken out of the senders gets no further answer.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from portal.driver import rows_of
from portal.login.access import Access
from portal.login.tries import WINDOW, seconds_of

_KIND: Final = "rest-client"
_SENDER: Final = """
    SELECT sender.quality
    FROM sender
    WHERE sender.client_id = :client_id AND sender.enterprise_number = :enterprise_number
"""
_ASK: Final = text(_SENDER)
_ASK_AND_COUNT: Final = text(
    f"""
    WITH known AS MATERIALIZED ({_SENDER}),
    counted AS (
        INSERT INTO try_window AS w (kind, who_hash, tries, ends_at)
        SELECT '{_KIND}', :who, 1, :ends_at
        FROM known
        ON CONFLICT (kind, who_hash) DO UPDATE
        SET tries = CASE WHEN w.ends_at <= :now THEN 1 ELSE w.tries + 1 END,
            ends_at = CASE WHEN w.ends_at <= :now THEN :ends_at ELSE w.ends_at END
        RETURNING tries, ends_at
    )
    SELECT known.quality, counted.tries, counted.ends_at
    FROM known, counted
    """  # noqa: S608 - put together from constants of this house
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Software that is known: in which quality it speaks.

    wait: seconds until it may ask again; None: it may now.
    """

    quality: str
    wait: int | None


def find_sender(
    connection: Connection, access: Access, now: datetime, most: int | None
) -> Sender | None:
    """Return the software that a token names; None: it may not speak for that enterprise (now).

    most: requests within the window; each call counts one. None: nothing is counted.
    """
    bound = {"client_id": access.client_id, "enterprise_number": access.enterprise_number}
    if most is None:
        return next(
            (Sender(quality, None) for (quality,) in rows_of(connection, _ASK, bound)), None
        )
    who = hashlib.sha256(access.client_id.encode()).digest()
    counting = {"who": who, "now": now, "ends_at": now + WINDOW}
    for quality, tries, ends_at in rows_of(connection, _ASK_AND_COUNT, {**bound, **counting}):
        return Sender(quality, seconds_of(ends_at - now) if tries > most else None)
    return None
