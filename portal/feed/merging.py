"""Two persons who turn out to be one: everything of the one follows to the other."""

from sqlalchemy import Column

from portal.directory.keeping import hold_look_ups
from portal.feed.staging import Load
from portal.models import Base

# Columns of any table, also of later ones, that hold a person's id and no foreign key updates.
PERSON_COLUMNS = ("person_id", "holder_id", "decided_by")

# What is written once for ever, under the ids of that moment: whose it is now, `look_chain` says.
LOOK_LOG = {"look", "anchored_look"}

# The person who stays keeps an e-mail address of their own.
_EMAILS = """
    UPDATE person p
    SET email = f.email
    FROM feed_merge m
    JOIN person f ON f.person_id = m.former_id AND f.email IS NOT NULL
    WHERE p.person_id = m.person_id AND p.email IS NULL
"""

# Every person concerned, with the person who stays.
_GROUPS = """
    SELECT former_id AS known_id, person_id FROM feed_merge
    UNION SELECT person_id, person_id FROM feed_merge
"""

# Also of whom nobody ever looked at: what they looked at themselves leads by it to who they are.
_CHAINS = """
    INSERT INTO look_chain (person_id, holder_id, sequence, previous_hash, hash)
    SELECT former_id, former_id, 0, '', '' FROM feed_merge
    ON CONFLICT (person_id) DO NOTHING
"""

# Both acted for the same enterprise: what an access manager decided last counts, else the role of
# the person who stays.
_DOUBLED_REPRESENTATIVES = """
    DELETE FROM representative r
    USING (
        SELECT r.person_id, r.enterprise_number, row_number() OVER (
            PARTITION BY g.person_id, r.enterprise_number
            ORDER BY r.decided_at DESC NULLS LAST, r.person_id = g.person_id DESC, r.since,
                r.person_id
        ) AS place
        FROM representative r
        JOIN feed_group g ON g.known_id = r.person_id
    ) d
    WHERE d.place > 1 AND r.person_id = d.person_id AND r.enterprise_number = d.enterprise_number
"""

# Both have a right of the same kind, year and enterprise: the one declared last counts; the others
# stay readable, canceled, with the version that was.
_DOUBLED_RIGHTS = """
    SELECT person_id, training_right_id
    FROM (
        SELECT r.person_id, r.training_right_id, row_number() OVER (
            PARTITION BY g.person_id, r.enterprise_number, r.year, r.kind
            ORDER BY r.registered_at DESC, r.training_right_id DESC
        ) AS place
        FROM training_right r
        JOIN feed_group g ON g.known_id = r.person_id
        WHERE r.record_state = 'active'
    ) ranked
    WHERE place > 1
"""
_CANCEL_DOUBLED_RIGHTS = """
    UPDATE training_right r
    SET version = r.version + 1, record_state = 'canceled', registered_quality = 'operator',
        channel = 'feed', submission_id = NULL, registered_at = :now
    FROM feed_doubled_right d
    WHERE r.person_id = d.person_id AND r.training_right_id = d.training_right_id
"""


def merge_persons(load: Load) -> None:
    """Let every record of the persons who are no more follow to the persons who stay.

    The directory says already who stays. It is locked, for this last moment of a load, until
    whoever looked up a person in it has written what they had to write: no record is then left
    with a person who is no more.
    """
    if load.make_table("feed_group", _GROUPS) == 0:
        return
    hold_look_ups(load.connection)
    load.make(_EMAILS)
    load.make(_DOUBLED_REPRESENTATIVES)
    load.make_table("feed_doubled_right", _DOUBLED_RIGHTS)
    load.make(_keep_versions())
    load.make(_CANCEL_DOUBLED_RIGHTS)
    load.make(_CHAINS)
    for table in Base.metadata.sorted_tables:
        if table.name == "directory":
            continue  # it says already who stays, with each number sealed for that person
        for name in PERSON_COLUMNS:
            if name in table.columns and not _stays(table.columns[name]):
                load.make(
                    f"UPDATE {table.name} t SET {name} = m.person_id"  # noqa: S608 - our own names
                    f" FROM feed_merge m WHERE t.{name} = m.former_id"
                )
    load.make("DELETE FROM person p USING feed_merge m WHERE p.person_id = m.former_id")


def _stays(column: Column[object]) -> bool:
    """Tell whether it is not to be changed.

    It is the person's own row or one of the look log; or it hangs on another row and follows by
    itself, as a regime follows its job.
    """
    table = column.table.name
    if table in LOOK_LOG or (table, column.name) == ("look_chain", "person_id"):
        return True
    return table == "person" or any(
        key.column.table.name != "person" for key in column.foreign_keys
    )


def _keep_versions() -> str:
    names = ", ".join(Base.metadata.tables["training_right_version"].columns.keys())
    return (
        f"INSERT INTO training_right_version ({names})"  # noqa: S608 - our own names
        f" SELECT {names} FROM training_right JOIN feed_doubled_right"
        " USING (person_id, training_right_id)"
    )
