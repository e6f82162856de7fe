"""What is claimed of a completed training, in the words of SD-JWT VC and of Open Badges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self
from uuid import UUID

from portal.account.printed import known
from portal.languages import LANGUAGES, LOCALES, N_, translated

# What a holder may keep to themselves when they show an SD-JWT VC.
DISCLOSABLE: Final = ("given_name", "family_name", "birthdate", "employer", "provider")
TYPE_PATH: Final = "/.well-known/vct/completed-training"
CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
NAME: Final = N_("Completed training")
MEANING: Final = N_("A training that a worker completed, as registered in the learning account.")


@dataclass(frozen=True, slots=True)
class Completed:
    """A completed training and its holder, with the names of the export."""

    training: Mapping[str, Any]
    person: Mapping[str, Any]

    @classmethod
    def of(cls, training: Mapping[str, Any], person: Mapping[str, Any]) -> Self | None:
        """Return it; None where nothing can be claimed: not completed, withdrawn, not accepted."""
        stands = training["status"] == "completed" and training["recordState"] == "active"
        return cls(training, person) if stands and not training["toVerify"] else None

    @property
    def training_id(self) -> UUID:
        """Which training it is."""
        return UUID(self.training["id"])

    def claims(self, issuer: str) -> dict[str, Any]:
        """Return the claims of an SD-JWT VC."""
        training, person = self.training, self.person
        certificate = training["certificate"]
        return {
            "iss": issuer,
            "jti": f"urn:uuid:{training['id']}",
            **known(
                given_name=person["givenNames"],
                family_name=person["familyName"],
                birthdate=person.get("birthDate"),
                employer={
                    "name": training["employerName"],
                    "enterprise_number": training["employer"]["enterpriseNumber"],
                },
                provider=training.get("provider"),
            ),
            "training": known(
                title=training["title"],
                language=training["language"],
                start_date=training["startDate"],
                end_date=training["endDate"],
                duration_minutes=training["durationMinutes"],
                nature=training["nature"],
                certificate_valid_until=certificate.get("validUntil"),
            ),
        }

    def badge(self, issuer: str, issuer_name: str) -> dict[str, Any]:
        """Return an Open Badges 3.0 credential, still without status and proof."""
        training = self.training
        profile = {"id": issuer, "type": ["Profile"], "name": issuer_name}
        return {
            "@context": list(CONTEXTS),
            "id": f"urn:uuid:{training['id']}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": training["title"],
            "issuer": profile,
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [
                    {
                        "type": "IdentityObject",
                        "hashed": False,
                        "identityHash": self._holder(),
                        "identityType": "name",
                    }
                ],
                "activityStartDate": f"{training['startDate']}T00:00:00Z",
                "activityEndDate": f"{training['endDate']}T00:00:00Z",
                "achievement": self._achievement(profile),
            },
        }

    def _achievement(self, profile: Mapping[str, Any]) -> dict[str, Any]:
        training = self.training
        hours, minutes = divmod(training["durationMinutes"], 60)
        told = [
            translated(MEANING, training["language"]),
            f"{training['startDate']} - {training['endDate']}, {hours}:{minutes:02}",
            training["employerName"],
        ]
        return {
            "id": f"urn:uuid:{training['id']}",
            "type": ["Achievement"],
            "achievementType": "Certificate" if training["certificate"]["obtained"] else "Course",
            "name": training["title"],
            "description": ". ".join(told),
            "inLanguage": training["language"],
            "criteria": {"narrative": translated(NAME, training["language"])},
            "creator": profile,
        }

    def _holder(self) -> str:
        return f"{self.person['givenNames']} {self.person['familyName']}"


def type_metadata(base_url: str) -> dict[str, Any]:
    """Return what the type of our SD-JWT VC means, for wallets (SD-JWT VC type metadata)."""
    return {
        "vct": base_url + TYPE_PATH,
        "name": NAME,
        "description": MEANING,
        "display": [
            {
                "locale": LOCALES[language].replace("_", "-"),
                "name": translated(NAME, language),
                "description": translated(MEANING, language),
            }
            for language in LANGUAGES
        ],
        "claims": [{"path": [name], "sd": "always"} for name in DISCLOSABLE]
        + [{"path": ["training"], "sd": "never"}],
    }


def stamp(moment: datetime) -> str:
    """Return a moment as credentials write it."""
    return utc(moment).isoformat().replace("+00:00", "Z")


def utc(moment: datetime) -> datetime:
    """Return a moment in the time of credentials, in whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)
