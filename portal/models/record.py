"""What every declared record carries: its version, and who said it when through which channel."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped

# Of a version that came one by one, by software or on a page. Only those are indexed by employer
# and moment, so that what comes as a list pays nothing for it.
SINGLE: Final = text("submission_id IS NULL AND channel IN ('rest', 'form')")


class Recorded:
    """Columns of a record that somebody declared."""

    version: Mapped[int]  # 1, 2, ...
    record_state: Mapped[str]  # active, canceled
    reference: Mapped[str]  # the declarant's
    registered_by: Mapped[str]  # enterprise number of the organisation that spoke
    registered_quality: Mapped[str]  # employer, mandateHolder, provider, operator
    channel: Mapped[str]
    submission_id: Mapped[UUID | None]  # what was sent in bulk, if it came so
    registered_at: Mapped[datetime]  # of this version
    cancel_reason: Mapped[str | None]  # of a canceled one, in the declarant's words
