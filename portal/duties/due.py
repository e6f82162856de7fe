"""What is due to be destroyed on a day: of each table the rows, and the rule that says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Table, and_, literal_column, true

from portal.law.terms import registration_on
from portal.law.words import Regime
from portal.models import Base
from portal.models.keeping import KEEPING
from portal.models.retention import Keeping, Retention


@dataclass(frozen=True, slots=True)
class Due:
    """Rows of a table that may be kept no longer.

    rule: what says so: how long such rows are kept, or the law. everything: the whole table goes.
    """

    table: Table
    condition: ColumnElement[bool]
    rule: str
    everything: bool = False


def all_due(
    moment: datetime, day: date, mode: Literal["open", "by-law"], *, by_law: bool
) -> Iterator[Due]:
    """Give what is due, each table after those that lean on it.

    moment: until when terms must have ended. day, mode: on which day, and by which setting, the
    law is asked. by_law: from the day on which it destroys the account, all goes that tells of
    people and all that was kept for their sake; else such rows only go when their term has ended.
    """
    registration = registration_on(day, mode)
    destroys = by_law and registration.regime is Regime.DESTROYED
    for table in reversed(Base.metadata.sorted_tables):
        keeping = KEEPING[table.name]
        retention = keeping.retention
        if destroys and _is_for_people(keeping):
            yield Due(table, true(), f"{registration.source}: destroyed", everything=True)
        elif retention.moment is not None:
            over = _over(table, retention, moment)
            yield Due(table, over, f"kept {retention.sentence}")


def _is_for_people(keeping: Keeping) -> bool:
    tells_of_people = bool(keeping.personal or keeping.sensitive)
    return not keeping.outlives and (tells_of_people or keeping.retention.moment is None)


def _over(table: Table, retention: Retention, moment: datetime) -> ColumnElement[bool]:
    over = table.columns[str(retention.moment)] < moment - retention.term
    return and_(over, literal_column(retention.only)) if retention.only else over
