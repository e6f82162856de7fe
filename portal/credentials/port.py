"""The one way to credentials: whoever asks need not know which library signs them, or whether."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from portal.credentials.claims import Completed


class Signed(NamedTuple):
    """One training as signed credentials: SD-JWT VC, Open Badges and European Learning Model."""

    sd_jwt: str
    badge: str
    european: str


class Issuer(Protocol):
    """Signs credentials and says how to check them."""

    def sign(self, training: Completed, index: int, issued_at: datetime) -> Signed:
        """Return a training as credentials. index: its place in the lists of what is revoked."""

    def metadata(self) -> Mapping[str, Any]:
        """Return the keys, as SD-JWT VC looks for them (JWT VC issuer metadata)."""

    def status_token(self, number: int, revoked: list[int], now: datetime) -> str:
        """Return a list of what is revoked, signed, as SD-JWT VC reads it."""

    def status_credential(
        self, number: int, revoked: list[int], now: datetime
    ) -> Mapping[str, Any]:
        """Return the same list, signed, as Open Badges reads it."""

    def contexts(self) -> Iterator[tuple[str, bytes]]:
        """Return the JSON-LD contexts that the documents name, so that nobody must fetch them."""
