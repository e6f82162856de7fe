"""A browser without script: cookies, links, forms and redirects, nothing else."""

import re
from html import unescape
from urllib.parse import urljoin

import requests

TIMEOUT = 20  # seconds; a test that waits longer has found something
FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Browser:
    """One browser of one reader; `page` is what it shows now."""

    def __init__(self, language: str = "en") -> None:
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        self.page = requests.Response()

    @property
    def title(self) -> str:
        """What the page says first."""
        found = re.search(r"<h1>(.*?)</h1>", self.page.text, re.DOTALL)
        return unescape(found[1]) if found else ""

    def open(self, address: str, *, follow: bool = True) -> requests.Response:
        """Go to an address, and on to where it leads."""
        self.page = self.session.get(address, timeout=TIMEOUT, allow_redirects=follow)
        return self.page

    def click(self, beginning: str) -> requests.Response:
        """Follow the first link of the page whose address begins like this."""
        found = re.search(f'href="({re.escape(beginning)}[^"]*)"', self.page.text)
        assert found is not None, f"no link to {beginning} on {self.page.url}"
        return self.open(urljoin(self.page.url, unescape(found[1])))

    def send(self, marker: str, *, follow: bool = True, **values: str) -> requests.Response:
        """Send the first form of the page in which the marker stands, with further values."""
        for action, body in FORM.findall(self.page.text):
            if marker in action or marker in body:
                hidden = {unescape(name): unescape(value) for name, value in HIDDEN.findall(body)}
                self.page = self.session.post(
                    urljoin(self.page.url, unescape(action)),
                    data=hidden | values,
                    timeout=TIMEOUT,
                    allow_redirects=follow,
                )
                return self.page
        raise AssertionError(f"no form with {marker!r} on {self.page.url}")

    def sign_in(self, portal: str, number: str, page: str = "/en/account") -> requests.Response:
        """Ask for a page of the portal, and sign in with the demo key on the way."""
        self.open(portal + page)
        self.click(f"/{page[1:3]}/sign-in/demo")
        return self.send(number)
