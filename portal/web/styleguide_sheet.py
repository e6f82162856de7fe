"""What the style guide shows of sheets of trainings: examples that stand still."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from portal.declarations import catalogue
from portal.declarations.outcome import Issue
from portal.entering.remarks import Remark
from portal.entering.sheets import SheetImport, State
from portal.web.styleguide_course import AT

COUNTS: Final = MappingProxyType(
    {"accepted": 96, "acceptedWithWarnings": 2, "rejected": 9, "unchanged": 1}
)


def shown_sheet(state: State) -> SheetImport:
    """Return a sheet in a state."""
    refusal: tuple[str, Mapping[str, str | int]] | None = None
    if state is State.REFUSED:
        sentence = "The file is empty. Fill in the template and send it again."
        refusal = (sentence, MappingProxyType({}))
    counts = MappingProxyType({}) if state.is_working or refusal else COUNTS
    done = 42 if state.is_working else 108
    return SheetImport(UUID(int=1), state, "opleidingen-mei.xlsx", 108, done, counts, refusal, AT)


REMARKS: Final = (
    Remark(
        1,
        3,
        True,  # noqa: FBT003 - it is refused
        {"reference": "W2026-2"},
        (
            Issue(catalogue.MISSING, "title"),
            Issue(catalogue.INVALID_STRUCTURE, "duration_minutes", None, {"expected": "456"}),
        ),
    ),
    Remark(
        7,
        9,
        False,  # noqa: FBT003 - only a warning
        {"reference": "W2026-8"},
        (Issue(catalogue.OVER_THE_RIGHT, "title", None, {"year": 2026}),),
    ),
)
SHEET_EXAMPLES: Final = MappingProxyType(
    {
        "example_sheets": tuple(shown_sheet(state) for state in State),
        "example_remarks": REMARKS,
    }
)
