"""The template can be filled in by a person and read by the portal; so can a marked sheet."""

import csv
import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from portal.declarations import catalogue
from portal.declarations.outcome import Issue
from portal.languages import LANGUAGES
from portal.wire.code_words import WORDS, words_in
from portal.wire.columns import COLUMNS
from portal.wire.marking import Marked, write_marked
from portal.wire.sheet import read_sheet
from portal.wire.template import template_csv, template_workbook

CODES = {
    "reference": "W1",
    "ssin": "85021400135",
    "title": "=1+1",
    "language": "de",
    "nature": "informal",
    "status": "notFollowed",
    "start_date": "2026-11-09",
    "end_date": "2026-11-10",
    "duration_minutes": "456",
    "counts_for_right": "false",
    "not_counting_reason": "paidEducationalLeave",
    "certificate_obtained": "true",
    "certificate_valid_until": "2027-01-01",
    "provider_name": "Noord",
    "financing": "sectorFund",
}


def opened(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def filled(data: bytes, row: list[str]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, text in enumerate(row, 1):
        cell = book.worksheets[0].cell(2, place, text)
        cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def in_words(language: str) -> list[str]:
    words = {field: words_in(field, language).get(text, text) for field, text in CODES.items()}
    return list((words | {"duration_minutes": "7:36"}).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_template_offers_in_each_language_is_read_back_as_codes(language: str) -> None:
    data = template_workbook(language)
    offered = {
        place.min_col: place
        for one in opened(data).data_validations.dataValidation
        for place in one.sqref.ranges
        if one.type == "list"
    }
    fields = [column.field for column in COLUMNS]
    assert {fields[place - 1] for place in offered} == set(WORDS)
    sheet = read_sheet(filled(data, in_words(language)), with_enterprise=False)
    assert [row.texts for row in sheet.rows] == [CODES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_means_one_code(language: str) -> None:
    for field in WORDS:
        words = words_in(field, language)
        assert len(set(words.values())) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_as_csv_takes_rows_in_words(language: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(in_words(language))
    sheet = read_sheet(template_csv(language) + text.getvalue().encode(), with_enterprise=False)
    assert [row.texts for row in sheet.rows] == [CODES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_marked_sheet_says_what_is_wrong_and_can_be_sent_again(language: str) -> None:
    wrong = CODES | {"nature": "collective", "duration_minutes": "long"}
    issues = [
        Issue(catalogue.UNKNOWN_CODE, "nature", None, {"codes": "formal, informal"}),
        Issue(catalogue.INVALID_STRUCTURE, "duration_minutes", None, {"expected": "456"}),
    ]
    file = io.BytesIO()
    write_marked(file, [Marked(CODES, [], False), Marked(wrong, issues, True)], language)
    page = opened(file.getvalue())
    remark = page.cell(3, 1).value
    for said in (*words_in("nature", language).values(), "7:36"):
        assert said in remark
    assert page.cell(2, 1).value is None
    assert page.cell(2, 4).value == "=1+1"
    assert page.cell(2, 4).data_type == "s"
    again = read_sheet(file.getvalue(), with_enterprise=False)
    assert [row.texts for row in again.rows] == [CODES, wrong]
