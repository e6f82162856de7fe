"""Digital keys are configuration: one table of a TOML file each, none needs code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from portal.login.level import Level
from portal.login.options import (
    BY_KEY,
    EVERY_ROLE,
    AssertionAudience,
    ClaimNames,
    ContentAlgorithms,
    ExistingFile,
    ExistingFiles,
    InLanguages,
    IssParameter,
    KeyAlgorithms,
    LevelByRole,
    LevelWord,
    Pkce,
    SignatureAlgorithms,
    TokenAuth,
    UserinfoShape,
    Words,
)

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")  # all three, or discovery
ALL_ENDPOINTS = (
    *ENDPOINTS,
    "userinfo_endpoint",
    "end_session_endpoint",
    "pushed_authorization_request_endpoint",
)
LEAST_SECRET = 16  # characters; samples and passwords of people are shorter


class ProvidersFault(RuntimeError):
    """The configuration of the digital keys cannot be used: which table, which key and why.

    A RuntimeError, since that is what the HTTP server tells as a sentence when it starts.
    """


class ClaimMap(BaseModel):
    """Where in its answer a provider says what: the name of a claim, or a path with dots."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str | None = None  # the national number
    names: ClaimNames = ()
    language: str | None = None
    organisation: str | None = None
    roles: str | None = None


class Provider(BaseModel):
    """One digital key; times are in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")
    label: InLanguages = Field(default_factory=dict)
    help: InLanguages = Field(default_factory=dict)
    issuer: str = Field(pattern=r"^https?://[^\s?#]+$")
    demo_only: bool = False

    # Who we are there.
    client_id: str = Field(min_length=1)
    client_secret_file: ExistingFile | None = None
    token_auth: TokenAuth = BY_KEY
    signing_key_file: ExistingFile | None = None  # None: the portal's own, made at first start
    assertion_aud: AssertionAudience = "token_endpoint"
    assertion_life: int = Field(default=60, ge=10, le=300)
    send_client_id: bool = True

    # What we ask.
    scopes: Words = ("openid", "profile")
    claims: dict[str, Any] | None = None
    acr_values: Words = ()
    max_age: int | None = Field(default=None, ge=0)
    prompt: str | None = None
    ui_locales: bool = True
    pkce: Pkce = "s256"
    par: bool = False

    # What we accept.
    id_token_algs: SignatureAlgorithms = Field(default=("RS256",), min_length=1)
    id_token_jwe: bool = False
    id_token_max_age: int = Field(default=600, ge=30, le=3600)
    extra_audiences: ClaimNames = ()
    userinfo: UserinfoShape = "json"
    userinfo_algs: SignatureAlgorithms = ()  # empty: those of the ID token
    encryption_key_files: ExistingFiles = ()
    jwe_algs: KeyAlgorithms = ("RSA-OAEP-256",)
    jwe_encs: ContentAlgorithms = ("A128CBC-HS256",)
    iss_param: IssParameter = "if_advertised"
    clock_skew: int = Field(default=30, ge=0, le=120)
    timeout: int = Field(default=5, ge=1, le=30)  # for all that one sign-in asks

    # What it says of people.
    claim_map: ClaimMap = ClaimMap()
    # None: yes where the operator says which claim holds the number.
    trusted_for_number: bool | None = None
    level_from: str | None = None  # acr, amr or another claim; None: it tells no level
    level_table: dict[str, LevelWord] = Field(default_factory=dict)
    min_level: LevelByRole = Field(default_factory=lambda: {EVERY_ROLE: Level.LOW})

    # How it ends.
    rp_logout: bool = True
    backchannel_logout: bool = True

    # Where it is, instead of discovery.
    authorization_endpoint: str | None = None
    token_endpoint: str | None = None
    jwks_uri: str | None = None
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    pushed_authorization_request_endpoint: str | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """Refuse options that do not go together; sentences begin with the option's name."""
        encrypted = self.id_token_jwe or self.userinfo == "signed_encrypted"
        given = [name for name in ENDPOINTS if getattr(self, name)]
        missing = [name for name in ENDPOINTS if not getattr(self, name)]
        reasons = {
            "client_secret_file: this token_auth needs a secret": (
                self.token_auth != BY_KEY and self.client_secret_file is None
            ),
            "encryption_key_files: answers come encrypted, so a key is needed": (
                encrypted and not self.encryption_key_files
            ),
            "level_table: level_from is set, so say which value is which level": (
                self.level_from is not None and not self.level_table
            ),
            f"{', '.join(missing)}: give all of {', '.join(ENDPOINTS)}, or none": (
                bool(given) and bool(missing)
            ),
            "scopes: openid must be among them": "openid" not in self.scopes,
        }
        for reason, holds in reasons.items():
            if holds:
                raise ValueError(reason)
        return self

    @property
    def number_is_trusted(self) -> bool:
        """Whether what this key says of somebody's number is believed."""
        if self.trusted_for_number is None:
            return self.claim_map.number is not None
        return self.trusted_for_number

    def least_level(self, role: str) -> Level:
        """Return how sure this key must be of somebody in this role."""
        return self.min_level.get(role, self.min_level.get(EVERY_ROLE, Level.LOW))

    def reaches(self, level: Level) -> bool:
        """Tell whether this key can be that sure of anybody."""
        return max(self.level_table.values(), default=Level.LOW) >= level

    def values_for(self, level: Level) -> tuple[str, ...]:
        """Return by which words to ask this key for at least a level; none: by none."""
        enough = tuple(value for value, found in self.level_table.items() if found >= level)
        return tuple(value for value in self.acr_values if value in enough) or enough

    def words(self, language: str) -> tuple[str, str]:
        """Return the label and the help text in a language, in another one, or the bare name."""
        return (
            _first(self.label, language) or self.name.replace("_", " ").capitalize(),
            _first(self.help, language) or "",
        )


