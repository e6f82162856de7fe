"""The demo key behaves as a real one: what it asks of the portal, and what it says of people."""

import base64
import hashlib
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

from portal.demo.key import NotInProduction, create_app
from portal.demo.key.client import CLIENT_ID
from portal.demo.key.people import STRANGER
from portal.settings import Settings

MARIE = "85073003328"
MARIE_BEFORE = "85470100146"
WORKERS = f"""\
ssin,family_name,given_names,birth_date,birth_place,language,replaces_ssin
{MARIE},Peeters,Marie-Noëlle,1985-07-30,Gent,nl,{MARIE_BEFORE}
"""
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Return a folder of 121 people, the first of whom is Marie."""
    others = "".join(
        f"7001{day:02}{serial:03}00,Van Damme,Jan {serial},,Gent,nl,\n"
        for day in (1, 2)
        for serial in range(100, 160)
    )
    (tmp_path / "workers.csv").write_text(WORKERS + others, encoding="utf-8")
    (tmp_path / "interesting.csv").write_text(
        "ssin,note_nl,note_fr,note_de,note_en\n"
        f'{MARIE},"Heeft, echt",A eu,Hatte,"Had another number"\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.fixture
def settings_here(settings: Settings, feed: Path) -> Settings:
    return settings.model_copy(update={"demo_feed": feed})


@pytest.fixture
def key(settings_here: Settings) -> FlaskClient:
    """Return a browser before the key."""
    return create_app(settings_here).test_client()


def question(settings: Settings, **other: str | None) -> str:
    """Return the address to which the portal sends people; None leaves a value out."""
    values: dict[str, str | None] = {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": f"{settings.base_url}/sign-in/demo/callback",
        "scope": "openid profile egovnrn",
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "ui_locales": "en",
    }
    asked = {name: value for name, value in {**values, **other}.items() if value is not None}
    return f"/authorize?{urlencode(asked)}"


def answer_of(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def people_on(page: str) -> list[str]:
    return re.findall(r'name="person" value="(\d+)"', page)


def secret(settings: Settings) -> str:
    return (settings.data / "keys" / "demo-key-client.secret").read_text(encoding="utf-8")


def code_for(key: FlaskClient, settings: Settings, **other: str) -> str:
    sent = key.post(question(settings, **other), data={"person": MARIE})
    return answer_of(sent.headers["Location"])["code"]


def tokens_for(key: FlaskClient, settings: Settings, code: str, **other: str) -> TestResponse:
    values = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": f"{settings.base_url}/sign-in/demo/callback",
        "code_verifier": VERIFIER,
        **other,
    }
    return key.post("/token", data=values, auth=(CLIENT_ID, secret(settings)))


def test_the_page_is_a_form_per_person_and_a_search_box(
    key: FlaskClient, settings_here: Settings
) -> None:
    page = key.get(question(settings_here)).text
    assert people_on(page)[:2] == [MARIE, STRANGER.ssin]
    assert "Had another number" in page
    assert len(people_on(page)) == 52
    assert '<input id="q" name="q"' in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("peet", [MARIE]),
        ("marie-noelle P", [MARIE]),
        ("PEETERS marie", [MARIE]),
        (MARIE[:6], [MARIE]),
        ("eeters", []),
    ],
)
def test_people_are_found_by_how_they_begin(
    key: FlaskClient, settings_here: Settings, words: str, found: list[str]
) -> None:
    assert people_on(key.get(question(settings_here, q=words)).text) == found


def test_a_search_keeps_what_the_portal_asked(key: FlaskClient, settings_here: Settings) -> None:
    page = key.get(question(settings_here)).text
    kept = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    assert unescape(kept["state"]) == "the-state"
    assert unescape(kept["code_challenge"]) == CHALLENGE


def test_many_people_come_fifty_at_a_time(key: FlaskClient, settings_here: Settings) -> None:
    pages = [
        people_on(key.get(question(settings_here, page=str(number), q="van")).text)
        for number in (1, 2, 3, 4)
    ]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert len({person for page in pages for person in page}) == 120


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "fr"), ("de-BE", "de"), ("xx nl", "nl"), ("", "en")]
)
def test_the_page_speaks_the_language_the_portal_asks_for(
    key: FlaskClient, settings_here: Settings, language: str, title: str
) -> None:
    page = key.get(question(settings_here, ui_locales=language)).text
    assert f'<html lang="{title}">' in page


def test_the_answer_says_whose_it_is(key: FlaskClient, settings_here: Settings) -> None:
    sent = key.post(question(settings_here), data={"person": MARIE})
    answer = answer_of(sent.headers["Location"])
    assert (answer["state"], answer["iss"]) == ("the-state", settings_here.key_url)


def test_whoever_stops_is_sent_back_without_a_code(
    key: FlaskClient, settings_here: Settings
) -> None:
    sent = key.post(question(settings_here), data={"cancel": "1"})
    answer = answer_of(sent.headers["Location"])
    assert (answer["error"], answer["iss"]) == ("access_denied", settings_here.key_url)
    assert "code" not in answer


def test_the_number_is_in_signed_userinfo_and_not_in_the_id_token(
    key: FlaskClient, settings_here: Settings
) -> None:
    tokens = tokens_for(key, settings_here, code_for(key, settings_here)).json
    keys = KeySet.import_key_set(key.get("/jwks").json)
    id_token = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    sent = key.get("/userinfo", headers=bearer)
    userinfo = jwt.decode(sent.text, keys, algorithms=["RS256"]).claims
    assert sent.mimetype == "application/jwt"
    assert userinfo["egovNRN"] == MARIE
    assert userinfo["sub"] == id_token["sub"]
    assert MARIE not in str(id_token)
    assert id_token["amr"] == ["urn:be:fedict:iam:fas:Level500"]
    assert id_token["nonce"] == "the-nonce"


def test_the_level_is_as_one_signs_in(key: FlaskClient, settings_here: Settings) -> None:
    code = code_for(key, settings_here, means="password")
    tokens = tokens_for(key, settings_here, code).json
    keys = KeySet.import_key_set(key.get("/jwks").json)
    id_token = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert id_token["amr"] == ["urn:be:fedict:iam:fas:Level200"]


def test_one_can_come_with_the_number_one_had_before(
    key: FlaskClient, settings_here: Settings
) -> None:
    sent = key.post(question(settings_here), data={"person": MARIE_BEFORE})
    assert "code" in answer_of(sent.headers["Location"])


@pytest.mark.parametrize("number", ["85073003329", "", "8507300332", "x", "é", "0", "7300"])
def test_nobody_can_be_who_is_not_there(
    key: FlaskClient, settings_here: Settings, number: str
) -> None:
    assert key.post(question(settings_here), data={"person": number}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_challenge": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"nonce": None},
        {"response_type": "token"},
    ],
    ids=["no challenge", "plain", "no method", "no nonce", "another flow"],
)
def test_a_portal_that_asks_wrongly_is_told_so(
    key: FlaskClient, settings_here: Settings, wrong: dict[str, str | None]
) -> None:
    sent = key.get(question(settings_here, **wrong))
    answer = answer_of(sent.headers["Location"])
    assert "error" in answer
    assert answer["iss"] == settings_here.key_url


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "other"},
        {"client_id": None},
        {"redirect_uri": "https://evil.example/sign-in/demo/callback"},
        {"redirect_uri": None},
    ],
)
def test_nobody_is_sent_to_a_stranger(
    key: FlaskClient, settings_here: Settings, wrong: dict[str, str | None]
) -> None:
    for sent in (
        key.get(question(settings_here, **wrong)),
        key.post(question(settings_here, **wrong), data={"person": MARIE}),
    ):
        assert sent.status_code == 400
        assert "Location" not in sent.headers


def test_a_code_is_good_once(key: FlaskClient, settings_here: Settings) -> None:
    code = code_for(key, settings_here)
    statuses = [tokens_for(key, settings_here, code).status_code for _ in range(2)]
    assert statuses == [200, 400]


@pytest.mark.parametrize(
    "wrong", [{"code_verifier": "w" * 43}, {"code_verifier": ""}, {"redirect_uri": "other"}]
)
def test_a_code_is_good_for_whoever_asked_for_it(
    key: FlaskClient, settings_here: Settings, wrong: dict[str, str]
) -> None:
    code = code_for(key, settings_here)
    assert tokens_for(key, settings_here, code, **wrong).status_code == 400


def test_tokens_are_for_who_knows_the_secret(key: FlaskClient, settings_here: Settings) -> None:
    code = code_for(key, settings_here)
    sent = key.post(
        "/token",
        data={"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER},
        auth=(CLIENT_ID, "wrong"),
    )
    assert sent.status_code in {400, 401}
    assert key.get("/userinfo").status_code == 401


def test_the_demo_key_does_not_run_in_production(settings_here: Settings) -> None:
    with pytest.raises(NotInProduction):
        create_app(settings_here.model_copy(update={"environment": "production"}))


def test_odd_addresses_are_answered_by_a_page(key: FlaskClient, settings_here: Settings) -> None:
    asked = question(settings_here, endpoint="x", _external="1", page="-7", q="\x00%00", means="?")
    assert key.get(asked).status_code == 200
    assert key.get(question(settings_here, page="999999999999")).status_code == 200


@pytest.fixture
def bakery(feed: Path) -> Path:
    """Add a bakery with its baker and a clerk, and a secretariat that holds its mandate."""
    files = {
        "employers": "enterprise_number,name\n0100000001,Bakkerij Zoet\n0100000002,Lex & Loon\n",
        "employments": (
            "employment_id,ssin,enterprise_number\n"
            f"E1,70010110000,0100000001\nE2,{MARIE},0100000002\n"
        ),
        "representatives": (
            "ssin,enterprise_number,role\n"
            "70010110000,0100000001,accessManager\n"
            "70010110100,0100000001,editor\n"
            "70010110200,0100000002,accessManager\n"
        ),
        "mandates": (
            "mandator_enterprise_number,holder_enterprise_number,from_quarter,until_quarter\n"
            "0100000001,0100000002,2024Q1,\n"
        ),
    }
    for name, content in files.items():
        (feed / f"{name}.csv").write_text(content, encoding="utf-8")
    return feed


def numbers_in(page: str) -> list[str]:
    return re.findall(r'name="person" value="(\d+)"', page)


def test_the_list_shows_who_acts_for_an_enterprise_and_as_what(
    settings_here: Settings, key: FlaskClient, bakery: Path
) -> None:
    assert bakery
    page = unescape(key.get(question(settings_here)).text)
    acting = page.partition("People who act for an enterprise")[2].partition("Everybody")[0]
    assert numbers_in(acting) == ["70010110000", "70010110100", "70010110200"]
    for said in (
        "Acts for Bakkerij Zoet, and decides who else may.",
        "Acts for Bakkerij Zoet: reads and registers.",
        "Mandate holder: Lex & Loon acts for other enterprises too, such as Bakkerij Zoet.",
    ):
        assert said in acting


@pytest.mark.parametrize(
    ("words", "found"),
    [
        # Who acts for it stands before who works there.
        ("zoet", ["70010110000", "70010110100"]),
        ("lex & loon", ["70010110200", MARIE]),
        ("mandate holder", ["70010110200"]),
        ("mandataris", ["70010110200"]),
        ("werkgever", ["70010110000", "70010110100", "70010110200"]),
    ],
)
def test_a_search_finds_by_employer_and_by_role_and_leads_back(
    settings_here: Settings, key: FlaskClient, bakery: Path, words: str, found: list[str]
) -> None:
    assert bakery
    page = key.get(question(settings_here, q=words)).text
    assert numbers_in(page) == found
    back = re.search(r'<a href="([^"]+)">Back to the list of people', page)
    assert back
    assert "Good people to start with" in key.get(unescape(back[1])).text


def test_a_date_of_birth_is_written_as_people_write_it(
    settings_here: Settings, key: FlaskClient
) -> None:
    assert "<span>30\u00a0Jul 1985</span>" in key.get(question(settings_here)).text
