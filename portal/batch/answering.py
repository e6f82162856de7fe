"""Answers each file: whether it was taken, and what became of its records."""

from datetime import datetime
from html import escape
from typing import Final

from portal.batch.filename import Answer, FileName
from portal.batch.outbox import Outbox, lay_out
from portal.submissions.values import Refusal

_REFUSED: Final = """<?xml version="1.0" encoding="UTF-8"?>
<FlaResult xmlns="urn:fla:result:1" schemaVersion="1.0">
  <Acknowledgement>
    <FileName>{name}</FileName>
    <AnsweredAt>{at}</AnsweredAt>
    <State>refused</State>
    <Anomaly>
      <ErrorID>{error_id}</ErrorID>
      <Code>{code}</Code>
      <Class>blocking</Class>
      <Description>{sentence}</Description>
    </Anomaly>
  </Acknowledgement>
</FlaResult>
"""


def refuse(outbox: Outbox, data: FileName, refusal: Refusal, now: datetime) -> None:
    """Answer a file that is not taken; nothing of it is remembered, so its name may come again."""
    told = _REFUSED.format(
        name=data,
        at=now.isoformat(timespec="seconds"),
        error_id=refusal.error_id,
        code=refusal.code,
        sentence=escape(refusal.sentence),
    )
    lay_out(outbox, data, Answer.ACKNOWLEDGEMENT, [told.encode()])
