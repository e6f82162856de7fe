"""From the account to the saved file, and from its QR code to the page that checks it."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.credentials.checking import unsealed
from tests.web.browser import chromium, served
from tests.web.test_attestations import SSIN


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_a_worker_saves_an_attestation_and_who_gets_it_scans_it(
    app: Flask, as_worker: Callable[[str], FlaskClient], tmp_path: Path, *, scripted: bool
) -> None:
    name = app.config["SESSION_KEY_COOKIE"]
    key = as_worker(SSIN).get_cookie(name)
    assert key
    with served(app) as base, chromium() as browser:
        worker = browser.new_context(java_script_enabled=scripted)
        worker.add_cookies([{"name": name, "value": key.value, "url": base}])
        page = worker.new_page()
        page.goto(f"{base}/nl/account")
        page.get_by_role("link", name="Uw attesten").click()
        page.get_by_label("Taal van het attest").select_option("fr")
        with page.expect_download() as saving:
            page.get_by_role("button", name="Maak het attest").click()
        file = tmp_path / "saved.pdf"
        saving.value.save_as(file)

        address = scanned(file)
        somebody = browser.new_context(
            java_script_enabled=scripted, viewport={"width": 360, "height": 740}
        ).new_page()
        somebody.goto(base + urlsplit(address).path)
        assert somebody.locator("h1").inner_text() == "Cette attestation est valable"
        somebody.get_by_label("Ou le PDF de l'attestation").set_input_files(file)
        somebody.get_by_role("button", name="Voir ce qu'elle dit").click()
        assert somebody.get_by_role("heading", name="Ce qu'elle dit").is_visible()


def test_a_worker_saves_a_training_for_europass_from_its_own_page(
    app: Flask, as_worker: Callable[[str], FlaskClient], tmp_path: Path
) -> None:
    name = app.config["SESSION_KEY_COOKIE"]
    key = as_worker(SSIN).get_cookie(name)
    assert key
    with served(app) as base, chromium() as browser:
        worker = browser.new_context(java_script_enabled=False)
        worker.add_cookies([{"name": name, "value": key.value, "url": base}])
        page = worker.new_page()
        page.goto(f"{base}/nl/account/trainings?status=completed")
        page.locator("main a[href*='/account/trainings/']").first.click()
        title = page.locator("h1").inner_text()
        with page.expect_download() as saving:
            page.get_by_role("button", name="Voor Europass").click()
        file = tmp_path / saving.value.suggested_filename
        saving.value.save_as(file)
    document, _ = unsealed(file.read_text("utf-8"))
    assert file.suffix == ".jsonld"
    assert title in json.dumps(document, ensure_ascii=False)


def scanned(file: Path) -> str:
    """Return the address in the QR code of the first page, as a telephone would read it."""
    picture = file.with_suffix("")
    asked = ["pdftoppm", "-r", "100", "-png", "-singlefile", str(file), str(picture)]
    subprocess.run(asked, check=True)  # noqa: S603 - a program of Debian
    (found,) = zxingcpp.read_barcodes(Image.open(picture.with_suffix(".png")))
    assert re.search(r"/fr/verify/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$", found.text)
    return found.text
