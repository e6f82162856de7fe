"""The paper: for everybody and for archives, the same bytes for the same facts, small, whole."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from portal.account.attestation import Scope, Wanted, statement_of
from portal.documents.apart import TooMuch, done_apart
from portal.documents.characters import printable
from portal.languages import LANGUAGES
from tests.documents import greedy
from tests.documents.papers import (
    ALL,
    AT,
    IMPRINT,
    LONG_NAME,
    long_career,
    paper,
    sealed,
    statement,
)
from tests.web.records import TRAININGS
from tests.web.worlds import WORLDS

KILO = 1000
X = "\N{MULTIPLICATION SIGN}"


def text_of(pdf: bytes | Path, *options: str) -> str:
    """Return what is written on all pages, each line as one."""
    data = pdf.read_bytes() if isinstance(pdf, Path) else pdf
    asked = ["pdftotext", *(options or ("-layout",)), "-", "-"]
    return subprocess.run(asked, input=data, capture_output=True, check=True).stdout.decode()  # noqa: S603


def words_of(pdf: bytes) -> str:
    """Return all words of the pages, whole, one space between them."""
    return " ".join(text_of(pdf, "-raw").replace("\u00ad\n", "").split())


def fonts_of(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        one
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sealed_attestation_is_for_everybody_and_for_archives(
    language: str, tmp_path: Path
) -> None:
    path = sealed(tmp_path, paper(statement("several", ALL), language))
    with pikepdf.open(path) as document:
        with document.open_metadata() as told:
            assert told["pdfaid:part"] == "2"
            assert told["pdfaid:conformance"] == "A"
            assert told["pdfuaid:part"] == "1"
            assert told["dc:title"]
        root = document.Root
        assert str(root.Lang).startswith(language)
        assert root.MarkInfo.Marked
        assert root.StructTreeRoot.K
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.OutputIntents[0].DestOutputProfile
        fonts = fonts_of(document)
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_the_structure_is_read_aloud_in_order_with_headings_and_tables(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    said = subprocess.run(  # noqa: S603 - a program of Debian
        ["pdfinfo", "-struct-text", str(path)],  # noqa: S607
        capture_output=True,
        check=True,
    ).stdout.decode(errors="replace")  # a space that does not break makes it print UTF-16
    for element in ("H1", "H2", "H3", "Table", "TR", "TH", "TD", "Figure", "Link"):
        assert re.search(rf"^\s*{element}\b", said, re.MULTILINE), element
    assert said.index("Attest van opleidingen") < said.index("Bakkerij Van Damme NV")


def test_qpdf_finds_nothing_wrong_in_any_of_them(tmp_path: Path) -> None:
    for number, pdf in enumerate((paper(), paper(statement_of(long_career(), ALL)))):
        path = sealed(tmp_path, pdf, f"{number}.pdf")
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)  # noqa: S603, S607


def test_the_same_facts_at_the_same_moment_are_the_same_bytes() -> None:
    assert paper() == paper()
    assert paper(statement("one", ALL)) == paper(statement("one", ALL))
    assert paper() != paper(issued_at=AT + timedelta(seconds=1))
    assert paper() != paper(code="7K3MQ9V2X8PDRT4C")


def test_a_long_paper_that_another_process_sets_is_the_same_to_the_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = statement_of(long_career(150), ALL)
    apart = [paper(said), paper(said)]
    monkeypatch.setattr("portal.documents.typesetting.LONG", 10_000_000)
    assert apart == [paper(said)] * 2


def test_a_process_apart_that_takes_too_much_memory_ends_and_nothing_else() -> None:
    with pytest.raises(TooMuch):
        done_apart(greedy.__name__, greedy.take_all.__name__, b"")


def test_a_full_year_is_small(tmp_path: Path) -> None:
    twelve = tuple(
        one._replace(title=f"{one.title} {number}") for number in range(4) for one in TRAININGS[:3]
    )
    busy = replace(WORLDS["several"], trainings=twelve)
    year = statement_of(busy, Wanted(Scope.YEAR, year=2026))
    assert sealed(tmp_path, paper(year)).stat().st_size <= 60 * KILO


def test_a_whole_career_stands_in_it_with_its_pages_counted() -> None:
    pdf = paper(statement_of(long_career(), ALL))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    said = words_of(pdf)
    assert all(f"Opleiding {number}: veilig werken" in said for number in range(450))
    assert f"pagina 1 van {pages}" in said
    assert f"pagina {pages} van {pages}" in said
    assert LONG_NAME in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_a_column_end_below_each_other(language: str) -> None:
    hours = [60 * number + 36 for number in (1, 7, 12, 99, 123)]
    longer = tuple(TRAININGS[0]._replace(duration_minutes=minutes) for minutes in hours)
    said = statement_of(replace(WORLDS["one"], trainings=longer), ALL)
    placed = text_of(paper(said, language), "-bbox")
    found = re.findall(r'xMax="([\d.]+)"[^>]*>(?:\d+:36|36)</word>', placed)
    assert len(found) >= len(hours)
    assert max(map(float, found)) - min(map(float, found)) < 0.1  # of a point


def test_what_a_clerk_looks_for_is_there() -> None:
    said = words_of(paper(statement("path", ALL), "en", ssin="95111722477"))
    for wanted in (
        *("7K3M-Q9V2-X8PD-RT4B", "https://account.example.be/en/verify/7K3M-Q9V2-X8PD-RT4B"),
        *("FOD Werkgelegenheid", "Bram Peeters", "17 November 1995", "95.11.17-224.77"),
        *("Allergenen en hygiëne (HACCP)", "formal training", "Centre de formation Meuse"),
        *("declared by the employer on 8 Oct 2026", "7 h 36 min", "yes, valid until 14 Jan 2027"),
        *(
            f"Individual training right: 4 {X} (6 {X} 100% + 6 {X} 50%) ÷ 12 = 3",
            "Flemish training leave",
        ),
        *("Left = carry-over + right of the year", "24 November 2026", "page 1 of 2"),
        *("Ernest Blerotstraat 1, 1070 Brussel", "This is not an attestation for training leave"),
    ):
        assert wanted in said, wanted


def test_the_number_of_the_holder_stands_there_only_when_asked_for() -> None:
    assert "INSZ" not in words_of(paper())
    assert "INSZ" in words_of(paper(ssin="95111722477"))


def test_what_the_employer_has_not_accepted_says_so() -> None:
    planned = TRAININGS[0]._replace(to_verify=True, is_charged=False)
    said = words_of(paper(statement_of(replace(WORLDS["one"], trainings=(planned,)), ALL), "en"))
    assert "not yet accepted by the employer, so it does not count" in said


def test_a_portal_without_an_issuer_attests_by_its_own_name_in_the_language_of_the_paper() -> None:
    said = text_of(paper(language="fr", issuer=""))
    assert "Compte formation" in said
    assert "Learning account" not in said


def test_a_trial_says_that_it_is_one() -> None:
    assert "Proefversie" in words_of(paper(is_trial=True))
    assert "Proefversie" not in words_of(paper())


HOSTILE = (
    '#panic("no") $x$ *b* _i_ @ref <label> \\ `raw` // /* "quotes" #include "x" #sys.inputs',
    "Nguyễn Thị Ngọc · Ελληνικά · Кириллица · Żółć · İstanbul",
    "日本語 👩‍🔧 \u202eevil\u202c \x00\x07 \ud83d",
    "e\u0301a\u0308 \u200b\u00ad soft",
    "x" * 400,
)


@pytest.mark.parametrize("title", HOSTILE)
def test_whatever_a_title_says_is_set_as_text_and_nothing_fails(title: str) -> None:
    odd = TRAININGS[0]._replace(title=title, provider_name=title, language="x;")
    said = words_of(paper(statement_of(replace(WORLDS["one"], trainings=(odd,)), ALL)))
    expected = printable(title)
    assert "".join(expected.split())[:60] in "".join(said.replace("-", "-").split())


def test_letters_that_no_font_has_are_replaced_and_others_stay() -> None:
    assert printable("Nguyễn Łukasz") == "Nguyễn Łukasz"
    assert printable("日本 a") == "?? a"
    assert printable("Jose\u0301\u202e \x00a") == "José  a"
    assert IMPRINT.address("fr").isascii()
