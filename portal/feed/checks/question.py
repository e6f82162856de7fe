"""What a check is, and the checks that recur from file to file."""

from dataclasses import dataclass

from portal.feed.kinds import Kind
from portal.languages import N_


@dataclass(frozen=True, slots=True)
class Check:
    """A question whose answers are faults.

    query: gives `line` and `value` of the row to blame, and every other value of the sentence.
    """

    file: str
    column: str
    sentence: str
    query: str


_UNKNOWN_WORKER = N_("No worker has this number: add the worker to workers.csv, or correct it.")
_UNKNOWN_EMPLOYER = N_("No employer has this number: add it to employers.csv, or correct it.")


def unknown_employer(file: str, table: str) -> Check:
    """Return the check that every employer named in a file is known."""
    return Check(
        file,
        "enterprise_number",
        _UNKNOWN_EMPLOYER,
        f"""
        SELECT line, enterprise_number AS value
        FROM {table} f
        WHERE enterprise_number IS NOT NULL
        AND NOT EXISTS (SELECT FROM feed_employer e WHERE e.enterprise_number = f.enterprise_number)
        AND NOT EXISTS (SELECT FROM employer e WHERE e.enterprise_number = f.enterprise_number)
        """,  # noqa: S608 - the table is named below
    )


def unknown_worker(file: str, table: str) -> Check:
    """Return the check that every worker named in a file is known."""
    return Check(
        file,
        "ssin",
        _UNKNOWN_WORKER,
        f"SELECT line, ssin AS value FROM {table} JOIN feed_number USING (ssin)"  # noqa: S608 - same
        " WHERE person_id IS NULL",
    )


def doubled(kind: Kind) -> Check:
    """Return the check that no two rows of a file have the same key, also when they are alike."""
    key = ", ".join(kind.key)
    filled = " AND ".join(f"{name} IS NOT NULL" for name in kind.key)
    return Check(
        kind.file,
        kind.key[0],
        N_("Line %(first)s has the same key (%(key)s): remove one of the two lines."),
        f"""
        SELECT line, {kind.key[0]} AS value, first, '{key}' AS key
        FROM {kind.table}
        JOIN (
            SELECT {key}, min(line) AS first
            FROM {kind.table}
            WHERE {filled}
            GROUP BY {key}
            HAVING count(*) > 1
        ) d USING ({key})
        WHERE line > first
        """,  # noqa: S608 - the names are those of kinds.py
    )
