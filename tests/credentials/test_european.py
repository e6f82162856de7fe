"""Documents that Europass can read: sealed, whole by its profile, every word with a meaning."""

import base64
import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jwcrypto.jwk import JWK
from jwcrypto.jws import InvalidJWSSignature
from PIL import Image
from pyld import jsonld
from sqlalchemy import Engine, text

from portal.database import engine
from portal.settings import Settings
from portal.web.credentials import listed
from tests.credentials.checking import (
    bit_of_list,
    keys,
    loader_of,
    sealed_documents,
    unsealed,
    words,
)
from tests.emptying import empty
from tests.export.taken import FORMULAS, SSIN, add_full_record, ask_for_everything, opened
from tests.login.session import signed_in

CONTEXTS = {
    "https://www.w3.org/2018/credentials/v1": "credentials-v1.json",
    "http://data.europa.eu/snb/model/context/edc-ap": "edc-ap-excerpt.json",
    "https://www.w3.org/ns/credentials/status/v1": "credential-status-v1.json",
}
ELM, DC = "http://data.europa.eu/snb/model/elm/", "http://purl.org/dc/terms/"
CRED, SKOS = "https://www.w3.org/2018/credentials#", "http://www.w3.org/2004/02/skos/core#"
# What each class must have by the profile `edc-generic-no-cv`, as its SHACL shapes say.
REQUIRED = {
    ELM + "EuropeanDigitalCredential": {
        ELM + "credentialProfiles",
        ELM + "displayParameter",
        *(CRED + name for name in ("issuer", "credentialSubject", "issued", "validFrom")),
        CRED + "credentialSchema",
    },
    ELM + "DisplayParameter": {
        DC + "title",
        DC + "language",
        ELM + "primaryLanguage",
        ELM + "individualDisplay",
    },
    ELM + "IndividualDisplay": {DC + "language", ELM + "displayDetail"},
    ELM + "DisplayDetail": {ELM + "image", ELM + "page"},
    ELM + "LearningAchievement": {DC + "title", ELM + "awardedBy"},
    ELM + "LearningActivity": {DC + "title", ELM + "awardedBy"},
    ELM + "AwardingProcess": {ELM + "awardingBody"},
    ELM + "Organisation": {"http://www.w3.org/ns/regorg#legalName"},
    ELM + "Address": {ELM + "countryCode"},
    ELM + "LegalIdentifier": {SKOS + "notation", DC + "spatial"},
}


@pytest.fixture(scope="module")
def archive(app: Flask, _own_settings: Settings) -> ZipFile:
    """Return what a worker took along, who is known nowhere any more."""
    taken = ask_for_everything(signed_in(app.test_client(), add_full_record()))
    empty(engine(_own_settings))
    return opened(taken)


def documents(archive: ZipFile) -> list[dict[str, Any]]:
    return [unsealed(one)[0] for one in sealed_documents(archive)]


def of_the_truck(archive: ZipFile) -> dict[str, Any]:
    """Return that of the training with a provider and a certificate."""
    return next(
        one
        for one in documents(archive)
        if "directedBy" in one["credentialSubject"]["hasClaim"][0]["influencedBy"][0]
    )


def test_every_completed_training_is_sealed_by_the_certificate_of_the_papers(
    archive: ZipFile, stranger: FlaskClient
) -> None:
    found = [unsealed(one) for one in sealed_documents(archive)]
    assert len(found) == len(FORMULAS) + 2
    (key, *_) = keys(stranger)
    for document, certificate in found:
        assert JWK.from_pyca(certificate.public_key()).thumbprint() == key["kid"]
        assert SSIN not in json.dumps(document)


