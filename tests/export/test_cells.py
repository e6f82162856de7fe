"""Tables that spreadsheets open and never compute: CSV for programs, a workbook for people."""

import io
import re
from datetime import datetime, time, timedelta

import openpyxl
from python_calamine import CalamineWorkbook

from portal.export.columns import Kind
from portal.export.tables import TABLES
from portal.languages import translated
from tests.export.taken import FORMULAS, Taken, rows_of

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")  # noqa: RUF001 - wide ones too

CODE = re.compile(r"[a-z]+([A-Z][a-z]+)*")


def test_no_cell_of_a_csv_is_a_formula_and_the_text_is_still_there(whole: Taken) -> None:
    archive = whole.archive
    typed = {"title", "comment", "reference", "employerName"}
    for table in TABLES:
        for row in rows_of(archive, table.name):
            assert [row[name] for name in typed & row.keys() if FORMULA.match(row[name])] == []
    titles = {row["title"] for row in rows_of(archive, "trainings")}
    assert {f"'{formula}" for formula in FORMULAS} < titles


def test_the_workbook_opens_in_both_readers_with_the_same_cells(whole: Taken) -> None:
    data = whole.archive.read("account.xlsx")
    one = openpyxl.load_workbook(io.BytesIO(data))
    other = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert (
        one.sheetnames == other.sheet_names == [translated(table.label, "nl") for table in TABLES]
    )
    for name in one.sheetnames:
        rows = list(one[name].iter_rows(values_only=True))
        read = other.get_sheet_by_name(name).to_python()
        assert len(rows) == len(read), name
        for left, right in zip(rows, read, strict=True):
            assert [_plain(cell) for cell in left] == [_plain(cell) for cell in right], name


def _plain(cell: object) -> object:
    """Return a cell as both readers mean it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute)
    return cell


def test_the_workbook_holds_days_and_numbers_as_such_and_computes_nothing(whole: Taken) -> None:
    book = openpyxl.load_workbook(io.BytesIO(whole.archive.read("account.xlsx")))
    sheet = book["Opleidingen"]
    head = {cell.value: cell.column for cell in sheet[1]}
    rows = list(sheet.iter_rows(min_row=2))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    typed = {row[head["Opleiding"] - 1].value: row[head["Opleiding"] - 1] for row in rows}
    for formula in FORMULAS:
        assert typed[formula.replace("\r", " ")].quotePrefix
    first = rows[0]
    assert first[head["Eerste dag"] - 1].value == datetime(2026, 12, 8)  # noqa: DTZ001 - a cell
    assert first[head["Status"] - 1].value == "gereserveerd"
    assert first[head["Duur"] - 1].number_format == "[h]:mm"
    rights = book["Rechten per jaar"]
    assert {type(cell.value) for cell in rights["E"][1:]} <= {int, float}


def test_no_code_stands_in_the_workbook(whole: Taken) -> None:
    book = openpyxl.load_workbook(io.BytesIO(whole.archive.read("account.xlsx")))
    names = {
        "subject",
        "cancelReason",
        "provider",
        "reference",
        "workRegime",
    }  # whose words are not ours
    looked_at = 0
    for table in TABLES:
        rows = [
            list(row) for row in book[translated(table.label, "nl")].iter_rows(values_only=True)
        ]
        for place, column in enumerate(table.columns):
            coded = [row[column.heading] for row in rows_of(whole.archive, table.name)]
            for code, row in zip(coded, rows[1:], strict=True):
                if CODE.fullmatch(code) and column.kind is Kind.TEXT and column.path not in names:
                    assert row[place] != code, (table.name, column.path, code)
                    looked_at += 1
    assert looked_at > 50


def test_each_column_has_a_name_of_its_own_and_room_for_what_stands_in_it(whole: Taken) -> None:
    book = openpyxl.load_workbook(io.BytesIO(whole.archive.read("account.xlsx")))
    for sheet in book:
        heads = [cell.value for cell in sheet[1]]
        assert len(set(heads)) == len(heads), sheet.title
        for column in sheet.columns:
            texts = [str(cell.value) for cell in column[1:] if cell.data_type == "s"]
            longest = max([*map(len, str(column[0].value).split()), *map(len, texts)], default=0)
            place = column[0].column
            (width,) = (
                one.width for one in sheet.column_dimensions.values() if one.min <= place <= one.max
            )
            assert width > min(longest, 40), (sheet.title, column[0].value)
