"""Files as a mailbox hands them over, and the answers that its sender finds."""

import hashlib
import itertools
from dataclasses import dataclass
from uuid import UUID

from lxml import etree

from portal.batch.answers import acknowledgement_of, has_result, result_of
from portal.batch.process import process
from portal.database import Session, engine
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment
from portal.settings import load_settings
from portal.submissions.files import find_file, receive_file, spool
from portal.submissions.values import FileParcel
from portal.submissions.working import work_once
from portal.wire.xml.schema import RESULT
from tests.declarations.world import AT, BAKERY, TODAY

NAMES = itertools.count(1)
SPACE = "{urn:fla:result:1}"


@dataclass(frozen=True)
class Answer:
    """What a sender finds: the acknowledgement, and the result of a file that was taken."""

    acknowledgement: etree._Element
    result: etree._Element | None

    @property
    def refusal(self) -> str | None:
        """The code for which the file was refused."""
        code: str | None = self.acknowledgement.findtext(f"{SPACE}Anomaly/{SPACE}Code")
        return code

    @property
    def outcomes(self) -> list[str]:
        """What became of each record."""
        assert self.result is not None, self.refusal
        return [one.findtext(f"{SPACE}Outcome") for one in self.result.iter(f"{SPACE}Record")]

    @property
    def counts(self) -> dict[str, int]:
        """How many came to what."""
        assert self.result is not None, self.refusal
        return {
            etree.QName(one).localname: int(one.text) for one in self.result.find(f"{SPACE}Counts")
        }

    @property
    def anomalies(self) -> list[dict[str, str]]:
        """All anomalies of all records."""
        root = self.acknowledgement if self.result is None else self.result
        return [
            {etree.QName(part).localname: part.text for part in one}
            for one in root.iter(f"{SPACE}Anomaly")
        ]


def lay(
    data: bytes,
    *,
    number: str = BAKERY,
    quality: Quality = Quality.EMPLOYER,
    environment: str = "R",
    name: str | None = None,
) -> UUID:
    """Hand a file over as a mailbox does."""
    name = name or f"FI.FLAD.123456.20261124.{next(NAMES):05}.{environment}.1.1"
    copy = spool(load_settings()) / name
    copy.write_bytes(data)
    digest = hashlib.sha256(data).digest()
    parcel = FileParcel("123456", name, environment, name, len(data), digest)
    with Session.begin() as db:
        submission_id, _ = receive_file(db, Declarant(number, quality, Channel.BATCH), parcel, AT)
    return submission_id


def work(moment: Moment = TODAY) -> None:
    """Work through all that waits."""
    while work_once(moment, AT, process):
        pass


def answer_to(submission_id: UUID) -> Answer:
    """Return the answers to a file; each fits the schema."""
    schema = etree.XMLSchema(etree.parse(RESULT))
    with engine(load_settings()).connect() as db:
        file = find_file(db, submission_id)
        taken = etree.fromstring(b"".join(acknowledgement_of(file)))
        told = etree.fromstring(b"".join(result_of(db, file))) if has_result(file) else None
    for root in (taken, told):
        assert root is None or schema.validate(root), schema.error_log
    return Answer(taken, told)


def send(data: bytes, moment: Moment = TODAY, **other: str | Quality) -> Answer:
    """Hand a file over, have it worked through, and return its answers."""
    submission_id = lay(data, **other)
    work(moment)
    return answer_to(submission_id)
