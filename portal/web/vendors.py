"""What the makers of software must know of the web service: addresses, commands, limits, codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from portal.declarations.reason import ZONES
from portal.languages import N_
from portal.settings import REST_BASE, Settings
from portal.wire.codes import Code, all_codes
from portal.wire.kinds import MOST_ITEMS
from portal.wire.shapes import place_of

# The commands of a first declaration, for a shell; docs/vendors.md has the same.
DISCOVER: Final = "curl -s {issuer}/.well-known/openid-configuration"
ASKING: Final = """\
curl -s $TOKEN_ENDPOINT \\
  -d grant_type=client_credentials \\
  -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
  -d client_assertion=$PROOF \\
  -d "scope=scope:fla:training:declare scope:fla:account:consult\""""
DECLARE: Final = """\
curl -si {service}/trainings \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' -d '{{
  "reference": "W2026-1",
  "worker": {{"ssin": "SSIN"}},
  "employer": {{"enterpriseNumber": "ENTERPRISE_NUMBER"}},
  "title": "Veilig werken op hoogte", "language": "nl",
  "nature": "formal", "status": "completed",
  "startDate": "2026-11-09", "endDate": "2026-11-10",
  "durationMinutes": 456, "countsForRight": true,
  "certificate": {{"obtained": false}}
}}'"""
SCOPES: Final = {
    "scope:fla:training:declare": N_("Declare trainings, one by one or many at once"),
    "scope:fla:right:declare": N_("Declare rights that an employer or a sector gives"),
    "scope:fla:account:consult": N_("Read trainings, rights and accounts"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be asked: bytes of a request and of a submission, items, requests."""

    body: int
    submission_body: int
    items: int
    page: int
    requests: int


@dataclass(frozen=True, slots=True)
class Service:
    """The web service as its makers of software meet it, of one portal.

    commands: of a first declaration, by name.
    """

    address: str
    commands: Mapping[str, str]
    limits: Limits

    @classmethod
    def of(cls, settings: Settings) -> "Service":
        """Return the service that runs with these settings."""
        address = f"{settings.base_url}{REST_BASE}"
        names = {
            "service": address,
            "issuer": settings.token_issuer.rstrip("/"),
        }
        steps = {"discover": DISCOVER, "ask": ASKING, "declare": DECLARE}
        return cls(
            address,
            {name: command.format(**names) for name, command in steps.items()},
            Limits(
                settings.rest_body,
                settings.rest_submission_body,
                MOST_ITEMS,
                settings.rest_page_size,
                settings.rest_requests,
            ),
        )


def codes() -> list[tuple[Code, tuple[str, ...]]]:
    """Return every code with its sentences in the language of the page."""
    return [(code, code.told(gettext)) for code in all_codes()]


def zones() -> dict[str, list[str]]:
    """Return the fields by the first half of their ErrorIDs."""
    found: dict[str, list[str]] = {}
    for field, zone in sorted(ZONES.items(), key=lambda pair: pair[1]):
        found.setdefault(zone, []).append(place_of(field))
    return found
