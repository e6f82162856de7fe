"""Writes down that an organisation read records of workers, wherever they were found."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection

from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.represented import tie_of
from portal.roles import Thing


def tell_of_reading(
    db: Connection, people: Collection[UUID], data_group: DataGroup, look: Look
) -> None:
    """Write the looks of an organisation at records of these people that are within its reach.

    Before they are shown. Raises portal.account.looks.NotPermitted.
    """
    if not people:
        return
    once = sorted(set(people))
    check_may_look(once, Thing.EMPLOYMENT, look, tie_of(look.role))
    write_looks(db, once, data_group, look)
