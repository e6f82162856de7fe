"""What a declaration over the web service costs, one by one and a thousand at once.

    requirements/peers
    DATABASE_URL=... PYTHONPATH=.:.venv/peers python bench/rest.py [--rounds 7] [--many 100000]
                                                                 [--django]

Beside the floor of `bench/rest_floor.py` (bare WSGI, msgspec, the same statements) and an endpoint
of Django REST framework (`bench/rest_django.py`). All run in turn (A B C A B C) in one process, on
a database of their own; counted is the CPU time of this process and of its PostgreSQL backends,
and the ratio is the median of paired rounds. After each turn the tables must hold the same.
Each goal is told reached, or short by how much; it ends with 1 where one is short.
`--many` declares so many more in submissions of a thousand, and tells the memory they took.
"""

import argparse
import gc
import hashlib
import io
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
from declare import COLUMNS, enterprise_of, load, own_database, people
from page import backends
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import Engine, text

from portal import clock
from portal.app import create_app
from portal.batch.process import process
from portal.declarations.declare import Moment
from portal.directory.ring import key_ring
from portal.settings import load_settings
from portal.submissions.working import work_once
from tests.login.live import free_port, served
from tests.rest.issuer import Issuer

BASE = "/REST/fla/v1"
EMPLOYER = enterprise_of(0)
SINGLES, ITEMS = 100, 1000  # declarations of a turn, one by one and at once
FIRST_DAY, DAYS = date(2026, 10, 1), 40  # of one quarter, which may still be declared
FEWER = 5  # times fewer in a turn of many, where one of Django would last too long
# The goals, as ratios of cost for one by one and for many at once; never what was measured.
OF_THE_FLOOR = {"one": 0.50, "many": 0.90}  # of the floor to ours
OF_DJANGO = {"one": 6, "many": 60}  # of Django REST framework to ours
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Any]
# All that is kept but what is made anew each time.
SAME = ("training_id", "submission_id", "registered_at")
KEPT = ", ".join(name.strip() for name in COLUMNS.split(",") if name.strip() not in SAME)
CONTENTS = text(
    f"SELECT md5(string_agg(t::text, '|' ORDER BY t.reference)), count(*)"
    f" FROM (SELECT {KEPT} FROM training) AS t"
)
# What all keep of references and of submissions, ids and what came as bytes apart.
BESIDE = text(
    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ("
    "SELECT ARRAY[declarant, reference, person_id::text, record_kind, content::text,"
    " warnings::text] AS said"
    " FROM declared_reference UNION ALL"
    " SELECT ARRAY[place::text, reference, enterprise_number, result, record_kind, version::text,"
    " issues::text] FROM submission_outcome UNION ALL"
    " SELECT ARRAY[enterprise_number, channel, accepted::text, rejected::text, last_place::text]"
    " FROM submission_employer UNION ALL"
    " SELECT ARRAY[declarant, channel, reference, state, total::text, cursor::text]"
    " FROM submission) AS t"
)
EMPTY = text(
    "TRUNCATE training, training_version, declared_reference, submission, submission_outcome,"
    " submission_employer CASCADE"
)


def training(number: int, ssins: list[str]) -> dict[str, Any]:
    """Return a faultless training; many in a row are of as many workers, then of another day."""
    lesson = number // len(ssins)
    day = FIRST_DAY + timedelta(days=lesson % DAYS)
    return {
        "reference": f"W2026-{number}",
        "worker": {"ssin": ssins[number % len(ssins)]},
        "employer": {"enterpriseNumber": EMPLOYER},
        "title": f"Veilig werken op hoogte, les {lesson}",
        "language": "nl",
        "nature": "formal",
        "status": "completed",
        "startDate": day.isoformat(),
        "endDate": day.isoformat(),
        "durationMinutes": 30,
        "countsForRight": True,
        "certificate": {"obtained": True, "validUntil": "2029-11-10"},
    }


def submission(first: int, ssins: list[str], count: int = ITEMS) -> dict[str, Any]:
    """Return many trainings at once."""
    items = [
        {"action": "createTraining", **training(first + place, ssins)} for place in range(count)
    ]
    return {"reference": f"S{first}", "items": items}


def post(app: WSGI, path: str, body: bytes, token: str) -> bytes:
    """Send a request to an application itself; return the answer, which must be good."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"{BASE}{path}",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "bench.now": clock.now(),
    }
    parts = app(environ, lambda status, _headers, _fault=None: said.append(status))
    answer = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    assert said[0][:3] in {"201", "202"}, (said, answer[:500])
    return answer


def cost(act: Callable[[], object]) -> float:
    """Return the CPU seconds of this process and of its backends."""
    gc.collect()
    there, here = backends(), time.process_time()
    act()
    here = time.process_time() - here
    return here + backends() - there


def clean(pool: Engine) -> None:
    """Empty what a turn wrote, so that all begin alike."""
    with pool.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(EMPTY)
        db.execute(text("VACUUM ANALYZE person, directory, employment, work_regime"))
        db.execute(text("CHECKPOINT"))


class Side:
    """One of those that are compared: how it takes one declaration, and how it takes many.

    share: a turn of many is so many times shorter. heard: the last answers.
    """

    def __init__(
        self, name: str, app: WSGI, token: str, work: Callable[[], object], share: int = 1
    ) -> None:
        self.name = name
        self.app = app
        self.token = token
        self.work = work
        self.share = share
        self.heard: list[bytes] = []

    def singles(self, bodies: list[bytes]) -> None:
        """Declare one by one."""
        self.heard = [post(self.app, "/trainings", body, self.token) for body in bodies]

    def many(self, body: bytes) -> None:
        """Declare at once, and work it through."""
        self.heard = [post(self.app, "/submissions", body, self.token)]
        self.work()

    def said(self) -> str:
        """Return what was answered, ids and moments apart."""
        answers = [json.loads(answer) for answer in self.heard]
        for answer in answers:
            for name in ("id", "lastModified", "receivedAt", "outcomes"):
                if name in answer:
                    answer[name] = len(str(answer[name]))
        return json.dumps(answers, sort_keys=True)


@contextmanager
def sides(pool: Engine, *, with_django: bool) -> Iterator[list[Side]]:
    """Give the floor, the service and, where asked for, Django."""
    from rest_floor import Floor  # noqa: PLC0415 - after the check that msgspec is there

    port = free_port()
    issuer = Issuer(f"http://127.0.0.1:{port}", f"http://localhost{BASE}")
    address = pool.url.set(drivername="postgresql").render_as_string(hide_password=False)
    ours = {
        "base_url": "http://localhost",
        "token_issuer": issuer.url,
        "token_audience": issuer.audience,
        "rest_requests": 10**9,
    }
    with (
        served(issuer.app(), port),
        psycopg.connect(
            address, autocommit=True, application_name="portal", prepare_threshold=2
        ) as plain,
    ):
        plain.adapters.register_dumper(bytes, BytesBinaryDumper)  # as those of the portal have it
        app = create_app(load_settings().model_copy(update=ours))
        token = issuer.token(client_id="bench", sub="bench", enterpriseNumber=EMPLOYER)
        floor = Floor(plain, {hashlib.sha256(token.encode()).digest(): EMPLOYER})
        moment = Moment(clock.now(), "open")
        found = [
            Side("floor", floor, token, lambda: floor.work(clock.now())),
            Side("service", app.wsgi_app, token, lambda: work_once(moment, clock.now(), process)),
        ]
        if with_django:
            os.environ["DJANGO_SETTINGS_MODULE"] = "django_settings"
            import django as framework  # noqa: PLC0415 - only where it is compared

            framework.setup()
            import rest_django  # noqa: PLC0415 - after its settings

            django = rest_django.application(issuer)
            found.append(Side("Django REST framework", django, token, rest_django.work, FEWER))
        gc.freeze()  # as the server does
        yield found


def turn_of(
    pool: Engine, side: Side, ssins: list[str], what: str, count: int
) -> tuple[float, tuple[str, str, str]]:
    """Return the CPU ms that a declaration costs, and what is kept and answered afterwards."""
    bodies = [json.dumps(training(number, ssins)).encode() for number in range(count)]
    parcel = json.dumps(submission(0, ssins, count)).encode()
    clean(pool)
    act = (lambda: side.singles(bodies)) if what == "one" else (lambda: side.many(parcel))
    used = cost(act) * 1000 / count
    # Without a transaction: its end would throw away what the service has prepared on this
    # connection, which the floor keeps on its own.
    with pool.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        md5, rows = db.execute(CONTENTS).one()
        beside = db.execute(BESIDE).scalar_one()
    assert rows == count
    return used, (md5, beside, side.said())


def measure(pool: Engine, found: list[Side], ssins: list[str], rounds: int, what: str) -> bool:
    """Print what each side costs a declaration; tell whether the goals are reached."""
    spent: dict[str, list[float]] = {side.name: [] for side in found}
    service = next(side for side in found if side.name == "service")
    for turn in range(rounds + 1):
        kept: dict[int, list[tuple[str, str, str]]] = {}
        for side in found:
            count = SINGLES if what == "one" else ITEMS // side.share
            used, said = turn_of(pool, side, ssins, what, count)
            kept.setdefault(count, []).append(said)
            if turn:  # the first warms up
                spent[side.name].append(used)
        for count, contents in kept.items():
            if len(contents) == 1:  # nobody else had so short a turn
                contents.append(turn_of(pool, service, ssins, what, count)[1])
            assert len(set(contents)) == 1, contents
    print(f"{what}: CPU ms a declaration, this process and its backends, medians")
    for name, told in spent.items():
        print(f"  {name:24} {statistics.median(told):8.3f}")
    return judged(spent, what)


def judged(spent: dict[str, list[float]], what: str) -> bool:
    """Print the ratios beside their goals; tell whether all are reached."""

    def ratio(above: str, below: str) -> float:
        pairs = zip(spent[above], spent[below], strict=True)
        return statistics.median(a / b for a, b in pairs)

    reached = []
    for name in spent.keys() - {"service"}:
        found, goal = ratio(name, "service"), (OF_THE_FLOOR if name == "floor" else OF_DJANGO)[what]
        short = goal - found
        told = "reached" if short <= 0 else f"SHORT by {short:.2f} ({short / goal:.0%})"
        print(f"  {name} / service: {found:.2f}, goal at least {goal}: {told}")
        reached.append(short <= 0)
    return all(reached)


def memory(side: Side, ssins: list[str], count: int) -> None:
    """Print the memory of this process while many are declared."""
    status = Path("/proc/self/status")
    for first in range(0, count, ITEMS):
        side.many(json.dumps(submission(first, ssins)).encode())
        if first * 10 % count == 0:
            resident = int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024
            print(f"  {first + ITEMS:7} declared: {resident:.1f} MB")


def main() -> None:
    """Measure and print; exit 1 where a goal is short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--many", type=int, default=0)
    parser.add_argument("--django", action="store_true", help="compare with it too")
    asked = parser.parse_args()
    draw = random.Random(20261124)  # noqa: S311 - invented people
    with own_database() as pool:
        jobs = [(ssin, EMPLOYER) for ssin, _ in people(draw)]
        with pool.begin() as db:
            load(db, jobs, draw)
            db.execute(
                text(
                    "INSERT INTO sender (sender_number, enterprise_number, quality, client_id)"
                    " VALUES ('000001', :n, 'employer', 'bench')"
                ),
                {"n": EMPLOYER},
            )
            key_ring().ask(db)
        ssins = [ssin for ssin, _ in jobs]
        with sides(pool, with_django=asked.django) as found:
            good = [measure(pool, found, ssins, asked.rounds, what) for what in ("one", "many")]
            if asked.many:
                clean(pool)
                memory(found[1], ssins, asked.many)
    raise SystemExit(not all(good))


if __name__ == "__main__":
    main()
