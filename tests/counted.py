"""Counts what the database holds, so that a test can tell that nothing was written."""

from sqlalchemy import text

from portal.database import Session
from portal.models import Base

# Written at any visit, or when a form is refused: who is there, who looked, what was not sent.
OF_VISITS = {"session", "sign_in_attempt", "spent_token", "try_window", "unsent_form"}
OF_VISITS |= {"look", "look_chain", "anchored_look", "look_anchor"}


def counted() -> dict[str, int]:
    """Return how many rows each table holds, except those that a visit writes by itself."""
    names = sorted(set(Base.metadata.tables) - OF_VISITS)
    columns = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in names)  # noqa: S608
    with Session() as db:
        return dict(db.execute(text(f"SELECT {columns}")).mappings().one())
