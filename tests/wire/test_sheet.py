"""Sheets as people really save them are read; what is no sheet is refused with what to do."""

import csv
import io
import unicodedata
import zipfile
from datetime import date, timedelta
from itertools import product

import pytest
import xlsxwriter

from portal.wire.columns import COLUMNS, ENTERPRISE
from portal.wire.limits import SheetLimits
from portal.wire.refusal import SheetRefused
from portal.wire.sheet import Sheet, read_sheet

HEADERS = [column.english for column in (ENTERPRISE, *COLUMNS)]
READ = {
    "enterprise_number": "0400000185",
    "reference": "W1",
    "ssin": "85021400135",
    "title": "Veilig werken",
    "language": "nl",
    "nature": "formal",
    "status": "completed",
    "start_date": "2026-11-09",
    "end_date": "2026-11-10",
    "duration_minutes": "456",
    "counts_for_right": "true",
    "not_counting_reason": "",
    "certificate_obtained": "false",
    "certificate_valid_until": "",
    "provider_name": "Noord",
    "financing": "employer",
}

ROW = list(READ.values())
ROW[HEADERS.index("duration")] = "7:36"


def separated(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


def workbook(rows: list[list[object]], formats: dict[int, str] | None = None) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                style = book.add_format({"num_format": (formats or {}).get(column, "General")})
                page.write(place, column, cell, style)
    return file.getvalue()


def read(data: bytes, **options: object) -> Sheet:
    return read_sheet(data, with_enterprise=True, **options)


def refusal(data: bytes, **options: object) -> str:
    with pytest.raises(SheetRefused) as refused:
        read(data, **options)
    return str(refused.value)


@pytest.mark.parametrize(
    ("separator", "end", "mark"),
    [*product(",;", ["\n", "\r\n"], [b"", b"\xef\xbb\xbf"])],
)
def test_csv_is_read_whatever_program_saved_it(separator: str, end: str, mark: bytes) -> None:
    sheet = read(mark + separated([HEADERS, ROW], separator, end))
    assert [(row.number, row.texts) for row in sheet.rows] == [(2, READ)]


def test_quoted_cells_may_hold_separators_quotes_and_line_ends() -> None:
    title = 'Lassen; "MIG", met\nhelm'
    row = [*ROW[:3], title, *ROW[4:]]
    for separator in ",;":
        assert read(separated([HEADERS, row], separator)).rows[0].texts["title"] == title


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_absent() -> None:
    kept = [place for place, name in enumerate(HEADERS) if name not in {"provider", "validUntil"}]
    kept.reverse()
    sheet = read(separated([[HEADERS[place] for place in kept], [ROW[place] for place in kept]]))
    expected = dict(READ)
    del expected["provider_name"], expected["certificate_valid_until"]
    assert sheet.rows[0].texts == expected


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_headers_may_be_those_of_the_template_in_each_language(language: str) -> None:
    headers = [column.name(language) for column in (ENTERPRISE, *COLUMNS)]
    assert read(separated([headers, ROW])).rows[0].texts == READ
    assert read(separated([[name.upper() for name in headers], ROW])).rows[0].texts == READ


def test_no_two_columns_share_a_name_in_any_language() -> None:
    names: dict[str, str] = {}
    for column in (ENTERPRISE, *COLUMNS):
        for language in ("nl", "fr", "de", "en"):
            name = column.name(language).casefold()
            assert names.setdefault(name, column.field) == column.field


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers() -> None:
    rows = [HEADERS, ROW, [""] * len(ROW), ["  "] * len(ROW), ROW]
    assert [row.number for row in read(separated(rows)).rows] == [2, 5]


def test_a_workbook_gives_the_same_rows_as_csv() -> None:
    assert read(workbook([HEADERS, ROW])).rows == read(separated([HEADERS, ROW])).rows


def test_a_workbook_may_hold_dates_times_numbers_and_truth() -> None:
    cells: list[object] = list(ROW)
    cells[HEADERS.index("startDate")] = date(2026, 11, 9)
    cells[HEADERS.index("endDate")] = date(2026, 11, 10)
    cells[HEADERS.index("duration")] = timedelta(hours=30, minutes=24)
    cells[HEADERS.index("countsForRight")] = True
    formats = {
        HEADERS.index("startDate"): "dd/mm/yyyy",
        HEADERS.index("endDate"): "yyyy-mm-dd",
        HEADERS.index("duration"): "[h]:mm",
    }
    texts = read(workbook([HEADERS, cells], formats)).rows[0].texts
    assert texts == READ | {"duration_minutes": "1824"}


def test_only_the_first_sheet_of_a_workbook_is_read() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for title in ("first", "second"):
            page = book.add_worksheet(title)
            page.write_row(0, 0, HEADERS)
            page.write_row(1, 0, [*ROW[:3], title, *ROW[4:]])
    assert [row.texts["title"] for row in read(file.getvalue()).rows] == ["first"]


def test_a_formula_is_read_as_what_it_shows_or_as_text() -> None:
    row = [*ROW[:3], "=1+1", *ROW[4:]]
    assert read(separated([HEADERS, row])).rows[0].texts["title"] == "=1+1"
    assert read(workbook([HEADERS, row])).rows[0].texts["title"] in {"0", "2"}


@pytest.mark.parametrize("make", [separated, workbook])
def test_numbers_get_the_zeros_back_that_a_spreadsheet_took(make: object) -> None:
    row: list[object] = list(ROW)
    row[0], row[2] = "400000185", "10150187"
    if make is workbook:
        row[0], row[2] = 400000185, 10150187
    sheet = read(make([HEADERS, row, ROW]))
    assert sheet.rows[0].texts["enterprise_number"] == "0400000185"
    assert sheet.rows[0].texts["ssin"] == "00010150187"
    assert set(sheet.rows[0].restored) == {"enterprise_number", "ssin"}
    assert sheet.rows[1].restored == ()


def test_a_number_that_lacks_more_than_zeros_stays_as_it_is() -> None:
    row = [*ROW[:2], "8502140013", *ROW[3:]]
    found = read(separated([HEADERS, row])).rows[0]
    assert found.texts["ssin"] == "8502140013"
    assert found.restored == ()


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b"\r\n \r\n", "empty"),
    "header only": (separated([HEADERS]), "holds no training"),
    "UTF-16": ("\ufeff".encode("utf-16-le") + "a;b".encode("utf-16-le"), "Line 1 is not written"),
    "Latin-1": (
        separated([HEADERS, ROW]) + "0400000185,W2,x,Schweißen".encode("latin-1"),
        "Line 3 is not written in UTF-8",
    ),
    "unknown column": (separated([[*HEADERS, "colour"], [*ROW, "red"]]), "not known: 'colour'"),
    "no header": (separated([ROW, ROW]), "not known"),
    "missing column": (
        separated([HEADERS[2:], ROW[2:]]),
        "missing: enterprise_number, reference.",
    ),
    "doubled column": (separated([[*HEADERS, "titel"], [*ROW, "x"]]), "more than once: 'titel'"),
    "open quotation mark": (separated([HEADERS]) + b'"0400000185,W1\r\n', "quotation mark"),
    "too many cells": (separated([HEADERS, ROW, [*ROW, "x"]]), "Row 3 has more cells"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
    "cut workbook": (workbook([HEADERS, ROW])[:1500], "no XLSX workbook, or it is damaged"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not written in UTF-8"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_sheet_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    assert said in refusal(data)


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_another_kind_of_zip_is_refused() -> None:
    assert "no XLSX workbook" in refusal(zipped({"mimetype": b"text/plain"}))


def test_a_zip_bomb_of_200_kilobytes_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(parts_of(workbook([HEADERS, ROW])) | {"xl/media/x.xml": bytes(200 * 2**20)})
    assert len(bomb) < 250_000
    assert "too large once it is unpacked" in refusal(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too() -> None:
    size = 1500 * 2**20
    strings = b"<sst><si><t>" + b" " * size
    parts = parts_of(workbook([HEADERS, ROW])) | {"xl/sharedStrings.xml": strings}
    bomb = zipped(parts).replace(len(strings).to_bytes(4, "little"), (99).to_bytes(4, "little"))
    limits = SheetLimits(memory=512 * 2**20)
    assert "too large" in refusal(bomb, limits=limits) or "damaged" in refusal(bomb, limits=limits)


def test_a_single_cell_far_away_does_not_fill_the_memory() -> None:
    parts = parts_of(workbook([HEADERS, ROW]))
    far = (
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", far)
    assert "too large once it is unpacked" in refusal(zipped(parts))


def test_a_sheet_may_be_limited_in_bytes_and_rows() -> None:
    data = separated([HEADERS, ROW, ROW])
    assert "more than 1 rows" in refusal(data, limits=SheetLimits(rows=2))
    assert "larger than" in refusal(data, limits=SheetLimits(size=100))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_headers_are_known_however_their_accents_are_stored(form: str) -> None:
    names = [column.fr for column in (ENTERPRISE, *COLUMNS)]
    data = separated([[unicodedata.normalize(form, name) for name in names], ROW])
    assert read(data).texts.row(0) == READ


def test_sheets_that_nobody_sees_are_passed_over() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        lists = book.add_worksheet("lists")
        lists.write(0, 0, "completed")
        lists.hide()
        book.add_chartsheet("chart").set_chart(_chart(book))
        page = book.add_worksheet("trainings")
        page.write_row(0, 0, HEADERS)
        page.write_row(1, 0, ROW)
        page.activate()
    assert read(file.getvalue()).texts.row(0) == READ


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=trainings!$A$1:$A$2"})
    return chart
