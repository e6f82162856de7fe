"""What goes on in a portal while its keys are changed."""

import threading
from typing import Self
from uuid import UUID

from portal.database import Session, reading
from portal.directory.entries import find, numbers_of
from portal.directory.ring import hold_writing
from tests.reckoning.world import add_worker

NUMBERS = [f"850214{serial:03}00" for serial in range(60)]


def found() -> dict[str, UUID]:
    with reading() as db:
        asked = [*NUMBERS, *(number[:9] + "77" for number in NUMBERS)]
        return {ssin: entry.person_id for ssin, entry in find(db, asked).items()}


class Meanwhile:
    """Two who look everybody up again and again, and two who add workers, while a block runs."""

    def __init__(self, people: dict[str, UUID]) -> None:
        self.people = people
        self.rounds = 0
        self.missed: list[str] = []
        self._over = threading.Event()
        self._readers = [threading.Thread(target=self._look_up) for _ in range(2)]
        self._writers = [threading.Thread(target=self._add, args=(one,)) for one in (10, 20)]

    def __enter__(self) -> Self:
        """Let them begin."""
        for thread in self._readers + self._writers:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until the writers are done, then let the readers end."""
        for thread in self._writers:
            thread.join()
        self._over.set()
        for thread in self._readers:
            thread.join()

    def _look_up(self) -> None:
        while not self._over.is_set():
            if found() != self.people:
                self.missed.append("found")
            with reading() as db:
                if len(numbers_of(db, list(self.people.values()))) != len(NUMBERS):
                    self.missed.append("shown")
            self.rounds += 1

    def _add(self, day: int) -> None:
        for serial in range(30):
            with Session.begin() as db:
                hold_writing(db)
                add_worker(db, f"9902{day}3{serial:02}00")
