"""The tables as one workbook, for people: their language, their words, real dates and numbers."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from portal.export.cells import would_compute
from portal.export.columns import Column, Kind, Table
from portal.export.gathering import Gathered
from portal.export.tables import TABLES
from portal.languages import N_, translated

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

PIECE: Final = 65_536  # bytes to hand on at once
YES, NO = N_("yes"), N_("no")
# Nothing that somebody typed becomes a formula, an address or a number; rows go to disk at once.
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS: Final[dict[str, dict[str, object]]] = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    Kind.DATE: {"num_format": "dd/mm/yyyy", "align": "left"},
    Kind.MOMENT: {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
    Kind.DAYS: {"num_format": "0.00"},
    Kind.MINUTES: {"num_format": "[h]:mm"},
    "typed": {"quote_prefix": True},  # stays a text also when somebody edits the cell
}
# In characters. A text may take more than what is written in numbers, and is cut where its
# neighbour begins; a head is written on several lines, but no word of it.
_WIDTHS: Final = {Kind.DATE: 11, Kind.MOMENT: 17}
_LEAST, _MOST, _AIR = 8, 48, 3  # air: also for the button of the filter
_MINUTES_OF_A_DAY: Final = 1440
# What XML cannot hold; the JSON document has it as it was.
_BLANKED: Final = dict.fromkeys((*range(9), *range(11, 32)), " ")


class _Book:
    """A workbook on its way, in one language."""

    def __init__(self, file: IO[bytes], language: str) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - pages start without it

        self.book = Workbook(file, _OPTIONS)
        self.language = language
        self.formats = {
            name: self.book.add_format({"valign": "top", **said}) for name, said in _FORMATS.items()
        }

    def add(self, table: Table, gathered: Gathered) -> None:
        """Add a sheet with all rows of a table, each column as wide as what stands in it."""
        sheet = self.book.add_worksheet(translated(table.label, self.language))
        sheet.freeze_panes(1, 1)
        heads = table.headings(self.language)
        widths = [max(map(len, head.split())) for head in heads]
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, self.formats["head"])
        last = 0
        for last, record in enumerate(table.rows(gathered), 1):
            for place, column in enumerate(table.columns):
                width = self._write(sheet, (last, place), column, column.value(record))
                widths[place] = max(widths[place], width)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width, _LEAST) + _AIR, _MOST))
        sheet.autofilter(0, 0, last, len(table.columns) - 1)

    def _write(
        self,
        sheet: "Worksheet",
        place: tuple[int, int],
        column: Column,
        value: Any,  # noqa: ANN401 - JSON
    ) -> int:
        """Write one value as what it is; return how many characters it takes."""
        layout = self.formats.get(column.kind)
        if value is None:
            return 0
        match column.kind:
            case Kind.DATE:
                sheet.write_datetime(*place, date.fromisoformat(value), layout)
            case Kind.MOMENT:
                # A workbook knows no time zones: Belgian time, as the file says.
                moment = datetime.fromisoformat(value).replace(tzinfo=None)
                sheet.write_datetime(*place, moment, layout)
            case Kind.MINUTES:
                sheet.write_number(*place, float(Fraction(value) / _MINUTES_OF_A_DAY), layout)
            case Kind.DAYS | Kind.WHOLE:
                sheet.write_number(*place, Decimal(value), layout)
            case Kind.TRUTH:
                sheet.write_string(*place, translated(YES if value else NO, self.language))
            case _:
                return self._write_text(sheet, place, column, str(value))
        return _WIDTHS.get(column.kind, 0)

    def _write_text(
        self, sheet: "Worksheet", place: tuple[int, int], column: Column, text: str
    ) -> int:
        word = (column.words or {}).get(text)
        layout = self.formats["typed"] if word is None and would_compute(text) else None
        shown = text.translate(_BLANKED) if word is None else translated(word, self.language)
        sheet.write_string(*place, shown, layout)
        return len(shown)


def workbook_of(gathered: Gathered, language: str) -> Iterator[bytes]:
    """Return a workbook with a sheet for each table, a piece at a time."""
    with TemporaryFile() as file:
        book = _Book(file, language)
        for table in TABLES:
            book.add(table, gathered)
        book.book.close()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
