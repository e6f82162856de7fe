"""The floor of `bench/rest.py`: bare WSGI, msgspec, and the statements of the service itself.

It trusts what it gets: no rule, no authority, no problem is told. What is left is what any service
must do that takes a declaration in: read the request, ask the same questions, write the same rows.
The statements are those of the service, word for word, so that both sides change together.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from portal.database import in_driver_words
from portal.declarations import records, writing
from portal.directory import entries
from portal.directory.ring import key_ring
from portal.identifiers import new_id
from portal.login import senders
from portal.login.tries import WINDOW
from portal.reckoning.reckon import RECKONING
from portal.submissions import outcomes, receiving, telling, working


class Worker(msgspec.Struct):
    """Who followed it."""

    ssin: str


class Employer(msgspec.Struct, rename="camel"):
    """For whom the worker works."""

    enterprise_number: str


class Certificate(msgspec.Struct, rename="camel", omit_defaults=True):
    """Whether there is one."""

    obtained: bool
    valid_until: date | None = None


class Training(msgspec.Struct, rename="camel", omit_defaults=True):
    """A training as it is sent, and as it is answered."""

    reference: str
    worker: Worker
    employer: Employer
    title: str
    language: str
    nature: str
    status: str
    start_date: date
    end_date: date
    duration_minutes: int
    counts_for_right: bool
    certificate: Certificate
    action: str = ""
    id: str = ""
    version: int = 0


class Parcel(msgspec.Struct):
    """Many trainings."""

    reference: str
    items: list[Training]


SENDER = in_driver_words(senders._ASK_AND_COUNT)  # noqa: SLF001 - the very statements
REFERENCES = in_driver_words(records._REFERENCES)  # noqa: SLF001
FIND = in_driver_words(entries._FIND)  # noqa: SLF001
JOBS = in_driver_words(records._JOBS)  # noqa: SLF001
CLAIM = in_driver_words(writing._CLAIM)  # noqa: SLF001
SAME_DAYS = in_driver_words(records._SAME_DAYS)  # noqa: SLF001
RECKON = in_driver_words(RECKONING)
RECEIVE = in_driver_words(receiving._RECEIVE)  # noqa: SLF001
WAKE = in_driver_words(receiving._WAKE)  # noqa: SLF001
ONE = in_driver_words(telling._ONE)  # noqa: SLF001
TAKE = in_driver_words(working._TAKE)  # noqa: SLF001
HOLD = in_driver_words(working._HOLD)  # noqa: SLF001
DONE = in_driver_words(working._DONE)  # noqa: SLF001
NO_ISSUES = outcomes._NOTHING  # noqa: SLF001
_ONE_TRAINING = msgspec.json.Decoder(Training)
_MANY = msgspec.json.Decoder(Parcel)
_ENCODE = msgspec.json.Encoder().encode


class Floor:
    """A WSGI application with one connection; tokens: the organisation by a token's digest."""

    def __init__(self, db: psycopg.Connection[Any], tokens: Mapping[bytes, str]) -> None:
        self.db = db
        self.tokens = tokens

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ").encode()
        organisation = self.tokens[hashlib.sha256(token).digest()]
        now: datetime = environ["bench.now"]
        who = hashlib.sha256(b"bench").digest()
        self.db.execute(
            SENDER,
            {
                "client_id": "bench",
                "enterprise_number": organisation,
                "who": who,
                "now": now,
                "ends_at": now + WINDOW,
            },
        ).fetchone()
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        if environ["PATH_INFO"].endswith("/submissions"):
            status, answer = "202 Accepted", self.receive(body, organisation, now)
        else:
            status, answer = "201 Created", self.create(body, organisation, now)
        start(
            status,
            [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))],
        )
        return [answer]

    def create(self, body: bytes, organisation: str, now: datetime) -> bytes:
        """Keep one training."""
        said = _ONE_TRAINING.decode(body)
        with self.db.transaction():
            ((said.id, _),) = self.keep([said], organisation, now, None)
        said.version = 1
        return _ENCODE(said)

    def receive(self, body: bytes, organisation: str, now: datetime) -> bytes:
        """Keep a submission until `work` comes to it."""
        parcel = _MANY.decode(body)
        submission_id = new_id()
        bound = {
            "submission_id": submission_id,
            "declarant": organisation,
            "quality": "employer",
            "channel": "rest",
            "reference": parcel.reference,
            "content": hashlib.sha256(body).digest(),
            "state": "received",
            "total": len(parcel.items),
            "payload": zlib.compress(body, 1),
            "now": now,
        }
        with self.db.transaction():
            self.db.execute(RECEIVE, bound)
            self.db.execute(WAKE, {"channel": receiving.CHANNEL})
        named = {"declarant": organisation, "submission_id": submission_id}
        row = self.db.execute(ONE, named).fetchone()
        assert row is not None
        return _ENCODE({"id": row[0], "reference": row[1], "state": row[3], "total": row[4]})

    def work(self, now: datetime) -> None:
        """Work through what waits."""
        bound = {"now": now, "until": now + working.LEASE, "most": working.MOST_TRIES}
        taken = self.db.execute(TAKE, bound).fetchone()
        assert taken is not None
        submission_id, fence, _ = taken
        with self.db.transaction():
            named = {"submission_id": submission_id, "fence": fence}
            held = self.db.execute(HOLD, named).fetchone()
            assert held is not None
            items = _MANY.decode(zlib.decompress(held[3])).items
            kept = self.keep(items, held[0], now, submission_id)
            name = UUID(str(submission_id)).bytes
            rows = [
                (
                    name,
                    place,
                    reference,
                    "accepted",
                    "training",
                    UUID(record_id).bytes,
                    1,
                    NO_ISSUES,
                )
                for place, (record_id, reference) in enumerate(kept)
            ]
            self.copy("submission_outcome", outcomes._COLUMNS, rows)  # noqa: SLF001
            self.db.execute(DONE, {"submission_id": submission_id, "now": now})

    def keep(
        self, said: Sequence[Training], by: str, now: datetime, submission_id: UUID | None
    ) -> list[tuple[str, str]]:
        """Ask what the service asks, and write what it writes; return ids and references."""
        db = self.db
        references = ",".join([one.reference for one in said])
        organisations = ",".join([by] * len(said))
        named = {"organisations": organisations, "references": references}
        db.execute(REFERENCES, named).fetchall()
        people = self.people(dict.fromkeys([one.worker.ssin for one in said]))
        found = ",".join({str(person) for person in people.values()})
        db.execute(JOBS, {"people": found, "enterprises": by}).fetchall()
        days = {(people[one.worker.ssin], one.start_date) for one in said}
        asked = {
            "people": ",".join([str(person) for person, _ in days]),
            "days": ",".join([str(day) for _, day in days]),
            "only_by": None,
        }
        db.execute(SAME_DAYS, asked).fetchall()
        ledger, rows, kept = [], [], []
        for one in said:
            person, record_id = people[one.worker.ssin], new_id()
            content = hashlib.sha256(f"{one.title}{one.start_date}{one.duration_minutes}".encode())
            ledger.append(
                (by, one.reference, person.bytes, record_id.bytes, "training", content.digest())
            )
            rows.append(row_of(one, (person, record_id), by, submission_id, now))
            kept.append((str(record_id), one.reference))
        if len(ledger) > writing.FEW:
            with db.transaction():
                self.copy("declared_reference", writing._LEDGER, sorted(ledger))  # noqa: SLF001
        else:
            columns = map(list, zip(*ledger, strict=True))
            db.execute(CLAIM, dict(zip(writing._LEDGER, columns, strict=True)))  # noqa: SLF001
        self.copy("training", writing._TRAINING, sorted(rows, key=lambda row: row[0]))  # noqa: SLF001
        pairs = {"people": list(dict.fromkeys(people.values())), "enterprises": [by] * len(people)}
        db.execute(RECKON, pairs).fetchone()
        return kept

    def people(self, ssins: Iterable[str]) -> dict[str, UUID]:
        """Return whose numbers these are."""
        asked = list(ssins)
        (pair,) = key_ring().in_use
        indexes = b"".join([pair.index(ssin) for ssin in asked])
        found = self.db.execute(FIND, {"indexes": indexes, "last": len(asked) - 1}).fetchall()
        return {asked[place]: person for place, person, *_ in found if place >= 0}

    def copy(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows as the service does."""
        statement = writing._copying(table, tuple(columns))  # noqa: SLF001
        with self.db.cursor() as cursor, cursor.copy(statement) as stream:
            stream.set_types(list(columns.values()))
            for row in rows:
                stream.write_row(row)


def row_of(
    one: Training, ids: tuple[UUID, UUID], by: str, parcel: UUID | None, now: datetime
) -> tuple[Any, ...]:
    """Return a training in the order of the columns."""
    obtained, until = one.certificate.obtained, one.certificate.valid_until
    person, record_id = ids
    who = (person.bytes, record_id.bytes, by, one.title, one.language, one.nature, one.status)
    days = (one.start_date, one.end_date, one.duration_minutes, one.counts_for_right, obtained)
    more = (None, one.duration_minutes, None, None, until, None)
    registered = (1, "active", one.reference, by, "employer", "rest", parcel, now, False)
    return (*who, *days, *more, *registered)
