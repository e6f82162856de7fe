"""What the account page costs over HTTP, for 60 and for 450 trainings, and of what it consists.

    PORTAL_DATA=... PYTHONPATH=. python bench/page.py [--rounds 11]

The database must hold the country of `bench/country.py` (`bench/account.py --fill`). Counted is
the CPU time of this process and of all its PostgreSQL backends, in milliseconds a page, in turn
with the parts that the page is made of; and the statements a page sends.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from account import TODAY, tell
from careers import LONG_CAREER, SHORT_CAREER, person
from flask.testing import FlaskClient
from sqlalchemy import event, text

from portal import clock
from portal.account.account import open_account
from portal.account.looks import Look
from portal.app import create_app
from portal.database import engine, reading
from portal.settings import load_settings
from tests.login.session import signed_in

REPEAT = 20  # pages a measurement


def backends() -> float:
    """Return the CPU seconds that the server processes of this process have used so far."""
    with reading() as db:
        pids = db.execute(
            text("SELECT pid FROM pg_stat_activity WHERE application_name = 'portal'")
        ).scalars()
        files = [Path(f"/proc/{pid}/schedstat") for pid in pids]
    return sum(int(file.read_text("ascii").split()[0]) for file in files if file.exists()) / 1e9


def measure(act: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of CPU time of one call: this process, the backends."""
    there, here = backends(), time.process_time()
    for _ in range(REPEAT):
        act()
    here = time.process_time() - here
    return here * 1000 / REPEAT, (backends() - there) * 1000 / REPEAT


def page(client: FlaskClient, path: str) -> Callable[[], object]:
    """Return a reading of a page that must succeed."""

    def read() -> object:
        answer = client.get(path)
        assert answer.status_code == 200, answer.status  # noqa: PLR2004
        return answer.data

    return read


def statements_of(act: Callable[[], object]) -> int:
    """Return how many statements a page sends."""
    seen: list[str] = []

    def note(*sent: object) -> None:
        seen.append(str(sent[2]))

    event.listen(engine(load_settings()), "before_cursor_execute", note)
    act()
    event.remove(engine(load_settings()), "before_cursor_execute", note)
    return len(seen)


def main() -> None:
    """Measure the account page and the page of all trainings of both careers."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=11)
    rounds = asked.parse_args().rounds
    app = create_app(load_settings())
    for number, said in ((SHORT_CAREER, "60 trainings, 3 jobs"), (LONG_CAREER, "450, 12")):
        person_id = person(number)
        client = signed_in(app.test_client(), person_id)

        def opened(person_id: object = person_id) -> object:
            with reading() as db:
                look = Look.of_worker(person_id, clock.now())  # type: ignore[arg-type]
                return open_account(db, person_id, TODAY, look)  # type: ignore[arg-type]

        parts: dict[str, Callable[[], object]] = {
            "a page without a session (/nl/)": page(app.test_client(), "/nl/"),
            "open_account alone": opened,
            "/nl/account": page(client, "/nl/account"),
            "/nl/account/trainings": page(client, "/nl/account/trainings"),
        }
        print(f"{said}: this process + backends, ms a page")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in parts}
        for act in parts.values():
            act()
        for _ in range(rounds):
            for name, act in parts.items():
                found[name].append(measure(act))
        for name, measured in found.items():
            tell(name, measured)
        size = len(client.get("/nl/account", headers={"Accept-Encoding": "gzip"}).data)
        print(
            f"  statements of /nl/account: {statements_of(parts['/nl/account'])}; {size} bytes gz"
        )
        here = [a + b for a, b in found["/nl/account"]]
        print(f"  /nl/account: median {statistics.median(here):.2f} ms")


if __name__ == "__main__":
    main()
