"""The empty sheet that employers fill in: a workbook that explains itself, and a CSV file."""

import csv
import io
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from portal.languages import N_, translated
from portal.wire.code_words import words_in
from portal.wire.columns import COLUMNS, Column

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Nothing that somebody types in becomes a formula or an address; rows go to disk at once.
OPTIONS: Final = MappingProxyType(
    {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
)
MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells spreadsheet programs that it is UTF-8
_ROWS: Final = 5_000  # that help who fills them in; more may be filled in
_DATES: Final = frozenset({"start_date", "end_date", "certificate_valid_until"})
WIDTHS: Final = MappingProxyType({"title": 40, "reference": 18, "ssin": 14, "provider_name": 28})
TRAININGS: Final = N_("Trainings")
_LONGEST_HEADING: Final = 32  # characters, as spreadsheet programs want it above a message
EXPLAINED: Final = MappingProxyType(
    {
        "reference": N_(
            "Your own name for this training of this worker: at most 64 letters, digits and"
            " . _ : - without spaces. Each row has another one. Sending the same row twice does no"
            " harm."
        ),
        "ssin": N_("The worker's social security number: 11 digits."),
        "title": N_("The name of the training, at most 250 characters."),
        "language": N_("The language in which the title is written."),
        "nature": N_("Formal: a course with a teacher. Informal: learning close to the work."),
        "status": N_("What became of it. Only a completed training takes days from the right."),
        "start_date": N_("The first day: a date, or 2026-12-31."),
        "end_date": N_("The last day: a date, or 2026-12-31."),
        "duration_minutes": N_("The time of the training itself: 7:36, or 7.6 hours, or 456 min."),
        "counts_for_right": N_("Whether it takes days from the worker's training right."),
        "not_counting_reason": N_("Only if it does not count: why."),
        "certificate_obtained": N_("Whether the worker obtained a certificate."),
        "certificate_valid_until": N_("Only if the certificate expires: its last day."),
        "provider_name": N_("Who gave the training."),
        "financing": N_("Who paid for it."),
    }
)


def template_csv(language: str) -> bytes:
    """Return a CSV file that holds nothing but the names of the columns."""
    text = io.StringIO()
    text.write(MARK)
    names = [column.name(language) for column in COLUMNS]
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(names)
    return text.getvalue().encode()


def template_workbook(language: str) -> bytes:
    """Return a workbook to fill in: it offers what may be chosen, and explains each column."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - pages start without it

    file = io.BytesIO()
    with Workbook(file, dict(OPTIONS)) as book:
        head_columns(book, book.add_worksheet(translated(TRAININGS, language)), language)
        _explain(book, language)
    return file.getvalue()


def head_columns(book: "Workbook", sheet: "Worksheet", language: str, first: int = 0) -> None:
    """Name the columns of a sheet from a place on, and help who fills them in."""
    obligatory = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    optional = book.add_format({"bottom": 1, "text_wrap": True, "valign": "top"})
    as_text, as_date = (book.add_format({"num_format": one}) for one in ("@", "yyyy-mm-dd"))
    for place, column in enumerate(COLUMNS, first):
        layout = as_date if column.field in _DATES else as_text
        sheet.set_column(place, place, WIDTHS.get(column.field, 16), layout)
        heading = obligatory if column.required else optional
        sheet.write_string(0, place, column.name(language), heading)
        sheet.data_validation(1, place, _ROWS, place, _help(column, language))
    sheet.freeze_panes(1, 0)


def _help(column: Column, language: str) -> dict[str, object]:
    """Return what a spreadsheet program offers and says at each cell of a column.

    What it does not know it lets pass: the portal says better what is wrong.
    """
    said = {
        "input_title": column.name(language)[:_LONGEST_HEADING],
        "input_message": translated(EXPLAINED[column.field], language),
    }
    words = list(words_in(column.field, language).values())
    if words:
        return {**said, "validate": "list", "source": words, "error_type": "warning"}
    return {**said, "validate": "any"}


def _explain(book: "Workbook", language: str) -> None:
    """Add a sheet that says of each column what it holds."""
    sheet = book.add_worksheet(translated(N_("Explanation"), language))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 3, 60)
    heads = (N_("Column"), N_("Obligatory?"), N_("What it holds"), N_("What you can choose"))
    for place, head in enumerate(heads):
        sheet.write_string(0, place, translated(head, language), bold)
    for row, column in enumerate(COLUMNS, 1):
        must = translated(N_("yes") if column.required else N_("no"), language)
        said = (
            must,
            translated(EXPLAINED[column.field], language),
            ", ".join(words_in(column.field, language).values()),
        )
        sheet.write_string(row, 0, column.name(language), bold)
        for place, one in enumerate(said, 1):
            sheet.write_string(row, place, one, wrapped)
