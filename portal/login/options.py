"""How operators write the options of a provider: lists, choices, words in four languages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from portal.languages import LANGUAGES
from portal.login.level import Level

EVERY_ROLE = "*"
BY_KEY: Final = "private_key_jwt"  # we prove who we are by a signature, not by a secret


def _words(value: Any) -> Any:  # noqa: ANN401 - what stands in the file
    """Split a text at its spaces, as scopes are written on the wire; a list stays a list."""
    return tuple(value.split()) if isinstance(value, str) else value


def _one_or_many(value: Any) -> Any:  # noqa: ANN401 - what stands in the file
    return (value,) if isinstance(value, str) else value


def _in_all_languages(value: Any) -> Any:  # noqa: ANN401 - what stands in the file
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


def _ours(value: dict[str, str]) -> dict[str, str]:
    for language in value:
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}, use {', '.join(LANGUAGES)}")
    return value


def _level(value: Any) -> Any:  # noqa: ANN401 - what stands in the file
    if not isinstance(value, str):
        return value
    try:
        return Level.of(value)
    except KeyError:
        raise ValueError("use low, substantial or high") from None


def _for_every_role(value: Any) -> Any:  # noqa: ANN401 - what stands in the file
    return value if isinstance(value, dict) else {EVERY_ROLE: value}


def _existing(path: Path, info: ValidationInfo) -> Path:
    """Read a path from the folder of the file in which it stands."""
    found = Path((info.context or {}).get("folder", ".")) / path
    if not found.is_file():
        raise ValueError(f"there is no file {found}")
    return found


def _choice(also: Mapping[str, str] | None = None) -> BeforeValidator:
    """Read a choice in any spelling (`if advertised`, `If-Advertised`), yes and no included.

    also: further words, and the choice each stands for.
    """

    def read(value: Any) -> Any:  # noqa: ANN401 - what stands in the file
        if not isinstance(value, str | bool):
            return value
        word = str(value).strip().lower().replace(" ", "_").replace("-", "_")
        return (also or {}).get(word, word)

    return BeforeValidator(read)


# Signatures that only the provider can make: `none` and shared secrets are not to be had.
SignatureAlgorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    "Ed25519",
]  # fmt: skip
KeyAlgorithm = Literal["RSA-OAEP-256", "RSA-OAEP", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"]
ContentAlgorithm = Literal[
    "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"
]

Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
InLanguages = Annotated[dict[str, str], BeforeValidator(_in_all_languages), AfterValidator(_ours)]
LevelWord = Annotated[Level, BeforeValidator(_level)]
LevelByRole = Annotated[dict[str, LevelWord], BeforeValidator(_for_every_role)]
ExistingFile = Annotated[Path, AfterValidator(_existing)]
ExistingFiles = Annotated[tuple[ExistingFile, ...], BeforeValidator(_one_or_many)]
ClaimNames = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
SignatureAlgorithms = Annotated[tuple[SignatureAlgorithm, ...], BeforeValidator(_words)]
KeyAlgorithms = Annotated[tuple[KeyAlgorithm, ...], BeforeValidator(_words), Field(min_length=1)]
ContentAlgorithms = Annotated[
    tuple[ContentAlgorithm, ...], BeforeValidator(_words), Field(min_length=1)
]
TokenAuth = Annotated[
    Literal["private_key_jwt", "client_secret_basic", "client_secret_post"], _choice()
]
AssertionAudience = Annotated[Literal["issuer", "token_endpoint"], _choice()]
IssParameter = Annotated[
    Literal["required", "if_advertised", "ignored"],
    _choice({"true": "required", "false": "ignored"}),
]
Pkce = Annotated[Literal["s256", "off"], _choice({"true": "s256", "false": "off"})]
UserinfoShape = Annotated[
    Literal["off", "json", "signed", "signed_encrypted"],
    _choice(
        {
            "false": "off",
            "none": "off",
            "true": "json",
            "jwt": "signed",
            "jws": "signed",
            "signed_jwt": "signed",
            "jwe": "signed_encrypted",
            "encrypted": "signed_encrypted",
            "signed_and_encrypted": "signed_encrypted",
        }
    ),
]
