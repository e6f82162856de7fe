"""Keeps entries as they are typed, each for who typed it until it is declared."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session
from sqlalchemy.sql import bindparam

from portal.entering.entry import KEPT_FOR, MOST_WORKERS, Chosen, Entry, State
from portal.login.acting import Acting

_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none is taken for another one
_LENGTH: Final = 8

_ENTRY: Final = """
    SELECT entry_id, state, reference, fields, changed_at,
        coalesce(
            (
                SELECT json_agg(json_build_array(place, person_id, record_id) ORDER BY place)
                FROM training_entry_worker AS worker
                WHERE worker.entry_id = training_entry.entry_id
            ),
            '[]'
        ) AS workers
    FROM training_entry
    WHERE enterprise_number = :enterprise_number
        AND declarant = :declarant
        AND (state <> 'draft' OR (person_id = :person_id AND changed_at > :oldest))
"""
_ONE: Final = text(f"{_ENTRY} AND entry_id = :entry_id")
_HELD: Final = text(f"{_ENTRY} AND entry_id = :entry_id FOR UPDATE OF training_entry")
_LIST: Final = text(f"{_ENTRY} ORDER BY changed_at DESC LIMIT :most")
_SAVE: Final = text(
    """
    INSERT INTO training_entry (entry_id, enterprise_number, declarant, person_id, state,
        reference, fields, begun_at, changed_at)
    VALUES (:entry_id, :enterprise_number, :declarant, :person_id, 'draft',
        :reference, :fields, :now, :now)
    ON CONFLICT (entry_id) DO UPDATE
    SET fields = excluded.fields, changed_at = excluded.changed_at
    WHERE training_entry.state = 'draft'
        AND training_entry.enterprise_number = excluded.enterprise_number
        AND training_entry.declarant = excluded.declarant
        AND training_entry.person_id = excluded.person_id
    RETURNING entry_id
    """
).bindparams(bindparam("fields", type_=JSONB))
_TAKE_OUT: Final = text(
    """
    DELETE FROM training_entry_worker
    WHERE entry_id = :entry_id AND record_id IS NULL
        AND NOT person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
    """
)
_ADD: Final = text(
    """
    INSERT INTO training_entry_worker (entry_id, place, person_id)
    SELECT :entry_id, last.place + row_number() OVER (ORDER BY asked.place), asked.person_id
    FROM unnest(CAST(string_to_array(:people, ',') AS uuid[])) WITH ORDINALITY
            AS asked (person_id, place),
        (
            SELECT coalesce(max(place), 0) AS place
            FROM training_entry_worker
            WHERE entry_id = :entry_id
        ) AS last
    WHERE asked.person_id NOT IN (
        SELECT person_id FROM training_entry_worker WHERE entry_id = :entry_id
    )
    """
)
_DROP: Final = text(
    """
    DELETE FROM training_entry
    WHERE state = 'draft' AND (
        changed_at <= :oldest
        OR (entry_id = :entry_id AND person_id = :person_id AND declarant = :declarant
            AND enterprise_number = :enterprise_number)
    )
    """
)
_PROVIDERS: Final = text(
    """
    SELECT fields ->> 'provider_name' AS name
    FROM training_entry
    WHERE enterprise_number = :enterprise_number AND declarant = :declarant
        AND state = 'declared' AND fields ->> 'provider_name' <> ''
    GROUP BY 1
    ORDER BY max(changed_at) DESC
    LIMIT 20
    """
)


class NotYours(LookupError):
    """The entry is somebody else's, or no draft any more."""


def find_entry(
    db: Connection | Session,
    acting: Acting,
    entry_id: UUID,
    now: datetime,
    *,
    hold: bool = False,
) -> Entry | None:
    """Return an entry; None: there is none, or it is not for this person to see.

    hold: nobody else changes it until the end of the transaction.
    """
    bound = {**_who(acting, now), "entry_id": entry_id}
    row = db.execute(_HELD if hold else _ONE, bound).one_or_none()
    return None if row is None else _entry(row)


def list_entries(db: Connection, acting: Acting, now: datetime, most: int) -> list[Entry]:
    """Return the reader's drafts and what was declared here for this enterprise, newest first."""
    return [_entry(row) for row in db.execute(_LIST, {**_who(acting, now), "most": most})]


def save_entry(
    db: Session,
    acting: Acting,
    entry_id: UUID,
    said: tuple[Mapping[str, str], Sequence[UUID]],
    now: datetime,
) -> None:
    """Keep a draft as it stands: what was typed, and for whom; for the others nothing is lost.

    said: the fields and the workers, in order; those already declared stay in any case.
    Raises NotYours.
    """
    fields, people = said
    bound = {
        **_who(acting, now),
        "entry_id": entry_id,
        "fields": dict(fields),
        "now": now,
        "reference": f"F{now:%Y%m%d}-{_some_letters()}",
    }
    if db.execute(_SAVE, bound).one_or_none() is None:
        raise NotYours
    chosen = ",".join(map(str, list(dict.fromkeys(people))[:MOST_WORKERS]))
    db.execute(_TAKE_OUT, {"entry_id": entry_id, "people": chosen})
    db.execute(_ADD, {"entry_id": entry_id, "people": chosen})


def drop_entry(db: Session, acting: Acting, entry_id: UUID, now: datetime) -> None:
    """Throw a draft of the reader away; and those that nobody touched for too long."""
    db.execute(_DROP, {**_who(acting, now), "entry_id": entry_id})


def known_providers(db: Connection, acting: Acting) -> list[str]:
    """Return who gave the courses that were entered here before, the last one first."""
    bound = {"enterprise_number": acting.enterprise_number, "declarant": acting.organisation}
    return list(db.execute(_PROVIDERS, bound).scalars())


def mark_declared(db: Session, entry_id: UUID, records: Mapping[int, UUID], now: datetime) -> None:
    """Note which trainings an entry made, by the places of its workers."""
    db.execute(
        text(
            """
            UPDATE training_entry_worker AS worker
            SET record_id = CAST(made.record_id AS uuid)
            FROM unnest(string_to_array(:places, ','), string_to_array(:records, ','))
                AS made (place, record_id)
            WHERE entry_id = :entry_id AND worker.place = CAST(made.place AS integer)
            """
        ),
        {
            "entry_id": entry_id,
            "places": ",".join(map(str, records)),
            "records": ",".join(map(str, records.values())),
        },
    )
    _set_state(db, entry_id, State.DECLARED, now)


def mark_undone(db: Session, entry_id: UUID, now: datetime) -> None:
    """Note that what an entry made is canceled."""
    _set_state(db, entry_id, State.UNDONE, now)


def _set_state(db: Session, entry_id: UUID, state: State, now: datetime) -> None:
    change = "UPDATE training_entry SET state = :state, changed_at = :now WHERE entry_id = :one"
    db.execute(text(change), {"state": state.value, "now": now, "one": entry_id})


def _who(acting: Acting, now: datetime) -> dict[str, object]:
    return {
        "enterprise_number": acting.enterprise_number,
        "declarant": acting.organisation,
        "person_id": acting.person_id,
        "oldest": now - KEPT_FOR,
    }


def _entry(row: Row[Any]) -> Entry:
    workers = tuple(
        Chosen(place, UUID(person_id), UUID(record_id) if record_id else None)
        for place, person_id, record_id in row.workers
    )
    state = State(row.state)
    return Entry(row.entry_id, state, row.reference, row.fields, workers, row.changed_at)


def _some_letters() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
