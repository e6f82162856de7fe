"""The floor of `bench/rest.py`: bare WSGI, msgspec, and the statements of the service itself.

It trusts what it gets: no rule, no authority, no problem is told. What is left is what any service
must do that takes a declaration in: read the request, ask the same questions, write the same rows,
and say the same in its answer. The statements are those of the service, word for word and in the
same transactions, so that both sides change together; what waits is sealed as there, and what was
declared is known again by the same digest.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg

from portal.circles import no_circles
from portal.declarations import records, writing
from portal.directory import entries
from portal.directory.ring import key_ring
from portal.driver import question_of
from portal.identifiers import new_id, new_ids
from portal.login import senders
from portal.login.tries import WINDOW
from portal.reckoning import within
from portal.settings import REST_BASE
from portal.submissions import employers, outcomes, receiving, sealing, telling, working


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


class Training(msgspec.Struct, rename="camel"):
    """A training as it is sent."""

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


class Registered(msgspec.Struct, rename="camel"):
    """Who declared it."""

    enterprise_number: str
    quality: str = "employer"


class Answer(msgspec.Struct, rename="camel"):
    """A training as it is answered."""

    id: UUID
    version: int
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
    charged_minutes: int
    certificate: Certificate
    record_state: str
    registered_by: Registered
    last_modified: datetime
    warnings: tuple[()] = ()


class Parcel(msgspec.Struct):
    """Many trainings."""

    reference: str
    items: list[Training]


class Counts(msgspec.Struct, rename="camel"):
    """How many came to which end."""

    total: int
    accepted: int = 0
    accepted_with_warnings: int = 0
    rejected: int = 0
    unchanged: int = 0


class Submission(msgspec.Struct, rename="camel"):
    """A submission as it is answered."""

    id: UUID
    reference: str
    channel: str
    state: str
    counts: Counts
    received_at: datetime
    outcomes: dict[str, str]


SENDER = question_of(senders._ASK_AND_COUNT)  # noqa: SLF001 - the very statements
REFERENCES = question_of(records._REFERENCES)  # noqa: SLF001
FIND = question_of(entries._FIND)  # noqa: SLF001
JOBS = question_of(records._JOBS)  # noqa: SLF001
CLAIM = question_of(writing._CLAIM)  # noqa: SLF001
SAME_DAYS = question_of(records._SAME_DAYS)  # noqa: SLF001
CHARGED = question_of(within._CHARGED)  # noqa: SLF001
RECEIVE = question_of(receiving._RECEIVE)  # noqa: SLF001
TELL_SENDER = question_of(employers._TELL_SENDER)  # noqa: SLF001
TELL_ALL = question_of(employers._TELL_ALL)  # noqa: SLF001
WAKE = question_of(receiving._WAKE)  # noqa: SLF001
ONE = question_of(telling._ONE)  # noqa: SLF001
TAKE = question_of(working._TAKE)  # noqa: SLF001
HOLD = question_of(working._HOLD)  # noqa: SLF001
DONE = question_of(working._DONE)  # noqa: SLF001
NO_ISSUES = outcomes._NOTHING  # noqa: SLF001
_ONE_TRAINING = msgspec.json.Decoder(Training)
_MANY = msgspec.json.Decoder(Parcel)
_ENCODE = msgspec.json.Encoder().encode


class Floor:
    """A WSGI application with one connection; tokens: the organisation by a token's digest."""

    def __init__(self, db: psycopg.Connection[Any], tokens: Mapping[bytes, str]) -> None:
        self.db = db
        self.tokens = tokens
        self.base = f"http://localhost{REST_BASE}"

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ").encode()
        organisation = self.tokens[hashlib.sha256(token).digest()]
        now: datetime = environ["bench.now"]
        who = hashlib.sha256(b"bench").digest()
        SENDER.ask(
            self.db,
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
            (record_id,) = self.keep([said], organisation, now, None)
            answer = Answer(
                record_id,
                1,
                said.reference,
                said.worker,
                said.employer,
                said.title,
                said.language,
                said.nature,
                said.status,
                said.start_date,
                said.end_date,
                said.duration_minutes,
                said.counts_for_right,
                said.duration_minutes,
                said.certificate,
                "active",
                Registered(organisation),
                now,
            )
            return _ENCODE(answer)

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
            "payload": sealing.seal_bytes(body, submission_id),
            "now": now,
            "trace_id": uuid4(),
        }
        with self.db.transaction():
            RECEIVE.ask(self.db, bound)
            TELL_SENDER.ask(self.db, {"submission_id": submission_id})
            WAKE.ask(self.db, {"channel": receiving.CHANNEL})
        named = {"declarant": organisation, "submission_id": submission_id}
        row = ONE.ask(self.db, named).fetchone()
        assert row is not None
        name, reference, channel, state, total, received_at, *_ = row
        outcomes = {"href": f"{self.base}/submissions/{name}/outcomes"}
        counts = Counts(total)
        return _ENCODE(Submission(name, reference, channel, state, counts, received_at, outcomes))

    def work(self, now: datetime) -> None:
        """Work through what waits."""
        bound = {"now": now, "until": now + working.LEASE, "most": working.MOST_TRIES}
        bound["most_records"] = working.SHORT
        with self.db.transaction():
            taken = TAKE.ask(self.db, bound).fetchone()
        assert taken is not None
        submission_id, fence, *_ = taken
        with no_circles(), self.db.transaction():
            named = {"submission_id": submission_id, "fence": fence}
            held = HOLD.ask(self.db, named).fetchone()
            assert held is not None
            items = _MANY.decode(sealing.unseal_bytes(held[3], submission_id)).items
            ids = self.keep(items, held[0], now, submission_id)
            name = submission_id.bytes
            rows = [
                (
                    name,
                    place,
                    one.reference,
                    held[0],
                    "accepted",
                    "training",
                    record_id.bytes,
                    1,
                    NO_ISSUES,
                )
                for place, (one, record_id) in enumerate(zip(items, ids, strict=True))
            ]
            self.copy("submission_outcome", outcomes._COLUMNS, rows)  # noqa: SLF001
            TELL_ALL.ask(self.db, {"submission_id": submission_id})
            DONE.ask(self.db, {"submission_id": submission_id, "now": now})

    def keep(
        self, said: Sequence[Training], by: str, now: datetime, submission_id: UUID | None
    ) -> list[UUID]:
        """Ask what the service asks, and write what it writes; return the ids."""
        db = self.db
        references = ",".join([one.reference for one in said])
        organisations = ",".join([by] * len(said))
        named = {"organisations": organisations, "references": references}
        REFERENCES.ask(db, named).fetchall()
        people = self.people(dict.fromkeys([one.worker.ssin for one in said]))
        found_text = ",".join(map(str, people.values()))
        JOBS.ask(db, {"people": found_text, "enterprises": by}).fetchall()
        days = {(people[one.worker.ssin], one.start_date) for one in said}
        asked = {
            "people": ",".join([str(person) for person, _ in days]),
            "days": ",".join([str(day) for _, day in days]),
            "only_by": None,
        }
        SAME_DAYS.ask(db, asked).fetchall()
        ledger, rows, ids = [], [], new_ids(len(said))
        for one, record_id in zip(said, ids, strict=True):
            person = people[one.worker.ssin].bytes
            key = record_id.bytes
            ledger.append((by, one.reference, person, key, "training", digest_of(one, by)))
            rows.append(row_of(one, (person, key), by, submission_id, now))
        if len(ledger) > writing.FEW:
            with db.transaction():
                self.copy("declared_reference", writing._LEDGER, sorted(ledger))  # noqa: SLF001
        else:
            columns = map(list, zip(*ledger, strict=True))
            CLAIM.ask(db, dict(zip(writing._LEDGER, columns, strict=True)))  # noqa: SLF001
        self.copy("training", writing._TRAINING, sorted(rows, key=lambda row: row[0]))  # noqa: SLF001
        pairs = {"people": found_text, "enterprises": ",".join([by] * len(people))}
        CHARGED.ask(db, pairs).fetchall()
        return ids

    def people(self, ssins: Iterable[str]) -> dict[str, UUID]:
        """Return whose numbers these are."""
        asked = list(ssins)
        (pair,) = key_ring().in_use
        indexes = b"".join([pair.index(ssin) for ssin in asked])
        found = FIND.ask(self.db, {"indexes": indexes, "last": len(asked) - 1}).fetchall()
        return {asked[place]: person for place, person, *_ in found if place >= 0}

    def copy(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows as the service does."""
        statement = writing._copying(table, tuple(columns))  # noqa: SLF001
        with self.db.cursor() as cursor, cursor.copy(statement) as stream:
            stream.set_types(list(columns.values()))
            for row in rows:
                stream.write_row(row)


def digest_of(one: Training, by: str) -> bytes:
    """Return by what the service knows again what was declared."""
    minutes, until = str(one.duration_minutes), one.certificate.valid_until
    truths = "true" if one.counts_for_right else "false", str(one.certificate.obtained).lower()
    said = (by, one.title, one.language, one.nature, one.status, str(one.start_date))
    more = (str(one.end_date), minutes, *truths, "", minutes, "", "", str(until or ""), "")
    return hashlib.sha256("\x1f".join((*said, *more)).encode()).digest()


def row_of(
    one: Training, ids: tuple[bytes, bytes], by: str, parcel: UUID | None, now: datetime
) -> tuple[Any, ...]:
    """Return a training in the order of the columns."""
    obtained, until = one.certificate.obtained, one.certificate.valid_until
    who = (*ids, by, one.title, one.language, one.nature, one.status)
    days = (one.start_date, one.end_date, one.duration_minutes, one.counts_for_right, obtained)
    more = (None, one.duration_minutes, None, None, until, None)
    registered = (1, "active", one.reference, by, "employer", "rest", parcel, now, False)
    return (*who, *days, *more, *registered)
