"""A browser without script: cookies, links, forms and redirects, nothing else."""

import re
from html import unescape
from urllib.parse import urljoin

import requests

TIMEOUT = 20  # seconds; a test that waits longer has found something


class Browser:
    """One browser of one reader; `page` is what it shows now."""

    def __init__(self, language: str = "en") -> None:
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        self.page = requests.Response()

    def open(self, address: str, *, follow: bool = True) -> requests.Response:
        """Go to an address, and on to where it leads."""
        self.page = self.session.get(address, timeout=TIMEOUT, allow_redirects=follow)
        return self.page

    def send(
        self, values: dict[str, str], *, marker: str = "", follow: bool = True
    ) -> requests.Response:
        """Send the first form of the page in which the marker stands, with further values."""
        for action, body in re.findall(
            r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>',
            self.page.text,
            re.DOTALL,
        ):
            if marker in action or marker in body:
                hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body)
                everything = {unescape(name): unescape(value) for name, value in hidden} | values
                address = urljoin(self.page.url, unescape(action))
                self.page = self.session.post(
                    address, data=everything, timeout=TIMEOUT, allow_redirects=follow
                )
                return self.page
        raise AssertionError(f"no form with {marker!r} on {self.page.url}")

    def sign_in(self, portal: str, number: str, page: str = "/nl/account") -> requests.Response:
        """Ask for a page of the portal, and sign in with the demo key on the way."""
        self.open(portal + page)
        link = re.search(r'href="(/[a-z]{2}/sign-in/demo[^"]*)"', self.page.text)
        assert link is not None, self.page.text
        self.open(portal + unescape(link[1]))
        return self.send({"person": number}, marker=number)
