"""The types of problems and issues: those of Belgif where it has one, and ours beside them."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from portal.languages import N_

MOST_ITEMS: Final = 1000  # declarations of one submission
_BELGIF: Final = "https://www.belgif.be/specification/rest/api-guide/problems"


# The issue types that Belgif has; all others are ours.
_BELGIF_ISSUES: Final = frozenset(
    {
        "schemaViolation",
        "unknownInput",
        "invalidStructure",
        "outOfRange",
        "referencedResourceNotFound",
        "replacedSsin",
        "canceledSsin",
        "invalidPeriod",
        "rejectedInput",
    }
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem: its name, its owner, its status and its title."""

    code: str
    status: int
    title: str
    detail: str
    owner: str = "belgif"

    @property
    def urn(self) -> str:
        """The name by which software knows it."""
        return f"urn:problem-type:{self.owner}:{self.code}"

    @property
    def href(self) -> str | None:
        """Where Belgif explains it; None: ours, explained in the document of the service."""
        return f"{_BELGIF}/{self.code}.html" if self.owner == "belgif" else None


def _ours(code: str, status: int, title: str, detail: str) -> Kind:
    return Kind(code, status, title, detail, "fla")


BAD_REQUEST: Final = Kind("badRequest", 400, "Bad Request", N_("The input message is incorrect."))
NO_TOKEN: Final = Kind(
    "noAccessToken", 401, "No Access Token", N_("No Bearer access token was found in the request.")
)
INVALID_TOKEN: Final = Kind(
    "invalidAccessToken", 401, "Invalid Access Token", N_("The Bearer access token is invalid.")
)
EXPIRED_TOKEN: Final = Kind(
    "expiredAccessToken", 401, "Expired Access Token", N_("The Bearer access token has expired.")
)
MISSING_SCOPE: Final = Kind(
    "missingScope", 403, "Missing Scope", N_("The access token lacks a scope that this needs.")
)
MISSING_PERMISSION: Final = Kind(
    "missingPermission", 403, "Missing Permission", N_("This client may not do this.")
)
REGISTRATION_CLOSED: Final = _ours(
    "registrationClosed", 403, "Registration Closed", N_("Nothing can be declared any more.")
)
ACCESS_CLOSED: Final = _ours(
    "accessClosed", 403, "Access Closed", N_("The employment ended too long ago.")
)
NOT_FOUND: Final = Kind(
    "resourceNotFound", 404, "Resource Not Found", N_("There is nothing at this address.")
)
METHOD_NOT_ALLOWED: Final = _ours(
    "methodNotAllowed", 405, "Method Not Allowed", N_("This address knows other methods.")
)
NOT_ACCEPTABLE: Final = _ours(
    "notAcceptable", 406, "Not Acceptable", N_("This service answers in JSON only.")
)
REQUEST_IN_PROGRESS: Final = _ours(
    "requestInProgress", 409, "Request In Progress", N_("The same request is still being handled.")
)
REFERENCE_CONFLICT: Final = _ours(
    "referenceConflict", 409, "Reference Conflict", N_("The reference names another declaration.")
)
RIGHT_EXISTS: Final = _ours(
    "rightExists", 409, "Right Exists", N_("This right was declared before.")
)
VERSION_CONFLICT: Final = _ours(
    "versionConflict", 412, "Version Conflict", N_("The record was changed in the meantime.")
)
TOO_LARGE: Final = Kind("payloadTooLarge", 413, "Payload Too Large", N_("The body is too large."))
UNSUPPORTED: Final = _ours(
    "unsupportedMediaType", 415, "Unsupported Media Type", N_("The body must be application/json.")
)
VERSION_REQUIRED: Final = _ours(
    "versionRequired", 428, "Version Required", N_("If-Match must name the version that was seen.")
)
TOO_MANY: Final = Kind(
    "tooManyRequests", 429, "Too Many Requests", N_("This client asked too often of late.")
)
OUR_FAULT: Final = Kind(
    "internalServerError", 500, "Internal Server Error", N_("Something went wrong on our side.")
)
UNAVAILABLE: Final = Kind(
    "serviceUnavailable", 503, "Service Unavailable", N_("Try again in a minute.")
)
KINDS: Final = MappingProxyType(
    {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
)
# The codes of the catalogue that are a problem by themselves; all others are issues of a 400.
OF_CODE: Final = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            MISSING_PERMISSION,
            REGISTRATION_CLOSED,
            ACCESS_CLOSED,
            REFERENCE_CONFLICT,
            RIGHT_EXISTS,
            VERSION_CONFLICT,
        )
    }
)


def issue_urn(code: str) -> str:
    """Return the name by which software knows what is wrong with a field."""
    owner = "belgif" if code in _BELGIF_ISSUES else "fla"
    return f"urn:problem-type:{owner}:input-validation:{code}"
