"""Answers to a file as XML: whether it was taken, and what became of each record."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import Any, Final

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


@dataclass(frozen=True, slots=True)
class AnsweredRecord:
    """What became of one record; number: in the file, from 1."""

    number: int
    reference: str | None
    outcome: str
    kind: str | None
    record_id: str | None
    version: int | None
    anomalies: Iterable[Anomaly]


def acknowledgement(file: AnsweredFile, anomalies: Iterable[Anomaly] = ()) -> Iterator[bytes]:
    """Give the answer that a file was taken; with anomalies: that it was refused, and why."""
    told = [_anomaly(one) for one in anomalies]
    status = "refused" if told else "accepted"
    yield f"{_HEAD}<FlaAcknowledgement{_OPEN}{_file(file)}<Status>{status}</Status>\n".encode()
    yield "".join([*told, "</FlaAcknowledgement>\n"]).encode()


def result(
    file: AnsweredFile, counts: Mapping[str, int], records: Iterable[AnsweredRecord]
) -> Iterator[bytes]:
    """Give what became of each record, one piece a record; counts: by result, and the total."""
    counted = "".join(_element(name, counts[key]) for key, name in _COUNTS.items())
    yield f"{_HEAD}<FlaResult{_OPEN}{_file(file)}<Counts>{counted}</Counts>\n".encode()
    for record in records:
        yield _record(record).encode()
    yield b"</FlaResult>\n"


def _record(record: AnsweredRecord) -> str:
    reference = record.reference and f"<RecordReference>{record.reference}</RecordReference>"
    named = _IDS.get(record.kind or "")
    record_id = f"<{named}>{record.record_id}</{named}>" if named and record.record_id else ""
    version = f"<Version>{record.version}</Version>" if record.version else ""
    told = "".join(map(_anomaly, record.anomalies))
    return (
        f"<Record><Number>{record.number}</Number>{reference or ''}"
        f"<Outcome>{record.outcome}</Outcome>{record_id}{version}{told}</Record>\n"
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
