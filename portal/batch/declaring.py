"""Declares the records of a file, two groups at a time: each is one transaction with its outcomes.

While the server looks up and writes for one group, the next is checked. They end in the order of
the file, so the cursor says what is done. Nobody can tell them from groups that follow each other:
those that name the same worker or the same reference do, and a group of which a record leaves one
of them unsaid waits for all others, since it may be about anybody.
"""

import logging
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session as DatabaseSession

from portal.batch.groups import Group, declare_group, groups_of, tell
from portal.batch.holding import RENEWAL, Holding
from portal.database import Session
from portal.declarations.declaration import Declarant
from portal.declarations.declare import Moment
from portal.submissions.outcomes import write_outcomes
from portal.wire.xml.reading import read_passages

AT_A_TIME: Final = 2
log = logging.getLogger(__name__)
# All that a group asks, it asks by keys. What the server knows of how large tables are is from
# before the file, and by that it would rather read them whole, for each record.
_BY_KEYS: Final = text("SET LOCAL enable_seqscan = off")


class _Begun(NamedTuple):
    """A group that is being declared; names: of workers and references in it."""

    names: frozenset[str]
    ended: Future[None]

    def may_meet(self, names: frozenset[str]) -> bool:
        """Whether a group with these names may be about the same worker or record."""
        return "" in self.names | names or not self.names.isdisjoint(names)


@dataclass(frozen=True, slots=True)
class Job:
    """What one file needs to be declared; total: records."""

    holding: Holding
    declarant: Declarant
    copy: Path
    total: int
    moment: Moment

    def declare_all(self, start: int) -> None:
        """Declare records from a place on."""
        begun: deque[_Begun] = deque()
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            for group in self._groups(start):
                names = group.names
                while len(begun) == AT_A_TIME or any(one.may_meet(names) for one in begun):
                    self._await(begun.popleft())
                before = begun[-1].ended if begun else None
                begun.append(_Begun(names, threads.submit(self._keep, group, before)))
            while begun:
                self._await(begun.popleft())

    def declare_without_effect(self) -> None:
        """Declare all records in one transaction that is undone; only the outcomes are kept.

        Whoever takes it up again begins anew: what was undone, later groups cannot see.
        """
        with Session.begin() as kept:
            self.holding.hold(kept)
            self.holding.begin_anew(kept)
            self.holding.advance(kept, 0, lasts=False)
        with _undone() as effects:
            for group in self._groups(0):
                with Session.begin() as kept:
                    self._declare(effects, kept, group)
                    self.holding.hold(kept)
                    self.holding.advance(kept, group.behind, lasts=False)

    def _groups(self, start: int) -> Iterator[Group]:
        with self.copy.open("rb") as file:
            yield from groups_of(read_passages(file, start))

    def _keep(self, group: Group, before: Future[None] | None) -> None:
        """Declare a group, and keep all of it when the group before it was kept."""
        with Session.begin() as db:
            self._declare(db, db, group)
            if before is not None:
                before.result()
            self.holding.hold(db)
            self.holding.advance(db, group.behind, lasts=True)
        log.info("%s: %d of %d records", self.holding.submission_id, group.behind, self.total)

    def _declare(self, effects: DatabaseSession, kept: DatabaseSession, group: Group) -> None:
        """Declare a group and write its outcomes; where both are apart, records have no ids."""
        for db in {effects, kept}:
            db.execute(_BY_KEYS)
        outcomes = declare_group(effects, kept, self.declarant, group, self.moment)
        if effects is not kept:
            outcomes = [outcome._replace(record_id=None) for outcome in outcomes]
        with self.copy.open("rb") as file:
            write_outcomes(kept, self.holding.submission_id, tell(file, group, outcomes))

    def _await(self, one: _Begun) -> None:
        """Wait for the end of a group, and say meanwhile that this worker lives."""
        while not wait([one.ended], RENEWAL.total_seconds()).done:
            self.holding.renew()
        one.ended.result()


@contextmanager
def _undone() -> Iterator[DatabaseSession]:
    """Give a session of which nothing stays."""
    with Session() as db:
        try:
            yield db
        finally:
            db.rollback()
