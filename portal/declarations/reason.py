"""What an issue says and how it is called: one reason, whatever the channel."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Severity(StrEnum):
    """Whether an issue keeps a declaration out."""

    BLOCKING = "blocking"
    WARNING = "warning"


# The zone of an XML ErrorID: which field is concerned. Social security numbers, enterprises and
# joint committees bear the zones of the social security's own messages.
ZONES: Final = MappingProxyType(
    {
        "ssin": "00024",
        "enterprise_number": "00014",
        "provider_enterprise_number": "00014",
        "joint_committee": "00046",
        "reference": "80001",
        "title": "80002",
        "language": "80003",
        "nature": "80004",
        "status": "80005",
        "start_date": "80006",
        "end_date": "80007",
        "duration_minutes": "80008",
        "counts_for_right": "80009",
        "not_counting_reason": "80010",
        "charged_minutes": "80011",
        "provider_name": "80012",
        "certificate_obtained": "80013",
        "certificate_valid_until": "80014",
        "financing": "80015",
        "year": "80016",
        "kind": "80017",
        "days": "80018",
        "comment": "80019",
        "action": "80020",
        "expected_version": "80021",
        "record_id": "80022",
        "cancel_reason": "80023",
        "made_at": "80024",
        "file": "80100",
        "header": "80103",
    }
)
WHOLE_DECLARATION: Final = "80000"  # no single field is to blame


@dataclass(frozen=True, slots=True)
class Reason:
    """What can be wrong, and how it is told.

    code: stable for ever, lowerCamelCase. Several reasons may refine one code: the code says how
    software answers, the sentence what a person should do.
    kind: the second half of an XML ErrorID, three digits.
    sentence: an English msgid; its %(names)s are the details of the issue.
    article: the law, collective agreement or decision behind it, where there is one.
    """

    code: str
    kind: str
    severity: Severity
    sentence: str
    article: str | None = None

    def error_id(self, field: str) -> str:
        """Return the ErrorID of this reason for a field: zone-kind, such as 00024-004."""
        return f"{ZONES.get(field, WHOLE_DECLARATION)}-{self.kind}"