def test_it_says_what_was_achieved_by_what_and_who_stands_for_it(archive: ZipFile) -> None:
    document = of_the_truck(archive)
    assert document["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]
    holder = document["credentialSubject"]
    assert (holder["fullName"], holder["type"]) == ({"nl": "Emma Peeters"}, "Person")
    (achievement,) = holder["hasClaim"]
    assert achievement["type"] == "LearningAchievement"
    assert achievement["title"] == {"nl": "Heftruck besturen"}
    assert achievement["awardedBy"]["awardingBody"]["legalName"] == {"nl": "Syntra"}
    (note,) = achievement["additionalNote"]
    assert note["noteLiteral"] == {"nl": "Certificaat geldig tot 6\N{NO-BREAK SPACE}mei 2029"}
    (activity,) = achievement["influencedBy"]
    assert (activity["type"], activity["workload"]) == ("LearningActivity", "PT7H36M")
    (period,) = activity["temporal"]
    assert period["startDate"] == "2024-05-06T00:00:00+02:00"


def test_where_nobody_is_named_who_gave_it_the_employer_stands_for_it(archive: ZipFile) -> None:
    bodies = [
        one["credentialSubject"]["hasClaim"][0]["awardedBy"]["awardingBody"]
        for one in documents(archive)
    ]
    numbers = [body["registration"]["notation"] for body in bodies if "registration" in body]
    assert numbers == ["0100000070"] * (len(FORMULAS) + 1)


def test_every_word_of_it_has_a_meaning_that_is_found_without_a_network(archive: ZipFile) -> None:
    document = of_the_truck(archive)
    options = {"documentLoader": loader_of(archive, CONTEXTS)}
    (expanded,) = jsonld.expand(document, options)
    again = jsonld.compact(expanded, {"@context": document["@context"]}, options)
    languages = {"nl", "en"}  # the names of members in texts with languages
    assert words(again) >= words(document) - {"@context"} - languages
    assert _titles(expanded) == {"Heftruck besturen", "Voltooide opleiding"}


def _titles(expanded: dict[str, Any]) -> set[str]:
    return {one["@value"] for node in _nodes(expanded) for one in node.get(DC + "title", ())}


def _nodes(expanded: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(expanded, list):
        return [node for one in expanded for node in _nodes(one)]
    if not isinstance(expanded, dict):
        return []
    return [expanded, *(node for one in expanded.values() for node in _nodes(one))]


def test_it_has_all_that_the_profile_of_europass_asks_for(archive: ZipFile) -> None:
    options = {"documentLoader": loader_of(archive, CONTEXTS)}
    seen = set()
    for document in documents(archive):
        for node in _nodes(jsonld.expand(document, options)):
            for kind in set(node.get("@type", ())) & REQUIRED.keys():
                assert REQUIRED[kind] <= node.keys(), (kind, REQUIRED[kind] - node.keys())
                seen.add(kind)
    assert seen == REQUIRED.keys()


def test_programs_have_a_picture_to_show(archive: ZipFile) -> None:
    display = of_the_truck(archive)["displayParameter"]
    (detail,) = display["individualDisplay"][0]["displayDetail"]
    picture = base64.b64decode(detail["image"]["content"])
    assert len(picture) < 6_000
    assert Image.open(io.BytesIO(picture)).format == "PNG"


def test_a_changed_document_is_found_out(archive: ZipFile) -> None:
    sealed = json.loads(sealed_documents(archive)[0])
    payload = base64.urlsafe_b64decode(sealed["payload"] + "==").decode()
    changed = payload.replace("Peeters", "Janssens").encode()
    sealed["payload"] = base64.urlsafe_b64encode(changed).rstrip(b"=").decode()
    with pytest.raises(InvalidJWSSignature):
        unsealed(json.dumps(sealed))


def test_it_is_revoked_when_its_training_changes(
    worker: FlaskClient, stranger: FlaskClient, database: Engine
) -> None:
    found = documents(opened(ask_for_everything(worker)))
    assert {bit_of_list(stranger, one) for one in found} == {0}
    changed = found[0]["id"].removeprefix("urn:credential:")
    with database.begin() as db:
        withdraw = "UPDATE training SET record_state = 'canceled', version = version + 1"
        db.execute(text(f"{withdraw} WHERE training_id = :id"), {"id": changed})
    listed.cache_clear()
    assert [bit_of_list(stranger, one) for one in found] == [1] + [0] * (len(found) - 1)
