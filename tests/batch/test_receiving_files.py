"""A file is taken in once for ever by its name, and answered until its answers lie out."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.settings import Settings
from portal.submissions.files import answered, files_to_answer, find_file, receive_file, spool
from portal.submissions.receiving import ReferenceTaken
from portal.submissions.telling import find_submission
from portal.submissions.values import FileParcel, Refusal, State
from tests.declarations.world import AT, BAKERY

SENDER = Declarant(BAKERY, Quality.EMPLOYER, Channel.BATCH)
NAME = "FI.FLAD.123456.20261124.00001.R.1.1"


def parcel(content: bytes = b"<a/>", refusal: Refusal | None = None) -> FileParcel:
    digest = hashlib.sha256(content).digest()
    return FileParcel("123456", NAME, "R", "copy", len(content), digest, refusal)


def test_the_same_name_is_received_once(database: Engine) -> None:
    with Session.begin() as db:
        first, known = receive_file(db, SENDER, parcel(), AT)
    assert not known
    with Session.begin() as db:
        assert receive_file(db, SENDER, parcel(), AT) == (first, True)
        with pytest.raises(ReferenceTaken) as taken:
            receive_file(db, SENDER, parcel(b"<b/>"), AT)
    assert taken.value.submission_id == first
    with database.connect() as connection:
        found = find_submission(connection, BAKERY, first)
        assert (found.channel, found.reference, found.state) == ("batch", NAME, State.RECEIVED)
        assert files_to_answer(connection) == []


def test_what_is_refused_before_it_is_read_is_answered_once_and_once_more_on_demand(
    database: Engine,
) -> None:
    refusal = Refusal("invalidSignature", "80100-003", "Sign the file with your certificate.")
    assert refusal.xpath is None
    with Session.begin() as db:
        submission_id, _ = receive_file(db, SENDER, parcel(refusal=refusal), AT)
    with Session.begin() as db:
        (due,) = files_to_answer(db)
        assert (due.submission_id, due.refusal, due.state) == (
            submission_id,
            refusal,
            State.REFUSED,
        )
        answered(db, submission_id, AT)
    with Session.begin() as db:
        assert files_to_answer(db) == []
        receive_file(db, SENDER, parcel(refusal=refusal), AT + timedelta(days=1))
    with database.connect() as connection:
        assert [one.file_name for one in files_to_answer(connection)] == [NAME]
        assert find_file(connection, submission_id).received_at == AT


def test_nobody_else_looks_into_the_spool(settings: Settings) -> None:
    assert spool(settings).stat().st_mode & 0o077 == 0
