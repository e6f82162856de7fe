"""Goes back to a moment: a base, an archive of the journal, all destroyed, and all as it was then.

    PYTHONPATH=. python bench/moment.py [--workers 2000]

Practises what docs/operations.md says of a point in time, on a PostgreSQL of its own: keeps a base
by `pg_basebackup` and lets the server archive its journal; goes on working; remembers a moment;
destroys records as a mistake would, then the whole folder of the server; brings the base back and
lets it read the archive up to the moment. Accounts must be the same to the last fraction, and
`portal looks verify` must find nothing changed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from uuid import UUID

from living import PATIENCE, Living, within
from sqlalchemy import text

from portal.database import Session, engine, reading
from portal.settings import load_settings
from tests.account.seen import look_at
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker

SSIN = "95111722477"
OF_THE_SERVER = "postgresql.auto.conf"


def command(*arguments: str) -> str:
    """Give a command of the portal that must end well; return what it printed."""
    line = [sys.executable, "-P", "-m", "portal", *arguments]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout  # noqa: S603


def archive_journal(living: Living, archive: Path) -> None:
    """Let the server keep its journal, as docs/operations.md says."""
    living.cluster.account.own(archive)
    settings = {
        "wal_level": "replica",
        "max_wal_senders": "4",
        "archive_mode": "on",
        "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f",
    }
    with engine(load_settings()).connect() as db:
        ours = db.execution_options(isolation_level="AUTOCOMMIT")
        for name, value in settings.items():
            ours.execute(text(f"ALTER SYSTEM SET {name} = '{value}'"))
    restart(living)


def restart(living: Living) -> None:
    """Let the server begin anew."""
    engine(load_settings()).dispose()
    living.cluster.stop()
    living.cluster.start()


def keep_base(living: Living, base: Path) -> None:
    """Keep a copy of the whole server, while it goes on working."""
    cluster = living.cluster
    cluster.account.own(base)
    where = ("-h", cluster.socket, "-U", "portal", "-D", base, "-X", "stream", "-c", "fast")
    cluster.account.run(cluster.programs / "pg_basebackup", *where)


def work(person_id: UUID) -> None:
    """Do what a day brings: a training, and somebody who looks at it."""
    with Session.begin() as db:
        add_training(db, person_id, "0100000001", date(2026, 3, 4))
    look_at(person_id)


def this_moment() -> str:
    """Return the moment that is now, on the clock of the server, and let it go by."""
    with reading() as db:
        now = str(db.scalar(text("SELECT clock_timestamp()")))
    time.sleep(1)
    return now


def destroy(living: Living, archive: Path) -> None:
    """Make a mistake, let the journal be kept, and lose the server with all its files."""
    with engine(load_settings()).begin() as db:
        db.execute(text("DELETE FROM training"))
        last = db.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())"))
    with engine(load_settings()).begin() as db:
        db.execute(text("SELECT pg_switch_wal()"))
    within(PATIENCE, (archive / str(last)).exists)
    engine(load_settings()).dispose()
    living.cluster.stop()
    shutil.rmtree(living.cluster.folder)


def go_back(living: Living, base: Path, archive: Path, moment: str) -> None:
    """Put the base in its place, and let the server read the journal up to a moment."""
    cluster = living.cluster
    base.rename(cluster.folder)
    with (cluster.folder / OF_THE_SERVER).open("a", encoding="utf-8") as settings:
        settings.write(
            f"restore_command = 'cp {archive}/%f %p'\n"
            f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n"
        )
    (cluster.folder / "recovery.signal").touch()
    cluster.start()
    within(PATIENCE, lambda: living.tells("SELECT pg_is_in_recovery()::int") == 0)


def practise(living: Living, workers: int) -> None:
    """Do all of it, and tell how long the way back took."""
    archive, base = living.cluster.home / "archive", living.cluster.home / "base"
    country = [sys.executable, str(Path(__file__).with_name("country.py"))]
    subprocess.run([*country, "--workers", str(workers)], check=True)  # noqa: S603 - ours
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
        add_employment(db, person_id, add_employer(db, "0100000001"))
    archive_journal(living, archive)
    keep_base(living, base)
    work(person_id)
    anchors = living.data / "anchors"
    anchors.write_text(command("looks", "anchor"), "utf-8")
    account = command("account", SSIN)
    counted = "SELECT count(*) FROM training"
    trainings, looks = living.tells(counted), living.tells("SELECT count(*) FROM look")
    moment = this_moment()
    work(person_id)
    destroy(living, archive)
    begun = time.monotonic()
    go_back(living, base, archive, moment)
    seconds = time.monotonic() - begun
    assert living.tells(counted) == trainings
    assert living.tells("SELECT count(*) FROM look") == looks
    verified = command("looks", "verify", "--kept", str(anchors))
    assert "nothing was changed" in verified, verified
    assert command("account", SSIN) == account
    print(
        f"{trainings:,} trainings and {looks} looks are as they were at {moment}: {seconds:.1f} s"
    )
    print(verified.strip())


def main() -> None:
    """Practise, and leave nothing."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--workers", type=int, default=2_000)
    os.environ["PORTAL_TODAY"] = "2026-11-24"
    living = Living()
    try:
        practise(living, asked.parse_args().workers)
    finally:
        living.close()


if __name__ == "__main__":
    main()