def _first(words: Mapping[str, str], language: str) -> str | None:
    return words.get(language) or words.get("en") or next(iter(words.values()), None)


def read_providers(path: Path, key_url: str) -> dict[str, Provider]:
    """Return the digital keys of a TOML file by their names, in its order.

    key_url: the address of the demo key, which `{key_url}` in an issuer stands for.
    Raises ProvidersFault with a sentence that names the file, the table and the key.
    """
    try:
        text = path.read_text(encoding="utf-8").replace("{key_url}", key_url)
        tables = tomllib.loads(text)
    except OSError as fault:
        raise ProvidersFault(
            f"The file of digital keys {path} cannot be read ({fault.strerror}): correct"
            " PORTAL_PROVIDERS, or unset it to use the demo key alone."
        ) from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ProvidersFault(f"{path}: {fault}") from fault
    if not tables:
        raise ProvidersFault(f"{path}: write at least one table, named as the key, such as [fas].")
    return {name: _provider(path, name, values) for name, values in tables.items()}


def refuse_in_production(provider: Provider) -> None:
    """Raise ProvidersFault where a key may be used in development only, saying what to set."""
    if provider.demo_only:
        raise ProvidersFault(f"[{provider.name}] demo_only: take this key out in production.")
    for name in ("issuer", *ALL_ENDPOINTS):
        if not (getattr(provider, name) or "https://").startswith("https://"):
            raise ProvidersFault(f"[{provider.name}] {name}: production needs an https address.")
    secret = provider.client_secret_file
    if secret is not None and len(secret.read_bytes().strip()) < LEAST_SECRET:
        raise ProvidersFault(
            f"[{provider.name}] client_secret_file: production needs the secret that the provider "
            f"gave you, of at least {LEAST_SECRET} characters."
        )
    if provider.token_auth == BY_KEY and provider.signing_key_file is None:
        raise ProvidersFault(
            f"[{provider.name}] signing_key_file: production needs a key of yours."
        )


def _provider(path: Path, name: str, values: object) -> Provider:
    if not isinstance(values, dict):
        raise ProvidersFault(f"{path}: {name} stands outside of a table, such as [fas].")
    if "name" in values:
        raise ProvidersFault(f"{path}: [{name}] name: the name stands in brackets above.")
    try:
        return Provider.model_validate({"name": name, **values}, context={"folder": path.parent})
    except ValidationError as fault:
        # Inputs stay out: a secret pasted into the wrong key must not reach a log.
        told = [
            f"{path}: [{name}] {'.'.join(str(step) for step in error['loc'])}: {error['msg']}"
            for error in fault.errors(include_input=False, include_url=False)
        ]
        raise ProvidersFault("\n".join(told)) from None
