"""A sheet given back with what is wrong in it, row by row, to be corrected and sent again."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from portal.declarations.outcome import Issue
from portal.languages import N_, translated
from portal.wire.code_words import words_in
from portal.wire.columns import COLUMNS, REMARKS
from portal.wire.template import OPTIONS, TRAININGS, head_columns
from portal.wire.wording import sentence_for_people

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MINUTES: Final = 60  # of an hour
_REMARKS_WIDTH: Final = 60
_ONLY_REMARKED: Final = N_("Only the rows with remarks are here: the others need no correction.")
_PLACES: Final = MappingProxyType({column.field: place for place, column in enumerate(COLUMNS, 1)})
# What XML cannot hold.
_BLANKED: Final = dict.fromkeys((*range(9), *range(11, 32)), " ")


class Marked(NamedTuple):
    """A row of a sheet and what was found in it; texts: as the door read them."""

    texts: Mapping[str, str]
    issues: Sequence[Issue]
    is_refused: bool


def write_marked(
    file: IO[bytes], rows: Iterable[Marked], language: str, *, is_whole: bool = True
) -> None:
    """Write a workbook of rows, each with its remarks in front and its faulty cells in colour.

    It is a filled-in template: what was corrected in it can be sent as it is.
    is_whole: whether these are all rows of the sheet; else its first cell says that they are not.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - pages start without it

    with Workbook(file, dict(OPTIONS)) as book:
        sheet = book.add_worksheet(translated(TRAININGS, language))
        head_columns(book, sheet, language, first=1)
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        sheet.set_column(0, 0, _REMARKS_WIDTH)
        sheet.write_string(0, 0, REMARKS.name(language), bold)
        if not is_whole:
            said = translated(_ONLY_REMARKED, language)
            sheet.data_validation(0, 0, 0, 0, {"validate": "any", "input_message": said})
        colours = {
            severity: book.add_format({"bg_color": colour, "text_wrap": False, "valign": "top"})
            for severity, colour in ((True, "#FAD4D4"), (False, "#FFF0BF"))
        }
        for number, row in enumerate(rows, 1):
            _write(sheet, number, row, language, colours)


def _write(
    sheet: "Worksheet", number: int, row: Marked, language: str, colours: Mapping[bool, object]
) -> None:
    faulty = {issue.field: issue.is_blocking for issue in row.issues}
    if row.issues:
        said = " | ".join(_remark(issue, language) for issue in row.issues)
        sheet.write_string(number, 0, said, colours[row.is_refused])
    for field, place in _PLACES.items():
        text = _shown(field, row.texts.get(field, ""), language).translate(_BLANKED)
        if field in faulty:
            sheet.write_string(number, place, text, colours[faulty[field]])
        elif text:
            sheet.write_string(number, place, text)


def _remark(issue: Issue, language: str) -> str:
    place = _PLACES.get(issue.field)
    sentence = sentence_for_people(issue, language)
    return f"{COLUMNS[place - 1].name(language)}: {sentence}" if place else sentence


def _shown(field: str, text: str, language: str) -> str:
    """Return a text as people fill it in: words for codes, hours for minutes."""
    if field == "duration_minutes" and text.isascii() and text.isdecimal():
        hours, minutes = divmod(int(text), _MINUTES)
        return f"{hours}:{minutes:02}"
    return words_in(field, language).get(text, text)
