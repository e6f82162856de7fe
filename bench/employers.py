"""What the lists of an employer cost, with 100 and with 10,000 workers and submissions.

    PYTHONPATH=. nice -n 5 python bench/employers.py [--many 10000] [--rounds 7]

On a PostgreSQL of its own: two employers that differ in size alone, with as many submissions and
courses entered as workers, one submission with as many outcomes, three trainings a worker, of which
some wait. Every page is asked of both in turn, by a person who acts for them; counted is the CPU
time of this process and of its PostgreSQL backends, in milliseconds, and the statements sent. It
ends with 1 where a page costs 50 ms or more, or more statements than with few.
"""

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable
from hashlib import md5
from pathlib import Path
from typing import Final
from uuid import UUID

os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="employers-")
os.environ["PORTAL_TODAY"] = "2026-11-24"
os.environ["PORTAL_RATE_LIMITS"] = "false"
os.environ.pop("DATABASE_URL", None)

import page as measuring
from flask import Flask
from flask.testing import FlaskClient
from goals import Goal
from sqlalchemy import text

from portal import embedded
from portal.app import create_app
from portal.clock import machine_now
from portal.database import Session, make_ready
from portal.directory.ring import key_for_writing, key_ring, take_into_use
from portal.settings import load_settings
from tests.statements import statements
from tests.web.enterprises import acting, form_of

GROUND: Final = Path(os.environ["PORTAL_DATA"])
FEW: Final = 100
MOST_MS: Final = 50
ACTS: Final = UUID(int=1)
# One employer: :n is its number, :many says how large it is.
FILL: Final = """
INSERT INTO employer (enterprise_number, name) VALUES (:n, 'Firma ' || :n);
INSERT INTO employer_size (enterprise_number, quarter, fte)
    SELECT :n, year || 'Q' || quarter, 45
    FROM generate_series(2020, 2026) AS year, generate_series(1, 4) AS quarter;
INSERT INTO representative (person_id, enterprise_number, role, since)
    VALUES (:acts, :n, 'editor', '2025-01-01');
INSERT INTO person (person_id, family_name, given_names)
    SELECT md5(:n || 'w' || one)::uuid, 'Peeters ' || one % 977, 'Emma ' || one
    FROM generate_series(1, :many) AS one;
INSERT INTO employment
    (person_id, employment_id, enterprise_number, joint_committee, start_date, weekly_minutes)
    SELECT md5(:n || 'w' || one)::uuid, :n || one, :n, (ARRAY['118', '200', '330'])[one % 3 + 1],
        CASE WHEN one % 50 = 0 THEN date '2026-10-05' ELSE date '2020-01-01' + one % 700 END, 2280
    FROM generate_series(1, :many) AS one;
INSERT INTO work_regime (person_id, employment_id, from_date, work_regime)
    SELECT person_id, employment_id, start_date, 1 FROM employment WHERE enterprise_number = :n;
INSERT INTO training (person_id, start_date, end_date, training_id, version, record_state,
        reference, registered_by, registered_quality, channel, registered_at, enterprise_number,
        title, language, nature, status, duration_minutes, counts_for_right, charged_minutes,
        certificate_obtained, to_verify)
    SELECT person_id, day, day, md5(:n || 't' || person_id || number)::uuid, 1, 'active',
        :n || person_id || number, :n, 'employer', 'batch', day + 30, :n, 'Veilig werken', 'nl',
        'formal', CASE WHEN number = 1 AND one % 10 = 0 THEN 'reserved' ELSE 'completed' END,
        456, true, 456, false, number = 2 AND one % 20 = 0
    FROM (SELECT md5(:n || 'w' || one)::uuid AS person_id, one
          FROM generate_series(1, :many) AS one) AS own,
        generate_series(1, 3) AS number,
        LATERAL (SELECT date '2026-10-05' + number * 7 AS day) AS days;
INSERT INTO submission (submission_id, declarant, quality, channel, reference, content, state,
        total, cursor, fence, received_at, done_at)
    SELECT md5(:n || 's' || one)::uuid, :n, 'employer',
        (ARRAY['rest', 'batch', 'sheet', 'form'])[one % 4 + 1], :n || '-' || one, '', 'done', 1, 1,
        1, timestamptz '2026-11-23 12:00Z' - one * interval '20 minutes', now()
    FROM generate_series(1, :many) AS one;
INSERT INTO submission_employer (enterprise_number, submission_id, channel, received_at, accepted,
        rejected, first_place, last_place)
    SELECT :n, submission_id, channel, received_at, 1,
        (cursor = 1 AND reference LIKE '%00')::int, 0,
        CASE WHEN reference = :n || '-1' THEN :many - 1 ELSE 0 END
    FROM submission WHERE declarant = :n;
INSERT INTO submission_outcome (submission_id, place, reference, enterprise_number, result, issues)
    SELECT md5(:n || 's1')::uuid, one - 1, 'W-' || one, :n,
        CASE WHEN one = :many THEN 'rejected' ELSE 'accepted' END, '[]'
    FROM generate_series(1, :many) AS one;
INSERT INTO training_entry (entry_id, enterprise_number, declarant, person_id, state, reference,
        fields, begun_at, changed_at)
    SELECT md5(:n || 'e' || one)::uuid, :n, :n, :acts, 'declared', :n || 'F' || one,
        jsonb_build_object('title', 'Veilig werken', 'provider_name', 'Centrum ' || one % 40),
        now() - one * interval '1 minute', now() - one * interval '1 minute'
    FROM generate_series(1, :many) AS one;
INSERT INTO training_entry_worker (entry_id, place, person_id, record_id)
    SELECT md5(:n || 'e' || one)::uuid, place, md5(:n || 'w' || place)::uuid,
        md5(:n || 't' || md5(:n || 'w' || place)::uuid || 1)::uuid
    FROM generate_series(1, :many) AS one, generate_series(1, 12) AS place
"""


