"""The years for which an employer lets nothing be computed: nothing of any person is in them."""

from typing import Final

from sqlalchemy import Connection, text

from portal.records.facts import EVERYBODY
from portal.records.stand import RIGHT, Stand

_ALL: Final = text(
    f"""
    SELECT {", ".join(RIGHT)}
    FROM training_right
    WHERE enterprise_number = :enterprise_number AND person_id = :everybody
    ORDER BY year DESC, training_right_id DESC
    """  # noqa: S608 - names of our own columns
)


def opt_outs_of(db: Connection, enterprise_number: str) -> list[Stand]:
    """Return an employer's opt-outs for all its workers, withdrawn ones too, latest year first."""
    bound = {"enterprise_number": enterprise_number, "everybody": EVERYBODY}
    return [Stand.of_right(tuple(row)) for row in db.execute(_ALL, bound)]
