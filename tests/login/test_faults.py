"""What the portal must refuse, and must accept, from a digital key: each over HTTP, through it."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, select

from portal.app import create_app
from portal.database import Session
from portal.login.key_ring import KeyRing
from portal.login.key_set import MOST_REFETCHES
from portal.login.pages import EXTENSION
from portal.models import SessionRow
from portal.settings import Settings
from tests.login import faults
from tests.login.browser import Browser
from tests.login.fault_provider import (
    ACCESS_TOKEN,
    CLIENT_ID,
    CODE,
    KEYS,
    NUMBER,
    SECRET,
    FaultProvider,
    Said,
    public,
)
from tests.login.faults import Fault
from tests.login.live import free_port, served
from tests.login.people import in_register

OURS = {name: RSAKey.generate_key(2048, {"kid": name}) for name in ("old", "new")}
COMMON = """\
issuer = "{issuer}"
client_id = "{client_id}"
client_secret_file = "secret"
claim_map = {{number = "number"}}
timeout = 1"""
BASIC = 'token_auth = "client_secret_basic"\n'
PROVIDERS = {
    "plain": """\
level_from = "acr"
level_table = {weak = "low", strong = "high"}
min_level = "substantial"
""",
    "pushed-key": 'par = true\nsigning_key_file = "old.jwk"',
    "pushed-basic": "par = true",
    "pushed-post": 'par = true\ntoken_auth = "client_secret_post"',
    "fresh": "max_age = 60",
    "needy": 'iss_param = "required"',
    "signed": 'userinfo = "signed jwt"',
    "sealed": """\
id_token_jwe = true
userinfo = "signed and encrypted"
encryption_key_files = ["new.jwk", "old.jwk"]
""",
}
ENCRYPTED = ("sealed",)
SIGNED_USERINFO = ("sealed", "signed")


@dataclass(frozen=True)
class World:
    """The portal before a key that lies."""

    portal_url: str
    portal: Flask
    settings: Settings
    provider: FaultProvider

    def sign_in(self, name: str = "plain", fault: Fault = lambda _: None) -> Browser:
        """Go through a sign-in; the browser then shows how it ended."""
        self.provider.fault = fault
        self.provider.encrypted = name in ENCRYPTED
        self.provider.userinfo_signed = name in SIGNED_USERINFO
        browser = Browser()
        browser.open(f"{self.portal_url}/en/sign-in/{name}")
        return browser


TOLD: list[str] = []  # of this test: what was wanted and what came, for the table of faults


@pytest.fixture(autouse=True)
def _table(record_property: Callable[[str, object], None]) -> Iterator[None]:
    TOLD.clear()
    yield
    for line in TOLD:
        record_property("told", line)


@pytest.fixture(autouse=True)
def _no_secret_is_told(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Search all that was logged in a test, at the most talkative level, for what is secret."""
    caplog.set_level(logging.DEBUG)
    yield
    # The server of this test alone writes addresses down; the portal's own never does.
    lines = [one.getMessage() for one in caplog.records if one.name != "werkzeug"]
    told = "\n".join([capfd.readouterr().out, *lines])
    assert [one for one in (CODE, ACCESS_TOKEN, SECRET, NUMBER, "eyJ") if one in told] == []


def was_refused(browser: Browser, title: str) -> bool:
    """Tell whether the reader sees this page, has no session, and none was written."""
    TOLD.append(f"{title}\n{browser.title}")
    with Session() as db:
        nobody = db.scalars(select(SessionRow.session_hash)).first() is None
    return browser.title == title and "session" not in browser.session.cookies and nobody


def was_accepted(browser: Browser) -> bool:
    """Tell whether the reader is at their account."""
    TOLD.append(f"signed in\n{'signed in' if browser.page.ok else browser.title}")
    return browser.page.status_code == 200 and browser.page.url.endswith("/en/account")


