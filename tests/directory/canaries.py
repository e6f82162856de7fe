"""What must be found nowhere, how it may look, and a reader who opens every page there is."""

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

from tests.login.browser import TIMEOUT, Browser

BRAM = "95111722477"
REFUSED = "95111722576"  # check digits that do not fit
STRANGER = "85073003328"  # well-formed, and nobody of the sample country
# Bram's name and birth place in this test: words that no employer and no page bears.
NAMES = ("Qvistelberg", "Zwanhildo", "Pfaffenthalx")
MOST_PAGES = 40
# A token that protects forms stands in the forms: that is what it is for.
OF_FORMS = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LINK = re.compile(r'href="(/[^"#]*)')
PAGE = re.compile(r"/en/(?!sign-in)|/[a-z]{2}/account$")  # all in one language, one in each
OUR_COOKIES = {"session", "sign-in", "form"}
BACK = {"state", "code"}  # what a callback carries: good once, and in nothing of ours but itself
OF_PROTOCOL = ("/authorize", "/callback")  # addresses that carry it, between a browser and a key


def forms(secret: str) -> Iterator[bytes]:
    """Return how it may look: as it is, as a number with points, hex, base64 from any place."""
    bare = secret.encode()
    yield bare
    if secret.isdecimal():
        yield f"{secret[:2]}.{secret[2:4]}.{secret[4:6]}-{secret[6:9]}.{secret[9:]}".encode()
    yield bare.hex().encode()
    for before in range(3):
        # What the bytes before and after have no part in.
        yield base64.b64encode(b"\0" * before + bare)[(4 * before + 2) // 3 : -4]


def found_in(texts: dict[str, bytes], secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Return where which of these stands, in whichever form."""
    return [
        (name, secret)
        for name, text in texts.items()
        for secret in secrets
        if any(form in text for form in forms(secret))
    ]


class Attributes(HTMLParser):
    """All values of attributes of a page, but those of the tokens that protect forms."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: list[str] = []
        self.feed(page)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("name", "csrf_token") not in attrs:
            self.values += [value for _, value in attrs if value]


class Reader(Browser):
    """A browser that remembers all it saw: pages, addresses, cookies, names of files, tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, str] = {}
        self.addresses: list[str] = []
        self.names: list[str] = []
        self.tokens: set[str] = set()

    def open(self, address: str, *, follow: bool = True) -> requests.Response:
        """Go to an address as any browser, and take note."""
        self.note(super().open(address, follow=follow))
        return self.page

    def send(self, marker: str, *, follow: bool = True, **values: str) -> requests.Response:
        """Send a form as any browser, and take note."""
        self.note(super().send(marker, follow=follow, **values))
        return self.page

    def note(self, answer: requests.Response) -> None:
        """Remember an answer, and every answer on the way to it."""
        for one in (*answer.history, answer):
            parts = urlsplit(one.url)
            if parts.path.endswith("/callback"):
                self.tokens.update(value for name, value in parse_qsl(parts.query) if name in BACK)
            self.addresses.append(parts.path if parts.path.endswith(OF_PROTOCOL) else one.url)
            self.names.append(one.headers.get("Content-Disposition", ""))
            # A redirect's body repeats its address; the page of the key is the key's own.
            if one.is_redirect or parts.path.endswith(OF_PROTOCOL):
                continue
            if "html" in one.headers.get("Content-Type", ""):
                self.pages[one.url] = one.text
                self.tokens.update(OF_FORMS.findall(one.text))
        cookies = self.session.cookies.items()
        self.tokens.update(value for name, value in cookies if name in OUR_COOKIES)

    def open_everything(self, home: str) -> None:
        """Follow every link of our own from here on, once each."""
        found = [home]
        for address in found:  # grows while it is walked
            page = self.open(address)
            links = (urljoin(home, unescape(path)) for path in LINK.findall(page.text))
            found += [one for one in dict.fromkeys(links) if one not in found and PAGE.search(one)]
            del found[MOST_PAGES:]

    def raw(
        self, method: str, address: str, data: dict[str, str] | None = None, host: str = ""
    ) -> None:
        """Ask for what no link leads to, and note the answer, not the address that we made up."""
        # What is refused before it is read whole leaves a connection that serves nobody else.
        headers = {"Connection": "close"} | ({"Host": host} if host else {})
        with suppress(requests.ConnectionError):
            answer = self.session.request(
                method, address, data=data, headers=headers, timeout=TIMEOUT, allow_redirects=False
            )
            self.pages[f"{method} {len(self.pages)}"] = answer.text


def renamed(source: Path, target: Path) -> Path:
    """Copy a feed, in which Bram has the names of this test."""
    for path in source.glob("*.csv"):
        if path.name != "trainings.csv":
            text = path.read_text(encoding="utf-8")
            line = f"{BRAM},{NAMES[0]},{NAMES[1]},1995-11-17,{NAMES[2]},nl,"
            text = re.sub(f"^{BRAM},Peeters,Bram,.*$", line, text, flags=re.MULTILINE)
            (target / path.name).write_text(text, encoding="utf-8")
    return target
