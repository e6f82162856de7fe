"""What whoever runs the portal may set, read once from the environment and from `.env`."""

import os
import secrets
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from portal.secret_files import keep_secret

HOUSE = Path(__file__).parent.parent
SECRET_BYTES = 32
DIFFERENT_BYTES = 10  # in hexadecimal digits there are sixteen
REST_BASE = "/REST/fla/v1"  # where the web service stands; what it adds later keeps this version
SAMPLES = (b"change", b"secret", b"sample", b"example", b"password")


class Settings(BaseSettings):
    """The settings, each read from `PORTAL_<NAME>`; the database from `DATABASE_URL`."""

    model_config = SettingsConfigDict(
        env_prefix="PORTAL_",
        env_file=HOUSE / ".env",  # wherever the command is given
        env_ignore_empty=True,  # `PORTAL_DATA=` is no folder, but the default
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    environment: Literal["development", "production"] = "development"
    # None: the embedded PostgreSQL in `data`
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    # A copy that follows it, from which accounts are read; None: the primary serves everything
    database_replica_url: str | None = Field(default=None, validation_alias="DATABASE_REPLICA_URL")
    # In which role to work in the embedded database; None: as its owner
    database_role: str | None = None
    data: Path = HOUSE / "var"  # all that is written: database, keys, spool
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8000, ge=1, le=65535)
    key_port: int = Field(default=8001, ge=1, le=65535)
    sftp_port: int = Field(default=8022, ge=1, le=65535)
    sftp_host: str = "127.0.0.1"
    sftp_host_key: Path | None = None  # None: made in `data` at the first start, then kept
    mailboxes: Path | None = None  # a folder per sender; None: in `data`
    mailbox_quota: int = Field(default=2**30, ge=2**20)  # bytes that a sender may have waiting
    mailbox_files: int = Field(default=1000, ge=8)  # files of the same
    batch_size: int = Field(default=50 * 2**20, ge=2**10)  # bytes of one file
    answer_days: int = Field(default=90, ge=1)  # that an answer waits to be fetched
    orphan_days: int = Field(default=7, ge=1)  # after which a file without GO is given up
    batch_records: int = Field(default=50_000, ge=1)  # of one file
    base_url: str = ""  # as browsers see the portal; default: http on this machine
    key_url: str = ""  # the demo key's issuer; default: http on this machine
    trusted_hosts: tuple[str, ...] = ()  # default: the host of `base_url`
    proxies: int = Field(default=0, ge=0)  # how many proxies before us set X-Forwarded-*
    demo_feed: Path | None = None  # None: the demo country
    providers: Path | None = None  # a TOML file; None: the demo key alone
    registration: Literal["open", "by-law"] = "open"
    today: date | None = None  # a day at which the clock stands still
    secret_key_file: Path | None = None  # None: made in `data` at the first start
    number_keys: Path | None = None  # the folder of the keys of numbers; None: one in `data`
    issuer: str = ""  # who attests, as attestations name it; default: the portal, by its name
    dispute: str = ""  # where to turn when an employer does not correct what is wrong
    seal_key: Path | None = None  # PEM: a key on P-256, and certificates; None: made in `data`
    seal_certificate: Path | None = None  # PEM: certificates, where they lie apart from the key
    seal_pkcs11: Path | None = None  # the library of a device that holds the key of the seal
    seal_token: str = ""  # the label of the token in it
    seal_label: str = ""  # the label of the key in the token
    seal_pin_file: Path | None = None
    time_stamp: str = ""  # the address of a time-stamping authority; none: no time stamps
    token_issuer: str = ""  # default: the demo key
    token_audience: str = ""  # default: the address of the web service
    # Where a token names the organisation: the name of a claim, or a path with dots.
    token_enterprise_claim: str = "enterpriseNumber"  # noqa: S105 - a name
    rest_requests: int = Field(default=1000, ge=1)  # of one client in five minutes
    rest_body: int = Field(default=64 * 1024, ge=1024)  # bytes
    rest_submission_body: int = Field(default=5 * 2**20, ge=1024)  # bytes
    rest_page_size: int = Field(default=100, ge=10, le=1000)  # the largest
    levels: str = ""  # how sure a key must be, per role or page: `worker=substantial`
    metrics_token_file: Path | None = None  # None: made in `data` at the first start
    logs: Literal["lines", "json"] = "lines"  # how processes write down what they do
    debug: bool = Field(default=False, validation_alias="FLASK_DEBUG")  # as Flask reads it
    rate_limits: bool = True  # false: nobody is refused for asking too often
    # Whom readers can ask, as the pages of contact and privacy show it; empty: it is not shown.
    contact_name: str = ""  # the organisation that runs the portal
    contact_email: str = ""
    contact_phone: str = ""
    contact_privacy_email: str = ""  # of its data protection officer

    @model_validator(mode="after")
    def _fill(self) -> Self:
        """Complete the addresses that follow from the ports, and refuse what production may not."""
        # The model is frozen for everybody else; these follow from what was given.
        set_ = object.__setattr__
        set_(self, "data", self.data.absolute())
        set_(self, "base_url", (self.base_url or f"http://127.0.0.1:{self.web_port}").rstrip("/"))
        set_(self, "key_url", (self.key_url or f"http://127.0.0.1:{self.key_port}").rstrip("/"))
        set_(self, "token_issuer", self.token_issuer or self.key_url)
        set_(self, "token_audience", self.token_audience or f"{self.base_url}{REST_BASE}")
        if self.environment == "production":
            self._refuse_what_production_may_not()
        return self

    def _refuse_what_production_may_not(self) -> None:
        """Raise ValueError with all that must be set otherwise, a sentence each."""
        own_host = urlsplit(self.base_url).hostname
        refused = {
            "PORTAL_TODAY stops the clock: unset it in production.": self.today is not None,
            "Set PORTAL_BASE_URL to the https address of the portal: over http, cookies are not"
            " safe.": not self.base_url.startswith("https://"),
            "PORTAL_TRUSTED_HOSTS must name each host of the portal, that of PORTAL_BASE_URL too,"
            " and no pattern.": bool(self.trusted_hosts)
            and (own_host not in self.trusted_hosts or "*" in "".join(self.trusted_hosts)),
            "Set PORTAL_PROVIDERS: the demo key does not run in production.": (
                self.providers is None
            ),
            "PORTAL_DEMO_FEED holds invented people: unset it in production.": (
                self.demo_feed is not None
            ),
            "Set PORTAL_TOKEN_ISSUER to an https address.": self.token_issuer
            not in {"", self.key_url}
            and not self.token_issuer.startswith("https://"),
            "Set PORTAL_SEAL_KEY, or PORTAL_SEAL_PKCS11 and PORTAL_SEAL_CERTIFICATE: a development"
            " seal proves nothing.": self.seal_key is None
            and (self.seal_pkcs11 is None or self.seal_certificate is None),
            "FLASK_DEBUG shows the inside of the portal: unset it in production.": self.debug,
            "Set PORTAL_SECRET_KEY_FILE: a file with at least 32 random bytes, made for example by"
            " `openssl rand -out FILE 32`.": not self._has_a_secret(),
            "Set PORTAL_NUMBER_KEYS: the folder with the keys of social security numbers, apart"
            " from the database and from its backups.": self.number_keys is None,
        }
        sentences = [sentence for sentence, holds in refused.items() if holds]
        if sentences:
            raise ValueError("\n".join(sentences))

    def __hash__(self) -> int:
        """Return a number that equal settings share; each page asks for it, so not of them all."""
        return hash((self.database_url, self.data, self.base_url))

    @property
    def number_keys_folder(self) -> Path:
        """The folder in which the keys of social security numbers lie."""
        return (self.number_keys or self.data / "keys" / "numbers").absolute()

    def _has_a_secret(self) -> bool:
        """Tell whether a file holds what nobody can guess: no sample, no word, no repetition."""
        if self.secret_key_file is None or not self.secret_key_file.is_file():
            return False
        secret = self.secret_key_file.read_bytes()
        sample = any(word in secret.lower() for word in SAMPLES)
        return len(secret) >= SECRET_BYTES and len(set(secret)) >= DIFFERENT_BYTES and not sample

    def secret_key(self) -> bytes:
        """Return the secret that signs form tokens; make it at the first start in development."""
        path = self.secret_key_file or self.data / "keys" / "secret.key"
        if self.secret_key_file is None and not path.exists():
            keep_secret(path, secrets.token_bytes(SECRET_BYTES))
        return path.read_bytes()

    def metrics_token(self) -> str:
        """Return what whoever asks for metrics must show; make it at the first start."""
        path = self.metrics_token_file or self.data / "keys" / "metrics.token"
        if self.metrics_token_file is None and not path.exists():
            keep_secret(path, secrets.token_urlsafe(SECRET_BYTES).encode())
        return path.read_text(encoding="ascii").strip()


def unknown_settings() -> list[tuple[str, str | None]]:
    """Return the names in the environment and `.env` that look like settings and are none.

    Each with the name that was perhaps meant.
    """
    prefix = str(Settings.model_config["env_prefix"])
    known = [
        str(field.validation_alias or f"{prefix}{name}".upper())
        for name, field in Settings.model_fields.items()
    ]
    file = Settings.model_config["env_file"]
    given = {*os.environ, *(dotenv_values(str(file)) if file else ())}
    unknown = sorted(
        name for name in given if name.upper().startswith(prefix) and name.upper() not in known
    )
    return [(name, _meant_by(name.upper(), known)) for name in unknown]


def _meant_by(name: str, known: list[str]) -> str | None:
    bare = name.removeprefix(str(Settings.model_config["env_prefix"]))
    return bare if bare in known else next(iter(get_close_matches(name, known, 1, 0.8)), None)


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Return the settings; raises pydantic's ValidationError naming what is wrong."""
    return Settings()
