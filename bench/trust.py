"""What the session, the look and opening a number add to the account page.

    PORTAL_DATA=... PYTHONPATH=. python bench/trust.py [--rounds 15]

The database must hold the country of `bench/country.py` (`bench/account.py --fill`). The same page
is asked for with all of it, with each alone and with none, in turn in one process, so that the
ratio holds on any machine. Counted is the CPU time of this process and of its PostgreSQL backends.
The page shows no number, so it opens none; what opening one would add is told beside it.
"""

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from account import tell
from careers import LONG_CAREER, SHORT_CAREER, person
from flask import Flask
from page import measure, page
from sqlalchemy import delete

from portal.account.account import open_account
from portal.app import create_app
from portal.clock import machine_now
from portal.database import Session, reading
from portal.directory.entries import numbers_of
from portal.login.sessions import Identity, check_session
from portal.models import DirectoryEntry
from portal.settings import load_settings
from tests.directory.register import add_number
from tests.login.session import session_for, signed_in

MOST = 1.25  # of the page without: what all of it may cost
SSINS = {SHORT_CAREER: "85073003328", LONG_CAREER: "95111722477"}


def give_number(person_id: UUID, ssin: str) -> None:
    """Let a person of the country have a number that opens."""
    with Session.begin() as db:
        db.execute(delete(DirectoryEntry).where(DirectoryEntry.person_id == person_id))
        add_number(db, ssin, person_id)


def identity_of(person_id: UUID) -> Identity:
    """Return who asks, as the check of a session finds it."""
    with reading() as db:
        found = check_session(db, session_for(person_id), machine_now())
    assert isinstance(found, Identity)
    return found


@contextmanager
def without_session(app: Flask, identity: Identity) -> Iterator[None]:
    """Let everybody be this person, without any question."""
    manager = app.login_manager  # type: ignore[attr-defined]  # put there by Flask-Login
    with patch.object(manager, "_request_callback", lambda _: identity):
        yield


@contextmanager
def without_look() -> Iterator[None]:
    """Write no look down."""
    with patch("portal.account.account.write_looks", lambda *_: None):
        yield


@contextmanager
def with_number() -> Iterator[None]:
    """Open the person's number on the way, as a page that shows it does."""

    def opened(db: Any, person_id: UUID, *asked: Any) -> object:  # noqa: ANN401 - handed on
        assert numbers_of(db, [person_id])
        return open_account(db, person_id, *asked)

    with patch("portal.web.worker.open_account", opened):
        yield


def ways(app: Flask, identity: Identity) -> dict[str, list[Callable[[], Any]]]:
    """Return how the page is asked for, by what of it is there."""
    no_session = lambda: without_session(app, identity)  # noqa: E731
    return {
        "the page alone": [no_session, without_look],
        "+ the session": [without_look],
        "+ the look": [no_session],
        "the page as it is": [],
        "+ a number, as a statement has": [with_number],
    }


def compare(app: Flask, number: int, rounds: int) -> float:
    """Print what each way costs; return the ratio of all of it to the page alone."""
    person_id = person(number)
    give_number(person_id, SSINS[number])
    read = page(signed_in(app.test_client(), person_id), "/nl/account")
    changes = ways(app, identity_of(person_id))
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in changes}
    for turn in range(rounds + 1):
        for name, around in changes.items():
            with ExitStack() as stack:
                for change in around:
                    stack.enter_context(change())
                measured = measure(read)
            if turn:  # the first warms up
                found[name].append(measured)
    for name, told in found.items():
        tell(name, told)
    sums = {name: [here + there for here, there in told] for name, told in found.items()}
    paired = zip(sums["the page as it is"], sums["the page alone"], strict=True)
    return statistics.median(whole / alone for whole, alone in paired)


def main() -> int:
    """Measure both careers; 1 where it costs more than it may."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=15)
    rounds = asked.parse_args().rounds
    app = create_app(load_settings())
    worst = 0.0
    for number, said in ((SHORT_CAREER, "60 trainings, 3 jobs"), (LONG_CAREER, "450, 12")):
        print(f"{said}: this process + backends, ms a page")
        ratio = compare(app, number, rounds)
        print(f"  the page as it is / the page alone: {ratio:.3f} (at most {MOST})")
        worst = max(worst, ratio)
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
