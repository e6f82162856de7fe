"""A database server with a copy that follows it, both real, for tests and measurements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from portal.embedded.account import account_for
from portal.embedded.cluster import Cluster
from portal.embedded.places import home_of, programs

# The embedded server alone follows nobody and is followed by nobody.
FOLLOWED = {"wal_level": "replica", "max_wal_senders": "8", "hot_standby": "on"}


@dataclass(frozen=True)
class Pair:
    """The primary and the server that follows it."""

    primary: Cluster
    replica: Cluster

    def pause(self) -> None:
        """Let the copy stay where it is, while it goes on answering."""
        tell(self.replica, "SELECT pg_wal_replay_pause()")
        # Asked for is not yet done.
        while ask(self.replica, "SELECT pg_get_wal_replay_pause_state()") != "paused":
            pass

    def resume(self) -> None:
        """Let the copy go on to where the primary is."""
        tell(self.replica, "SELECT pg_wal_replay_resume()")

    def is_level(self) -> bool:
        """Tell whether the copy has come to where the primary is just now."""
        here = ask(self.primary, "SELECT pg_current_wal_insert_lsn()")
        return bool(ask(self.replica, f"SELECT pg_last_wal_replay_lsn() >= '{here}'"))


def tell(server: Cluster, statement: str) -> None:
    """Let a server do something outside of a transaction."""
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


def ask(server: Cluster, question: str) -> object:
    """Return the one value that a server answers."""
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row and row[0]


def new_cluster(data: Path, settings: dict[str, str]) -> Cluster:
    """Start a server of its own in a folder, with settings beside those of the embedded one."""
    data.mkdir(parents=True)
    account = account_for(data / "postgres" / "cluster")
    home = home_of(data, account, print)
    server = Cluster(home, programs(account), account, lasting=False)
    server.make()
    with (server.folder / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    server.start()
    return server


@contextmanager
def followed(ground: Path) -> Iterator[Pair]:
    """Give a server and its copy, made by `pg_basebackup`, in a folder that everybody can enter."""
    primary = new_cluster(ground / "primary", FOLLOWED)
    account = primary.account
    (ground / "replica").mkdir()
    home = home_of(ground / "replica", account, print)
    replica = Cluster(home, primary.programs, account, lasting=False)
    try:
        url = make_url(primary.url)
        account.own(replica.folder)
        account.run(
            *(primary.programs / "pg_basebackup", "-h", str(url.query["host"]), "-U", "portal"),
            *("-D", replica.folder, "-R", "-X", "stream", "-c", "fast", "--no-sync"),
        )
        replica.start()
        yield Pair(primary, replica)
    finally:
        replica.stop()
        primary.stop()