@pytest.fixture(scope="module")
def servers(_own_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Serve a portal that knows the lying key in several ways."""
    folder = tmp_path_factory.mktemp("providers")
    web, key = free_port(), free_port()
    (folder / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    for name, pair in OURS.items():
        text = json.dumps(pair.as_dict(private=True))
        (folder / f"{name}.jwk").write_text(text, encoding="utf-8")
    issuer, providers = f"http://127.0.0.1:{key}", folder / "providers.toml"
    providers.write_text(
        "\n".join(
            f"[{name}]\n{COMMON.format(issuer=issuer, client_id=CLIENT_ID)}\n{own}\n"
            + ("" if "_key_file =" in own or "token_auth" in own else BASIC)
            for name, own in PROVIDERS.items()
        ),
        encoding="utf-8",
    )
    settings = _own_settings.model_copy(
        update={"base_url": f"http://127.0.0.1:{web}", "providers": providers}
    )
    portal, provider = create_app(settings), FaultProvider(issuer)
    with served(portal, web) as portal_url, served(provider.app(), key):
        yield World(portal_url, portal, settings, provider)


@pytest.fixture
def world(servers: World, database: Engine) -> World:
    """Return the servers, the portal without any memory of the key, Marie in the register."""
    assert database.url.database
    servers.portal.extensions[EXTENSION] = KeyRing(servers.settings)
    servers.provider.encryption_key = OURS["new"]
    servers.provider.portal_key = OURS["old"]
    servers.provider.calls.clear()
    in_register(NUMBER)
    return servers


@pytest.mark.parametrize(("fault", "title"), faults.REFUSED.values(), ids=faults.REFUSED)
def test_the_portal_refuses(world: World, fault: Fault, title: str) -> None:
    begun = time.monotonic()
    browser = world.sign_in(fault=fault)
    assert was_refused(browser, title)
    # Longer than any machine under load needs, and less than a key that hangs lets us wait.
    assert time.monotonic() - begun < faults.HANGING
    assert "evil" not in browser.page.text


@pytest.mark.parametrize("fault", faults.ACCEPTED.values(), ids=faults.ACCEPTED)
def test_the_portal_accepts(world: World, fault: Fault) -> None:
    assert was_accepted(world.sign_in(fault=fault))


# The lying key is warned by its own library of how old RSA1_5 is.
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("fault", faults.SEALED_REFUSED.values(), ids=faults.SEALED_REFUSED)
def test_the_portal_refuses_what_is_sealed_wrongly(world: World, fault: Fault) -> None:
    assert was_refused(world.sign_in("sealed", fault), faults.BELIEVED)


@pytest.mark.parametrize("fault", faults.SEALED_ACCEPTED.values(), ids=faults.SEALED_ACCEPTED)
@pytest.mark.parametrize("key", OURS)
def test_the_portal_opens_what_is_sealed_for_a_key_of_ours(
    world: World, key: str, fault: Fault
) -> None:
    world.provider.encryption_key = OURS[key]
    assert was_accepted(world.sign_in("sealed", fault))


@pytest.mark.parametrize("name", ["pushed-key", "pushed-basic", "pushed-post"])
def test_a_request_may_be_pushed_ahead(world: World, name: str) -> None:
    assert was_accepted(world.sign_in(name))
    assert world.provider.calls.count("push") == 1


def test_userinfo_may_come_signed(world: World) -> None:
    assert was_accepted(world.sign_in("signed"))


def test_userinfo_signed_by_a_stranger_is_refused(world: World) -> None:
    def lie(said: Said) -> None:
        if "userinfo" in said.provider.calls or said.provider.calls.count("token"):
            said.key = KEYS["foreign"]

    assert was_refused(world.sign_in("signed", lie), faults.BELIEVED)


def test_who_signed_in_just_now_is_let_in_where_that_is_asked(world: World) -> None:
    assert was_accepted(world.sign_in("fresh"))


@pytest.mark.parametrize(
    "fault",
    [
        lambda said: said.claims.pop("auth_time"),
        lambda said: said.claims.update(auth_time=said.claims["iat"] - 120),
    ],
    ids=["never said", "too long ago"],
)
def test_who_signed_in_long_ago_must_do_it_again_where_that_is_asked(
    world: World, fault: Fault
) -> None:
    assert was_refused(world.sign_in("fresh", fault), faults.BELIEVED)


def test_an_iss_that_is_required_may_not_be_left_out(world: World) -> None:
    assert was_refused(world.sign_in("needy"), faults.BELIEVED)


def test_a_wrong_iss_ends_it_before_any_token_is_asked_for(world: World) -> None:
    world.sign_in(fault=faults.callback(("iss", "https://evil.example")))
    assert "token" not in world.provider.calls


@pytest.mark.parametrize(
    "after",
    [
        lambda said: (faults.by("second", kid="second")(said), _shows(said, kid="second")),
        lambda said: (faults.by("second")(said), _shows(said, kid="first")),
        lambda said: (faults.by("second")(said), said.header.pop("kid"), _shows(said, kid=None)),
    ],
    ids=["with a new kid", "with the same kid", "with no kid"],
)
def test_a_key_may_change_and_is_looked_up_once_again(world: World, after: Fault) -> None:
    assert was_accepted(world.sign_in())
    world.provider.calls.clear()
    assert was_accepted(world.sign_in(fault=after))
    assert world.provider.calls.count("jwks") == 1


def test_false_signatures_do_not_make_us_knock_for_ever(world: World) -> None:
    assert was_accepted(world.sign_in())
    world.provider.calls.clear()
    for _ in range(10):
        world.sign_in(fault=faults.by("foreign"))
    assert world.provider.calls.count("jwks") == MOST_REFETCHES


@pytest.mark.parametrize(
    ("error", "title"),
    [
        ("access_denied", "You stopped signing in"),
        ("login_required", "The digital key did not sign you in"),
        ("temporarily_unavailable", faults.UNREACHABLE),
        ("evil", "The digital key did not sign you in"),
    ],
)
def test_an_error_of_the_key_is_told_and_the_attempt_is_over(
    world: World, error: str, title: str
) -> None:
    told = (("error", error), ("error_description", "evil"))
    browser = world.sign_in(fault=faults.callback(*told, keep=("state",)))
    assert was_refused(browser, title)
    assert "evil" not in browser.page.text.replace(browser.page.url, "")
    again = browser.open(browser.page.url)
    assert again.status_code == 400


def test_an_error_under_a_state_of_nobody_says_nothing_of_it(world: World) -> None:
    fault = faults.callback(("error", "access_denied"), ("state", "other"), keep=())
    assert was_refused(world.sign_in(fault=fault), faults.STALE)


def _shows(said: Said, kid: str | None) -> None:
    said.jwks = [public(KEYS["second"], kid=kid)]