def named(number: str, what: str) -> UUID:
    """Return the id that the server made of these words."""
    return UUID(md5(f"{number}{what}".encode(), usedforsecurity=False).hexdigest())


def fill(number: str, many: int, first: int) -> None:
    """Bring one employer into the database; first: of the numbers of its workers."""
    with Session.begin() as db:
        for statement in FILL.split(";\n"):
            db.execute(text(statement), {"n": number, "many": many, "acts": ACTS})
        pair = key_for_writing(db, key_ring())
        take_into_use(db, pair, machine_now())
        rows = []
        for place in range(1, many + 1):
            ssin, person_id = f"{first + place:011}", named(number, f"w{place}")
            sealed = pair.seal(ssin, person_id)
            rows.append({"i": pair.index(ssin), "k": pair.key_id, "p": person_id, "s": sealed})
        entry = "INSERT INTO directory VALUES (:i, :k, :p, :s, 'current', NULL, now())"
        db.execute(text(entry), rows)


def pages(client: FlaskClient, number: str) -> dict[str, Callable[[], object]]:
    """Return how each list is asked for, by what it is."""
    one, sent, before = (named(number, what) for what in ("w7", "s1", "s60"))
    asked = {
        "worklist": "",
        "workers, the first": "/workers",
        "workers, further on": f"/workers?after={one}",
        "one worker": f"/workers/{one}",
        "rights to check": "/due/yearly",
        "rights of new workers": "/due/newWorkers",
        "planned trainings": "/due/planned",
        "trainings to accept": "/due/toVerify",
        "courses entered": "/trainings",
        "course for several": f"/trainings/{UUID(int=2)}",
        "submissions, the latest": "/submissions",
        "submissions, older": f"/submissions?before={before}",
        "submissions with refusals": "/submissions?standing=withRefusals",
        "submissions refused, of which there is none": "/submissions?standing=refused",
        "submissions by sheet": "/submissions?channel=sheet",
        "submissions being worked through": "/submissions?standing=open",
        "one submission": f"/submissions/{sent}",
        "one submission, its refusals": f"/submissions/{sent}?result=rejected",
        "one submission, its end": f"/submissions/{sent}?after=40",
        "telling all workers": "/balances",
        "year in figures": "/statistics",
    }
    found = {said: measuring.page(client, f"/en/employer{path}") for said, path in asked.items()}
    form = form_of(client, "/en/employer/workers", text="emma 7")

    def searched() -> object:
        answer = client.post("/en/employer/workers", data=form)
        assert "Found for" in answer.text
        return answer

    return found | {"workers by name": searched}


def prepared(app: Flask, number: str) -> dict[str, tuple[Callable[[], object], int]]:
    """Return the pages of an employer, each with its statements; all were asked before."""
    client = acting(app, ACTS, number)
    found = {}
    for said, act in pages(client, number).items():
        for _ in range(6):  # until driver and server have prepared it
            act()
        with statements() as sent:
            act()
        found[said] = act, len(sent)
    return found


def compare(app: Flask, rounds: int) -> bool:
    """Print what each page costs with few and with many; return whether all is as it must be."""
    few, many = prepared(app, "0400000016"), prepared(app, "0400000115")
    good = True
    for said, (act, count) in many.items():
        costs: list[list[float]] = [[], []]
        for _ in range(rounds):
            for cost, one in zip(costs, (few[said][0], act), strict=True):
                cost.append(sum(measuring.measure(one)))
        small, large = map(statistics.median, costs)
        goal = Goal(said, large, MOST_MS)
        print(f"{goal}; with few {small:.2f} ms; {count} statements, with few {few[said][1]}")
        good = good and goal.reached and count == few[said][1]
    return good


def main() -> None:
    """Make both employers and ask their pages."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--many", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=7)
    options = asked.parse_args()
    GROUND.chmod(0o711)  # as root, the server runs as another user
    make_ready(load_settings())
    with Session.begin() as db:
        named = "INSERT INTO person (person_id, family_name, given_names) VALUES (:one, 'A', 'B')"
        db.execute(text(named), {"one": ACTS})
    fill("0400000016", FEW, 0)
    fill("0400000115", options.many, FEW)
    with Session.begin() as db:
        db.execute(text("ANALYZE"))
    good = compare(create_app(load_settings()), options.rounds)
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    try:
        main()
    finally:
        embedded.stop(GROUND)
        shutil.rmtree(GROUND)
