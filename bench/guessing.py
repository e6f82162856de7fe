"""How long the portal takes for the id of somebody else's training, and for one that is nobody's.

    .venv/bin/python -m bench.guessing

Both must be alike, so that time tells a guesser nothing. In turn A B A B, in one process, on the
database of the settings (`portal db upgrade` and the demo country are there); prints medians.
"""

import statistics
import time
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.exceptions import NotFound

from portal.app import create_app
from portal.database import reading
from portal.settings import load_settings
from tests.login.session import signed_in

ROUNDS = 1500
SOMEBODY = text("SELECT person_id FROM training ORDER BY training_id LIMIT 1")
FOREIGN = text("SELECT training_id FROM training WHERE person_id <> :person_id LIMIT :rounds")


def seconds(client: FlaskClient, training_id: object) -> float:
    """Return how long one answer takes, which must be 404."""
    begun = time.perf_counter()
    status = client.get(f"/nl/account/trainings/{training_id}").status_code
    took = time.perf_counter() - begun
    assert status == NotFound.code
    return took


def main() -> None:
    """Measure and print."""
    with reading() as db:
        person_id = db.execute(SOMEBODY).scalar_one()
        asked = {"person_id": person_id, "rounds": ROUNDS}
        foreign = list(db.execute(FOREIGN, asked).scalars())
    # Without limits: the bench itself is a guesser.
    app = create_app(load_settings().model_copy(update={"rate_limits": False}))
    client = signed_in(app.test_client(), person_id)
    took: dict[str, list[float]] = {"foreign": [], "unknown": []}
    for training_id in foreign:
        took["foreign"].append(seconds(client, training_id))
        took["unknown"].append(seconds(client, uuid4()))
    for name, times in took.items():
        fifth, half, most = (
            statistics.quantiles(times, n=20)[place] * 1000 for place in (0, 9, 18)
        )
        print(
            f"{name:8} {len(times)} times: median {half:.3f} ms (5 % {fifth:.3f}, 95 % {most:.3f})"
        )
    ratio = statistics.median(took["foreign"]) / statistics.median(took["unknown"])
    print(f"foreign / unknown: {ratio:.3f}")


if __name__ == "__main__":
    main()
