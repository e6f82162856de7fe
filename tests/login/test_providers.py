"""What operators may write of a digital key, and what they are told when it cannot be used."""

import re
from pathlib import Path

import pytest

from portal.login.key_ring import DEMO, KeyRing
from portal.login.level import Level
from portal.login.own_keys import own_signing_key
from portal.login.providers import Provider, ProvidersFault, read_providers
from portal.settings import Settings

LEAST = """
[fas]
issuer = "https://fas.example"
client_id = "portal"
"""


def read(folder: Path, text: str) -> dict[str, Provider]:
    path = folder / "providers.toml"
    path.write_text(text, encoding="utf-8")
    return read_providers(path, "http://127.0.0.1:8001")


def test_issuer_and_client_id_are_enough(tmp_path: Path) -> None:
    provider = read(tmp_path, LEAST)["fas"]
    assert provider.id_token_algs == ("RS256",)
    assert provider.pkce == "s256"
    assert provider.words("nl") == ("Fas", "")


def test_several_keys_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert list(
        read(tmp_path, LEAST + LEAST.replace("fas]", "b]") + LEAST.replace("fas]", "a]"))
    ) == ["fas", "b", "a"]


@pytest.mark.parametrize("written", ["if advertised", "if_advertised", "If-Advertised"])
def test_a_choice_may_be_spelled_as_people_do(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, f'{LEAST}iss_param = "{written}"')["fas"].iss_param == "if_advertised"


def test_the_number_is_believed_where_its_claim_is_named_and_not_withdrawn(tmp_path: Path) -> None:
    named = LEAST + 'claim_map = {number = "n"}\n'
    assert not read(tmp_path, LEAST)["fas"].number_is_trusted
    assert read(tmp_path, named)["fas"].number_is_trusted
    assert not read(tmp_path, f"{named}trusted_for_number = false")["fas"].number_is_trusted


def test_the_least_level_may_differ_by_role(tmp_path: Path) -> None:
    provider = read(tmp_path, LEAST + 'min_level = {worker = "substantial", "*" = "high"}')["fas"]
    assert provider.least_level("worker") is Level.SUBSTANTIAL
    assert provider.least_level("employer") is Level.HIGH


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('color = "red"', "[fas] color"),
        ('id_token_algs = ["none"]', "[fas] id_token_algs"),
        ('id_token_algs = ["HS256"]', "[fas] id_token_algs"),
        ("id_token_algs = []", "[fas] id_token_algs"),
        ('token_auth = "client_secret_basic"', "client_secret_file"),
        ('client_secret_file = "nowhere"', "[fas] client_secret_file"),
        ("id_token_jwe = true", "encryption_key_files"),
        ('level_from = "acr"', "level_table"),
        ('min_level = "enormous"', "[fas] min_level"),
        ('token_endpoint = "https://fas.example/token"', "authorization_endpoint, jwks_uri"),
        ('scopes = "profile"', "scopes"),
        ('label = {it = "Chiave"}', "[fas] label"),
        ("timeout = 0", "[fas] timeout"),
        ("[broken", "providers.toml"),
    ],
)
def test_a_fault_is_told_with_its_table_and_key(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(ProvidersFault) as fault:
        read(tmp_path, LEAST + wrong)
    assert told in str(fault.value)


def test_a_file_that_is_not_there_is_told_with_the_setting_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ProvidersFault) as fault:
        read_providers(tmp_path / "nowhere.toml", "http://127.0.0.1:8001")
    assert "nowhere.toml cannot be read" in str(fault.value)
    assert "correct PORTAL_PROVIDERS" in str(fault.value)
    assert "Errno" not in str(fault.value)


def test_a_secret_in_the_wrong_place_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ProvidersFault) as fault:
        read(tmp_path, LEAST + 'client_secret = "canary-of-a-secret"')
    assert "canary" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LEAST, "signing_key_file"),
        (LEAST.replace("https:", "http:"), "issuer"),
        (LEAST + "demo_only = true", "demo_only"),
    ],
)
def test_production_refuses_what_is_for_trying_out(
    settings: Settings, tmp_path: Path, text: str, told: str
) -> None:
    read(tmp_path, text)
    strict = settings.model_copy(
        update={"environment": "production", "providers": tmp_path / "providers.toml"}
    )
    with pytest.raises(ProvidersFault, match=told):
        KeyRing(strict)


def test_the_demo_key_is_a_configuration_like_any_other() -> None:
    demo = read_providers(DEMO, "http://127.0.0.1:8001")["demo"]
    assert demo.issuer == "http://127.0.0.1:8001"
    assert demo.level_table["urn:be:fedict:iam:fas:Level500"] is Level.HIGH


def test_our_own_key_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    first, second = own_signing_key(tmp_path / "keys"), own_signing_key(tmp_path / "keys")
    assert first.kid == second.kid
    assert (tmp_path / "keys" / "sign-in.pem").stat().st_mode & 0o077 == 0


def test_the_examples_in_the_guide_are_accepted(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "digital-keys.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    for name in ("fas.secret", "itsme-sign.pem", "itsme-new.pem", "itsme-old.pem"):
        (tmp_path / name).touch()
    assert set(read(tmp_path, "\n".join(examples))) == {"fas", "itsme"}


def test_the_guide_names_every_option() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "digital-keys.md").read_text(encoding="utf-8")
    missing = [name for name in Provider.model_fields if f"`{name}`" not in guide]
    assert missing == ["name"]
