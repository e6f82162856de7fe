"""However long a record is, to hand it out takes no more memory of the process that serves it."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient

from portal.database import Session
from tests.export.taken import X, ask_for_everything
from tests.reckoning.world import add_training

MEGA = 1024
LONG = 900
# To set as many in the process itself took 140 MB; to read and to sign them takes some.
MOST_MORE = 48 * MEGA  # kB


def test_a_long_record_takes_no_more_memory_than_a_short_one(
    worker: FlaskClient, person_id: UUID
) -> None:
    assert taken(worker) > 0  # what is read once for all is in memory now
    with Session.begin() as db:
        for number in range(LONG):
            day = date(2019, 4, 1) + timedelta(days=number)
            add_training(db, person_id, X, day, title=f"Opleiding {number}: veilig werken")
    began = peak(anew=True)
    assert taken(worker) > 5_000_000
    assert peak() - began < MOST_MORE


def taken(worker: FlaskClient) -> int:
    """Return how much came, and keep nothing of it."""
    answer = ask_for_everything(worker, buffered=False)
    assert answer.status_code == 200
    try:
        return sum(map(len, answer.iter_encoded()))
    finally:
        answer.close()


def peak(*, anew: bool = False) -> int:
    """Return the most memory that this process ever had, in kB. anew: ever from now on."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM:")))
