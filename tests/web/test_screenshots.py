"""The command that takes pictures of the pages for people to look at."""

import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageStat

from portal.languages import LANGUAGES
from tests.web.contact_sheet import sheet_of
from tests.web.pages import PAGES
from tests.web.screenshots import SIZES, views


def test_every_page_is_pictured_in_every_language_size_and_scheme() -> None:
    count = sum(len(asked) for _, _, asked in views(""))
    assert count == len(PAGES) * len(LANGUAGES) * len(SIZES) * 2


def test_one_command_fills_a_folder_and_says_how_far_it_is(tmp_path: Path) -> None:
    said = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.web.screenshots", str(tmp_path), "--only", "contact.fr"],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    assert "4 of 4  contact fr" in said
    pictures = {path.stem: Image.open(path) for path in tmp_path.glob("*.png")}
    assert {name: picture.width for name, picture in pictures.items()} == {
        f"contact.fr.{size}.{scheme}": wide
        for size, wide in (("phone", 360), ("desktop", 1280))
        for scheme in ("light", "dark")
    }
    lightness = {name: ImageStat.Stat(one.convert("L")).mean[0] for name, one in pictures.items()}
    for size in SIZES:
        assert lightness[f"contact.fr.{size}.dark"] < lightness[f"contact.fr.{size}.light"] - 100
    sheet = (tmp_path / "index.html").read_text("utf-8")
    assert all(f'src="{name}.png"' in sheet for name in pictures)


def test_the_sheet_leads_to_each_page() -> None:
    sheet = sheet_of(["home.nl.phone.light", "home.nl.phone.dark", "terms.nl.phone.light"])
    assert sheet.count("<h2") == 2
    assert '<a href="#terms">' in sheet
