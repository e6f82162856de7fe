"""Why a file was refused, as it is kept and answered."""

from dataclasses import replace

from portal.submissions.values import Refusal
from portal.wire.xml.refusing import MessageRefused


def refusal_from(fault: MessageRefused) -> Refusal:
    """Return what is kept of a fault."""
    refusal = Refusal(fault.reason.code, fault.error_id, fault.sentence, value=fault.value)
    if fault.spot is None:
        return refusal
    line, column, xpath = fault.spot.line, fault.spot.column, fault.spot.xpath
    return replace(refusal, line=line, column=column, xpath=xpath)
