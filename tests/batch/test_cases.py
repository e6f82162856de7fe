"""The door's table of cases in XML messages: the same outcomes and codes, each with its place."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import declare
from portal.wire.xml.faults import path_of
from portal.wire.xml.texts import PLACES
from tests.batch.messages import form, message, record
from tests.batch.sending import send
from tests.declarations.cases import CASES, Case
from tests.declarations.changes import CHANGES
from tests.declarations.world import BY_LAW, TODAY

CHANGED = (
    "training",
    "training_version",
    "training_right",
    "training_right_version",
    "declared_reference",
    "submission_outcome",
    "submission_file",
    "submission",
)
FIELDS = {*PLACES, "action", "colour"}
NOT_HERE = {"verifyTraining", "optOutEmployer"}
# A leaver is the operator's alone to complete; a number that fails its check digits is nobody's.
LEFT_OUT = {
    "a leaver, by the operator",
    "a typing error in the enterprise",
    "within the first of two",
    "another organisation's reference",
}


def declarant_of(case: Case) -> Declarant | None:
    """Return who sends a case; the operator's are sent by the employer's own software."""
    by = case.declarant
    if by.quality is not Quality.OPERATOR:
        return by
    number = case.rows[-1].get("enterprise_number", "")
    if not number.isdigit() or any(reason.code == "accessClosed" for reason, _ in case.expected):
        return None
    return Declarant(number, Quality.EMPLOYER, Channel.BATCH)


def fits(case: Case) -> bool:
    """Tell whether a message can say a case: what names a record by its id or is no XML cannot."""
    texts = "".join(text for row in case.rows for text in row.values())
    return (
        case.name not in LEFT_OUT
        and declarant_of(case) is not None
        and not case.declarant.names_versions
        and not set(texts) & set("\0\ud800\uffff")
        and all(
            row.keys() <= FIELDS
            and row.get("action") not in NOT_HERE
            and row.get("made_at", "+").endswith(("+", "+01:00"))
            and "ssin" in row
            for row in case.rows
        )
        and all("record_id" not in row for row in (*case.rows, *(row for _, row in case.given)))
    )


FITTING = [case for case in (*CASES, *CHANGES) if fits(case)]


@pytest.fixture
def nothing_declared(lasting_world: Engine) -> Iterator[None]:
    """Take away afterwards what a case declared."""
    yield
    with lasting_world.begin() as connection:
        for table in CHANGED:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names


def test_most_cases_are_for_this_channel_too() -> None:
    assert len(FITTING) > 120


@pytest.mark.usefixtures("nothing_declared")
@pytest.mark.parametrize("case", FITTING, ids=lambda case: case.name)
def test_a_message_hears_the_same(case: Case) -> None:
    by = declarant_of(case)
    assert by is not None
    for declarant, said in case.given:
        as_sent = by if declarant.quality is Quality.OPERATOR else declarant
        with Session.begin() as db:
            (given,) = declare(db, as_sent, [said], TODAY)
            assert given.record_id
    data = message(*(form_of(row, by) for row in case.rows))
    answer = send(data, case.moment, number=by.enterprise_number, quality=by.quality)
    blocked = any(reason.severity.value == "blocking" for reason, _ in case.expected)
    assert (answer.outcomes[-1] == "rejected") == blocked
    last = f"/FlaDeclaration/Form[{len(case.rows)}]/"
    found = sorted(
        (one["Code"], one["XPath"].removeprefix(last))
        for one in answer.anomalies
        if one["XPath"].startswith(last)
    )
    assert found == sorted(
        (reason.code, _path(case.rows[-1], field)) for reason, field in case.expected
    )
    assert case.moment is not BY_LAW or answer.counts["Rejected"] == len(case.rows)


def form_of(row: dict[str, str], by: Declarant) -> str:
    """Return the form of one row."""
    hour = row.get("made_at", "2026-11-24T09:00:00+01:00")[11:19]
    said = {name: text for name, text in row.items() if name != "made_at" and text}
    number = row.get("enterprise_number") or by.enterprise_number or ""
    return form(
        record(said), declarant=by.enterprise_number or "", employer=number, FormCreationHour=hour
    )


def _path(row: dict[str, str], field: str) -> str:
    path = "Colour" if field == "colour" else path_of(field)
    if path.startswith("../"):
        return path.removeprefix("../")
    kind = "TrainingRightRecord" if row.get("action", "").endswith("Right") else "TrainingRecord"
    return f"{kind}[1]/{path}"
