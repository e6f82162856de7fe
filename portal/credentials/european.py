"""A completed training in the European Learning Model (ELM 3), as Europass reads it.

Names and shapes are those of the application profile for European Digital Credentials
(http://data.europa.eu/snb/model/ap/edc-generic-no-cv), which builds upon version 1.1 of the W3C's
data model.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

from portal.account.printed import known
from portal.clock import BELGIUM
from portal.credentials.claims import MEANING, NAME, Completed, stamp
from portal.identifiers import show_enterprise_number
from portal.languages import LANGUAGE_NAMES, N_, show_date, translated

CONTEXTS: Final = (
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
    "https://www.w3.org/ns/credentials/status/v1",
)
PROFILE: Final = "http://data.europa.eu/snb/model/ap/edc-generic-no-cv"
VALID_UNTIL: Final = N_("Certificate valid until %(day)s")

_PUBLISHED: Final = "http://publications.europa.eu/resource/authority"
_LANGUAGES: Final = {"nl": "NLD", "fr": "FRA", "de": "DEU", "en": "ENG"}


class European:
    """Writes the documents of one issuer, in the language of the title of each training.

    issuer: its address. name: whose seal it is. identifier: the identifier of the organisation in
    the certificate of the seal (ETSI EN 319 412-1); None: there is none.
    """

    def __init__(self, issuer: str, name: str, identifier: str | None) -> None:
        self._issuer = issuer
        self._name = name
        self._identifier = identifier

    def document(
        self, completed: Completed, picture: str, status: Mapping[str, Any], at: datetime
    ) -> dict[str, Any]:
        """Return the document, still to be sealed.

        picture: a PNG in base64, which programs show of it. status: where it may be revoked.
        """
        part = _Parts(completed)
        moment = stamp(at)
        return {
            "@context": list(CONTEXTS),
            "id": f"urn:credential:{completed.training_id}",
            "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
            "credentialSchema": {"id": PROFILE, "type": "ShaclValidator2017"},
            "credentialProfiles": _concept(
                "http://data.europa.eu/snb/credential/e34929035b",
                "http://data.europa.eu/snb/credential/25831c2",
                "Generic",
            ),
            "displayParameter": part.display(picture),
            "issuer": self._organisation(part),
            "issuanceDate": moment,
            "issued": moment,
            "validFrom": moment,
            "credentialStatus": dict(status),
            "credentialSubject": part.holder(),
        }

    def _organisation(self, part: "_Parts") -> dict[str, Any]:
        number = self._identifier
        return {
            "id": self._issuer,
            "type": "Organisation",
            "legalName": part.said(self._name),
            "location": part.in_belgium("issuer"),
            **known(eIDASIdentifier=part.legal_identifier("issuer", number) if number else None),
        }


class _Parts:
    """The parts of the document of one training; what is typed stands in its own language."""

    def __init__(self, completed: Completed) -> None:
        self._training = completed.training
        self._person = completed.person
        self._language: str = completed.training["language"]

    def said(self, text: str) -> dict[str, str]:
        """Return a text with its language."""
        return {self._language: text}

    def display(self, picture: str) -> dict[str, Any]:
        """Return how programs show it: by its title, and a picture."""
        language = _concept(
            f"{_PUBLISHED}/language/{_LANGUAGES[self._language]}",
            f"{_PUBLISHED}/language",
            LANGUAGE_NAMES[self._language],
            self._language,
        )
        image = {
            **self._node("MediaObject"),
            "content": picture,
            "contentType": _concept(
                f"{_PUBLISHED}/file-type/PNG", f"{_PUBLISHED}/file-type", "PNG"
            ),
            "contentEncoding": _concept(
                "http://data.europa.eu/snb/encoding/6146cde7dd",
                "http://data.europa.eu/snb/encoding/25831c2",
                "base64",
            ),
        }
        detail = {**self._node("DisplayDetail"), "image": image, "page": 1}
        shown = {**self._node("IndividualDisplay"), "language": language, "displayDetail": [detail]}
        return {
            **self._node("DisplayParameter"),
            "title": self.said(translated(NAME, self._language)),
            "description": self.said(translated(MEANING, self._language)),
            "primaryLanguage": language,
            "language": [language],
            "individualDisplay": [shown],
        }

    def holder(self) -> dict[str, Any]:
        """Return who completed it, with what was achieved."""
        given, family = self._person["givenNames"], self._person["familyName"]
        born = self._person.get("birthDate")
        return {
            **self._node("Person"),
            "givenName": self.said(given),
            "familyName": self.said(family),
            "fullName": self.said(f"{given} {family}"),
            **known(dateOfBirth=_midnight(born) if born else None),
            "hasClaim": [self._achievement()],
        }

    def _achievement(self) -> dict[str, Any]:
        until = self._training["certificate"].get("validUntil")
        return {
            **self._node("LearningAchievement"),
            "title": self.said(self._training["title"]),
            "description": self.said(translated(MEANING, self._language)),
            **known(additionalNote=[self._valid_until(until)] if until else None),
            "awardedBy": self._awarding("achievement"),
            "influencedBy": [self._activity()],
        }

    def _valid_until(self, until: str) -> dict[str, Any]:
        day = show_date(date.fromisoformat(until), self._language)
        sentence = translated(VALID_UNTIL, self._language) % {"day": day}
        return {**self._node("Note"), "noteLiteral": self.said(sentence)}

    def _activity(self) -> dict[str, Any]:
        hours, minutes = divmod(self._training["durationMinutes"], 60)
        period = {
            **self._node("PeriodOfTime"),
            "startDate": _midnight(self._training["startDate"]),
            "endDate": _midnight(self._training["endDate"]),
        }
        return {
            **self._node("LearningActivity"),
            "title": self.said(self._training["title"]),
            "temporal": [period],
            "workload": f"PT{hours}H{minutes}M",
            **known(directedBy=self._provider()),
            "awardedBy": self._awarding("activity"),
        }

    def _awarding(self, of: str) -> dict[str, Any]:
        """Return who stands for it: who gave the training, or else the employer."""
        return {
            "id": self._id(f"awardingProcess:{of}"),
            "type": "AwardingProcess",
            "awardingBody": self._provider() or self._employer(),
        }

    def _employer(self) -> dict[str, Any]:
        number = self._training["employer"]["enterpriseNumber"]
        return self._enterprise(number, self._training["employerName"])

    def _provider(self) -> dict[str, Any] | None:
        provider = self._training.get("provider")
        if not provider:
            return None
        return self._enterprise(provider.get("enterpriseNumber"), provider.get("name"))

    def _enterprise(self, number: str | None, name: str | None) -> dict[str, Any]:
        """Return an organisation: Belgian where it has a number of ours, else only a name."""
        if number is None:
            return {**self._node("Organisation"), "legalName": self.said(str(name))}
        return {
            "id": f"urn:epass:org:{number}",
            "type": "Organisation",
            "legalName": self.said(name or show_enterprise_number(number)),
            "registration": self.legal_identifier(number, number),
            "location": self.in_belgium(number),
        }

    def legal_identifier(self, whose: str, number: str) -> dict[str, Any]:
        """Return a number under which an organisation is known in Belgium."""
        return {
            "id": self._id(f"legalIdentifier:{whose}"),
            "type": "LegalIdentifier",
            "notation": number,
            "spatial": _BELGIUM,
        }

    def in_belgium(self, whose: str) -> dict[str, Any]:
        """Return that an organisation is in Belgium."""
        address = {"id": self._id(f"address:{whose}"), "type": "Address", "countryCode": _BELGIUM}
        return {"id": self._id(f"location:{whose}"), "type": "Location", "address": [address]}

    def _node(self, kind: str) -> dict[str, str]:
        return {"id": self._id(kind[0].lower() + kind[1:]), "type": kind}

    def _id(self, what: str) -> str:
        return f"urn:epass:{what}:{self._training['id']}"


def _concept(concept: str, scheme: str, label: str, language: str = "en") -> dict[str, Any]:
    """Return a word of a list that the European Union keeps."""
    return {
        "id": concept,
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
        "prefLabel": {language: label},
    }


def _midnight(day: str) -> str:
    """Return a day as the moment at which it begins here: the model knows no days."""
    return datetime.combine(date.fromisoformat(day), time(), BELGIUM).isoformat()


_BELGIUM: Final = _concept(f"{_PUBLISHED}/country/BEL", f"{_PUBLISHED}/country", "Belgium")
