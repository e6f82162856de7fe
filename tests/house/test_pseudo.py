"""No page says a word that did not come through the catalogue, but for names and other data."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.entering.sheets import State
from portal.languages import LANGUAGE_NAMES
from portal.settings import Settings
from portal.web import styleguide
from portal.web.checks import checks
from portal.web.styleguide_course import COURSE, PEOPLE
from portal.web.styleguide_employer import MANDATED, RIGHT, WAITING
from portal.web.styleguide_sent import SENT, UPLOADS
from portal.web.styleguide_sheet import shown_sheet
from portal.wire.columns import COLUMNS
from tests.web.looks import LOOKS
from tests.web.pages import PAGES
from tests.web.pseudo import speaking, write_pseudo
from tests.web.show import ISSUED, show_worlds
from tests.web.show_public import CONTACT, KEYS
from tests.web.trainings import CERTIFICATES
from tests.web.worlds import WORLDS
from translations.extract import sentences

# The choice of language says its name in each of them.
BRACKETED = [page for page in PAGES if page != "choose"]
SPOKEN = re.compile(r'\b(?:aria-label|alt|placeholder|content)="([^"]*)"')
UNSAID = re.compile(r"<(script|code)\b.*?</\1>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
INNERMOST = re.compile("⟦[^⟦⟧]*⟧")
# Days in full and durations are data too: month and units come from the locale.
DAY = re.compile(r"\d+ \w+ \d{4}|\d+\s(?:u|min)\.")


def bracketed(text: str) -> str:
    return f"⟦{text}⟧"


@pytest.fixture(scope="module")
def client(
    _own_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """Give a browser of a portal in which every sentence stands between brackets."""
    folder = tmp_path_factory.mktemp("brackets")
    write_pseudo(folder, "nl", sentences(), bracketed)
    app = create_app(_own_settings)
    show_worlds(app)
    with speaking(app, folder):
        yield app.test_client()


def strings(value: object) -> Iterator[str]:
    """Return every text in what was invented: names, titles, references."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from strings(getattr(value, one.name))
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


STYLES = (styleguide.CONTACT, styleguide.TRAININGS, styleguide.NAME, styleguide.PERSON)
# What employers enter and send in, and how the columns of their sheets are called.
COURSES = (
    [*(worker.name for worker in PEOPLE), MANDATED.through_name],
    [COURSE["title"], COURSE["provider_name"], WAITING.facts.title, RIGHT.facts.comment],
    [shown_sheet(State.CHECKED).file_name, "Dubbel ingevoerd"],
    [*(one.reference for one in SENT), *(one.file_name for one in UPLOADS)],
    [f"{column.nl}:" for column in COLUMNS],
)
INVENTED = (
    WORLDS,
    LOOKS,
    CONTACT,
    KEYS,
    CERTIFICATES,
    ISSUED,
    COURSES,
    checks().browser,
    checks().rules,
)
# How languages and digital keys are called on every page, and what a browser reads in its head.
CALLED = (*LANGUAGE_NAMES.values(), *(code.upper() for code in LANGUAGE_NAMES), "itsme", "Demo")
READ = ("width=device-width, initial-scale=1", "Met een kaartlezer.", "Demosleutel")
# What is said in its own language, whatever the page speaks, and the number of an attestation.
APART = (
    "An older sentence.",
    "Alle opleidingen en alle opleidingsrechten",
    "7K3M-Q9V2-X8PD-RT4B",
    "Communiquer sans violance",
)
HELP = "Om uit te proberen: kies een van de verzonnen mensen."
# The longest first: a name may stand within another, or beside one.
DATA = sorted(
    {one for one in strings((INVENTED, STYLES, CALLED, READ, APART, HELP)) if len(one) > 1},
    key=len,
    reverse=True,
)
KNOWN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, DATA))})(?!\w)")


def bare(page: str) -> set[str]:
    """Return what a page says outside of brackets, but for data and days."""
    said = UNSAID.sub("", page)
    text = unescape("\n".join([*SPOKEN.findall(said), *re.sub(r"<[^>]*>", "\n", said).split("\n")]))
    while INNERMOST.search(text):
        text = INNERMOST.sub("", text)
    lines = {re.sub(r"\s+", " ", line).strip(" ·") for line in text.split("\n")}
    return {line for line in lines if WORD.search(KNOWN.sub("", DAY.sub("", line)))}


@pytest.mark.parametrize("page", BRACKETED)
def test_no_page_says_anything_that_is_not_in_the_catalogue(client: FlaskClient, page: str) -> None:
    text = client.get(PAGES[page].format(language="nl")).text
    assert "⟦" in text
    assert bare(text) == set()


def test_a_word_outside_of_the_catalogue_is_seen(client: FlaskClient) -> None:
    text = client.get("/nl/privacy").text
    assert bare(text.replace("</main>", "<p>Welcome</p></main>")) == {"Welcome"}
    assert bare(text.replace('aria-label="⟦', 'aria-label="Main ⟦', 1)) == {"Main"}
