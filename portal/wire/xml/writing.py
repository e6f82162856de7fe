"""Answers to a file as XML: whether it was taken, and what became of each record."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import Any, Final

from portal.submissions.values import StoredOutcome
from portal.wire.xml.schema import RESULT_SPACE, VERSION

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OPEN: Final = f' xmlns="{RESULT_SPACE}" schemaVersion="{VERSION}">\n'
_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDS: Final = MappingProxyType({"training": "TrainingId", "right": "TrainingRightId"})
# Parts of an anomaly, in the order of the schema, as they are kept.
_PARTS: Final = MappingProxyType(
    {
        "errorId": "ErrorID",
        "severity": "Class",
        "code": "Code",
        "line": "Line",
        "column": "Column",
        "xpath": "XPath",
        "value": "Value",
        "detail": "Detail",
    }
)
# Numbers in an answer, by the name of a count.
_COUNTS: Final = MappingProxyType(
    {
        "total": "Total",
        "accepted": "Accepted",
        "acceptedWithWarnings": "AcceptedWithWarnings",
        "rejected": "Rejected",
        "unchanged": "Unchanged",
    }
)
Anomaly = Mapping[str, Any]  # by the names of `_PARTS`


@dataclass(frozen=True, slots=True)
class AnsweredFile:
    """The file that an answer is about; content: its SHA-256, ticket: its submission."""

    name: str
    received_at: datetime
    environment: str | None = None
    content: bytes | None = None
    ticket: str | None = None


def acknowledgement(file: AnsweredFile, anomalies: Iterable[Anomaly] = ()) -> Iterator[bytes]:
    """Give the answer that a file was taken; with anomalies: that it was refused, and why."""
    told = [_anomaly(one) for one in anomalies]
    status = "refused" if told else "accepted"
    yield f"{_HEAD}<FlaAcknowledgement{_OPEN}{_file(file)}<Status>{status}</Status>\n".encode()
    yield "".join([*told, "</FlaAcknowledgement>\n"]).encode()


def result(
    file: AnsweredFile, counts: Mapping[str, int], pages: Iterable[Sequence[StoredOutcome]]
) -> Iterator[bytes]:
    """Give what became of each record, a piece a page; counts: by result, and the total."""
    counted = "".join(_element(name, counts[key]) for key, name in _COUNTS.items())
    yield f"{_HEAD}<FlaResult{_OPEN}{_file(file)}<Counts>{counted}</Counts>\n".encode()
    for page in pages:
        yield "".join(map(_record, page)).encode()
    yield b"</FlaResult>\n"


def _record(record: StoredOutcome) -> str:
    place, reference, outcome, kind, record_id, version, issues = record
    name = f"<RecordReference>{reference}</RecordReference>" if reference else ""
    made = f"<{_IDS[kind]}>{record_id}</{_IDS[kind]}>" if kind and record_id else ""
    now = f"<Version>{version}</Version>" if version else ""
    told = "".join(map(_anomaly, issues)) if issues else ""
    return (
        f"<Record><Number>{place + 1}</Number>{name}"
        f"<Outcome>{outcome}</Outcome>{made}{now}{told}</Record>\n"
    )


def _file(file: AnsweredFile) -> str:
    parts = {
        "Name": file.name,
        "Sha256": file.content.hex() if file.content else None,
        "Environment": file.environment,
        "ReceivedAt": file.received_at.isoformat(timespec="seconds"),
        "Ticket": file.ticket,
    }
    told = "".join(_element(name, value) for name, value in parts.items() if value is not None)
    return f"<File>{told}</File>\n"


def _anomaly(anomaly: Anomaly) -> str:
    told = "".join(
        _element(name, anomaly[part])
        for part, name in _PARTS.items()
        if anomaly.get(part) is not None
    )
    return f"<Anomaly>{told}</Anomaly>\n"


def _element(name: str, value: object) -> str:
    text = escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", str(value)), quote=False)
    return f"<{name}>{text}</{name}>"
