"""How long the web service takes for what is somebody else's, and for what is nobody's.

    DATABASE_URL=... PYTHONPATH=. python bench/strangers.py [--rounds 400]

Both must be alike, in the answer and in time, so that neither tells a stranger anything: a worker,
an enterprise, a training, a submission. In turn A B A B, in one process, on a database of its own
with the people of `bench/declare.py`; prints medians; exit 1 where an answer or a median differs.
"""

import argparse
import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from declare import EMPLOYERS, enterprise_of, load, own_database, people, ssin_of
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.app import create_app
from portal.settings import load_settings
from tests.login.live import free_port, served
from tests.rest.issuer import Issuer

BASE = "/REST/fla/v1"
OURS, THEIRS, NOBODYS = enterprise_of(0), enterprise_of(1), enterprise_of(EMPLOYERS + 5)
MOST = 1.05  # the slower median over the quicker one
MADE_ANEW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Ask = Callable[[], tuple[int, str]]


def training(ssin: str, enterprise_number: str) -> dict[str, Any]:
    """Return a training that is refused for whom it speaks of."""
    return {
        "reference": f"W{uuid4().hex[:12]}",
        "worker": {"ssin": ssin},
        "employer": {"enterpriseNumber": enterprise_number},
        "title": "Veilig werken op hoogte",
        "language": "nl",
        "nature": "formal",
        "status": "completed",
        "startDate": "2026-11-09",
        "endDate": "2026-11-10",
        "durationMinutes": 456,
        "countsForRight": True,
        "certificate": {"obtained": False},
    }


class Stranger:
    """Software of one employer that asks for what is not its own."""

    def __init__(self, client: FlaskClient, tokens: dict[str, str]) -> None:
        self.client = client
        self.tokens = tokens

    def ask(self, method: str, path: str, body: object = None, who: str = "ours") -> Any:  # noqa: ANN401 - what was answered
        """Return an answer."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "If-Match": '"1"'}
        data = None if body is None else json.dumps(body)
        return self.client.open(
            f"{BASE}{path}",
            method=method,
            data=data,
            headers=headers,
            content_type="application/json" if data else None,
        )

    def pairs(self, theirs: str, nobody: str) -> dict[str, tuple[Ask, Ask]]:
        """Return questions in pairs: for what is another's, and for what is nobody's."""
        made = training(theirs, THEIRS)
        record = self.ask("POST", "/trainings", made, "theirs").get_json()["id"]
        items = {"reference": "S1", "items": [{"action": "createTraining", **made}]}
        parcel = self.ask("POST", "/submissions", items, "theirs").get_json()["id"]
        account = {"year": 2026, "enterpriseNumber": OURS}

        def of(path: str, one: str, method: str = "GET", body: object = None) -> Ask:
            return lambda: self.told(method, path.format(one), body)

        unknown = str(uuid4())
        reason = {"reason": "Declared twice"}
        return {
            "a worker, declared": (
                lambda: self.told("POST", "/trainings", training(theirs, OURS)),
                lambda: self.told("POST", "/trainings", training(nobody, OURS)),
            ),
            "an enterprise, declared": (
                lambda: self.told("POST", "/trainings", training(theirs, THEIRS)),
                lambda: self.told("POST", "/trainings", training(nobody, NOBODYS)),
            ),
            "a worker's account": (
                of("/learningAccounts/query", "", "POST", account | {"ssin": theirs}),
                of("/learningAccounts/query", "", "POST", account | {"ssin": nobody}),
            ),
            "a worker's trainings": (
                of("/trainings/query", "", "POST", {"ssin": theirs}),
                of("/trainings/query", "", "POST", {"ssin": nobody}),
            ),
            "a training": (of("/trainings/{}", record), of("/trainings/{}", unknown)),
            "its versions": (
                of("/trainings/{}/versions", record),
                of("/trainings/{}/versions", unknown),
            ),
            "a training, canceled": (
                of("/trainings/{}/cancel", record, "POST", reason),
                of("/trainings/{}/cancel", unknown, "POST", reason),
            ),
            "a submission": (of("/submissions/{}", parcel), of("/submissions/{}", unknown)),
        }

    def told(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """Return the status and the text of an answer, without what is made anew or was sent."""
        answer = self.ask(method, path, body)
        said = MADE_ANEW.sub("", answer.text)
        for sent in re.findall(r"\d{10,11}", json.dumps(body)):
            said = said.replace(sent, "")
        return answer.status_code, said


@contextmanager
def stranger() -> Iterator[tuple[Stranger, str, str]]:
    """Give software of one employer, the number of a worker of another, and nobody's number."""
    draw = random.Random(20261124)  # noqa: S311 - invented people
    port = free_port()
    issuer = Issuer(f"http://127.0.0.1:{port}", f"http://localhost{BASE}")
    with own_database() as pool, served(issuer.app(), port):
        jobs = people(draw)
        with pool.begin() as db:
            load(db, jobs, draw)
            for place, (name, number) in enumerate({"ours": OURS, "theirs": THEIRS}.items()):
                db.execute(
                    text(
                        "INSERT INTO sender (sender_number, enterprise_number, quality, client_id)"
                        " VALUES (:place, :number, 'employer', :name)"
                    ),
                    {"place": f"{place:06}", "number": number, "name": name},
                )
        ours = {
            "base_url": "http://localhost",
            "token_issuer": issuer.url,
            "token_audience": issuer.audience,
            "rate_limits": False,  # the bench itself is a guesser
        }
        app = create_app(load_settings().model_copy(update=ours))
        tokens = {
            name: issuer.token(client_id=name, sub=name, enterpriseNumber=number)
            for name, number in {"ours": OURS, "theirs": THEIRS}.items()
        }
        theirs = next(ssin for ssin, number in jobs if number == THEIRS)
        known = {ssin for ssin, _ in jobs}
        nobody = next(ssin for ssin in map(ssin_of, range(10**6)) if ssin not in known)
        yield Stranger(app.test_client(), tokens), theirs, nobody


def seconds(ask: Ask) -> float:
    """Return how long an answer takes."""
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=400)
    rounds = parser.parse_args().rounds
    worst = 1.0
    with stranger() as (software, theirs, nobody):
        for name, (foreign, unknown) in software.pairs(theirs, nobody).items():
            assert foreign() == unknown(), name
            took = [(seconds(foreign), seconds(unknown)) for _ in range(rounds)]
            one, other = (statistics.median(side) * 1000 for side in zip(*took, strict=True))
            ratio = max(one, other) / min(one, other)
            worst = max(worst, ratio)
            told = f"another's {one:.2f} ms, nobody's {other:.2f} ms"
            print(f"{name:24} the same answer; {told}, ratio {ratio:.3f}")
    raise SystemExit(worst > MOST)


if __name__ == "__main__":
    main()
