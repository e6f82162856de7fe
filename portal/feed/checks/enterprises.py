"""Enterprises: their sizes, who may act for them and how they send."""

from portal.feed.checks.question import Check, unknown_employer
from portal.languages import N_

CHECKS = (
    unknown_employer("employer_sizes.csv", "feed_employer_size"),
    Check(
        "mandates.csv",
        "until_quarter",
        N_("The mandate ends before it begins (%(from_quarter)s): correct one of the two."),
        """
        SELECT line, until_quarter AS value, from_quarter
        FROM feed_mandate
        WHERE until_quarter < from_quarter
        """,
    ),
    Check(
        "senders.csv",
        "client_id",
        N_("Sender %(other)s has this client id: give each sender one of its own."),
        """
        SELECT f.line, f.client_id AS value, min(o.sender_number) AS other
        FROM feed_sender f
        JOIN (
            SELECT sender_number, client_id FROM feed_sender
            UNION ALL
            SELECT sender_number, client_id FROM sender s
            WHERE NOT EXISTS (SELECT FROM feed_sender f WHERE f.sender_number = s.sender_number)
        ) o ON o.client_id = f.client_id AND o.sender_number <> f.sender_number
        GROUP BY f.line, f.client_id
        """,
    ),
)
