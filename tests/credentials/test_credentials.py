"""Credentials that others can check with other software than ours, and that can be revoked."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from flask.testing import FlaskClient
from pyld import jsonld
from sqlalchemy import Engine, text

from portal.credentials.issuing import signing_issuer
from portal.documents.seal_keys import rotate_seal, seal_file
from portal.settings import Settings
from portal.web.credentials import listed
from tests.credentials.checking import (
    badges,
    bit_of_list,
    bit_of_token,
    by_reference_library,
    keys,
    loader_of,
    texts,
    verify_badge,
    words,
)
from tests.export.taken import FORMULAS, SSIN, ask_for_everything, opened


def test_every_completed_training_is_a_credential_that_the_reference_library_verifies(
    worker: FlaskClient, stranger: FlaskClient
) -> None:
    archive = opened(ask_for_everything(worker))
    found = [by_reference_library(one, keys(stranger)) for one in texts(archive, ".sd-jwt")]
    # Neither what is planned, nor withdrawn, nor waiting for the employer.
    assert len(found) == len(FORMULAS) + 2
    certified = next(one for one in found if "certificate_valid_until" in one["training"])
    assert certified["iss"] == "http://127.0.0.1:8000"
    assert certified["vct"] == "http://127.0.0.1:8000/.well-known/vct/completed-training"
    assert (certified["given_name"], certified["family_name"]) == ("Emma", "Peeters")
    assert certified["provider"] == {"name": "Syntra"}
    assert certified["training"] == {
        "title": "Heftruck besturen",
        "language": "nl",
        "start_date": "2024-05-06",
        "end_date": "2024-05-06",
        "duration_minutes": 456,
        "nature": "formal",
        "certificate_valid_until": "2029-05-06",
    }


def test_a_holder_can_keep_to_themselves_who_they_are_and_who_employs_them(
    worker: FlaskClient, stranger: FlaskClient
) -> None:
    (whole, *_) = texts(opened(ask_for_everything(worker)), ".sd-jwt")
    issuer_part = whole.split("~")[0] + "~"
    shown = by_reference_library(issuer_part, keys(stranger))
    assert "training" in shown
    assert not {"given_name", "family_name", "birthdate", "employer", "provider"} & shown.keys()
    assert SSIN not in base64.b64decode(whole.split(".")[1] + "==").decode()


def test_every_badge_is_signed_and_every_word_of_it_has_a_meaning(
    worker: FlaskClient, stranger: FlaskClient
) -> None:
    archive = opened(ask_for_everything(worker))
    load = loader_of(
        archive,
        {
            "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
        },
    )
    found = badges(archive)
    assert len(found) == len(FORMULAS) + 2
    for badge in found:
        verify_badge(badge, keys(stranger))
    (expanded,) = jsonld.expand(found[0], {"documentLoader": load})
    again = jsonld.compact(expanded, {"@context": found[0]["@context"]}, {"documentLoader": load})
    assert words(again) >= words(found[0]) - {"@context"}


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "the name": lambda one: one["credentialSubject"]["identifier"][0].update(identityHash="Jan"),
    "the title": lambda one: one["credentialSubject"]["achievement"].update(name="Piloot"),
    "the day": lambda one: one.update(validFrom="2020-01-01T00:00:00Z"),
    "the status": lambda one: one["credentialStatus"].update(statusListIndex="9"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_badge_is_found_out(
    worker: FlaskClient, stranger: FlaskClient, name: str
) -> None:
    (badge, *_) = badges(opened(ask_for_everything(worker)))
    CHANGES[name](badge)
    with pytest.raises(InvalidSignature):
        verify_badge(badge, keys(stranger))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE training SET record_state = 'canceled', version = version + 1",
        "UPDATE training SET title = 'Iets anders', version = version + 1",
        "UPDATE training SET status = 'notFollowed', version = version + 1",
        "DELETE FROM training",
    ],
)
def test_a_credential_is_revoked_when_its_training_changes(
    worker: FlaskClient, stranger: FlaskClient, database: Engine, change: str
) -> None:
    archive = opened(ask_for_everything(worker))
    sd_jwts, documents = texts(archive, ".sd-jwt"), badges(archive)
    claims = [by_reference_library(one, keys(stranger)) for one in sd_jwts]
    assert {bit_of_token(stranger, one) for one in claims} == {0}
    assert {bit_of_list(stranger, one) for one in documents} == {0}
    changed = claims[0]["jti"].removeprefix("urn:uuid:")
    with database.begin() as db:
        db.execute(text(f"{change} WHERE training_id = :id"), {"id": changed})
    listed.cache_clear()
    assert [bit_of_token(stranger, one) for one in claims] == [1] + [0] * (len(claims) - 1)
    assert [bit_of_list(stranger, one) for one in documents] == [1] + [0] * (len(claims) - 1)


def test_the_same_version_has_one_place_in_the_list_for_ever(
    worker: FlaskClient, stranger: FlaskClient
) -> None:
    places = [
        [
            by_reference_library(one, keys(stranger))["status"]["status_list"]["idx"]
            for one in texts(opened(ask_for_everything(worker)), ".sd-jwt")
        ]
        for _ in range(2)
    ]
    assert places[0] == places[1]
    assert len(set(places[0])) == len(places[0])


def test_the_type_says_in_four_languages_what_it_means(stranger: FlaskClient) -> None:
    said = stranger.get("/.well-known/vct/completed-training").json
    assert said["vct"] == "http://127.0.0.1:8000/.well-known/vct/completed-training"
    assert [one["locale"] for one in said["display"]] == ["nl-BE", "fr-BE", "de-BE", "en-GB"]
    assert len({one["name"] for one in said["display"]}) == 4


def test_a_list_that_is_not_there_is_not_found(worker: FlaskClient, stranger: FlaskClient) -> None:
    ask_for_everything(worker)
    for number in ("1", "99999999999999999999", "x"):
        assert stranger.get(f"/.well-known/credential-status/{number}").status_code == 404
        assert stranger.get(f"/.well-known/credential-status/{number}.json").status_code == 404


def test_what_a_former_seal_signed_can_still_be_checked(
    worker: FlaskClient, stranger: FlaskClient, settings: Settings
) -> None:
    archive = opened(ask_for_everything(worker))
    before = keys(stranger)
    path: Path = seal_file(settings)
    kept = path.read_bytes()
    _, former = rotate_seal(path, "DEVELOPMENT SEAL, PROVES NOTHING", datetime.now(UTC))
    try:
        signing_issuer.cache_clear()
        after = keys(stranger)
        assert after[0]["kid"] != before[0]["kid"]
        assert before[0] in after
        assert by_reference_library(texts(archive, ".sd-jwt")[0], after)
        verify_badge(badges(archive)[0], after)
    finally:
        path.write_bytes(kept)
        former.unlink()
        signing_issuer.cache_clear()


def test_without_the_extra_everything_else_goes_on(
    worker: FlaskClient, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.credentials.choosing.find_spec", lambda _name: None)
    archive = opened(ask_for_everything(worker))
    assert "overview.pdf" in archive.namelist()
    assert not [name for name in archive.namelist() if name.startswith("credentials/")]
    assert "credentials/" not in archive.read("README-en.txt").decode()
    assert stranger.get("/.well-known/jwt-vc-issuer").status_code == 404
    assert stranger.get("/.well-known/vct/completed-training").status_code == 404
