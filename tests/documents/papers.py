"""Attestations of invented accounts, as they are handed out."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.account.attestation import Scope, Statement, Wanted, statement_of
from portal.account.values import Account
from portal.documents.issuing import unsealed_paper
from portal.documents.paper import Imprint
from portal.documents.seal import Seal, seal_of
from portal.settings import Settings
from tests.web.records import TRAININGS
from tests.web.worlds import WORLDS

AT = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/Brussels"))
IMPRINT = Imprint(
    code="7K3MQ9V2X8PDRT4B",
    issued_at=AT,
    issuer="FOD Werkgelegenheid",
    dispute="Ernest Blerotstraat 1, 1070 Brussel",
    base_url="https://account.example.be",
)
ALL = Wanted(Scope.ALL)
A_YEAR = Wanted(Scope.YEAR, year=2026)
LONG_NAME = "Maria Magdalena Guillemette Van den Broecke-Vanderbeelen de la Haute-Meuse"


def statement(world: str = "one", wanted: Wanted = A_YEAR) -> Statement:
    """Return what is attested of an invented account."""
    return statement_of(WORLDS[world], wanted)


def long_career(count: int = 450) -> Account:
    """Return an account with many trainings of somebody with a long name."""
    one = WORLDS["one"]
    many = tuple(
        TRAININGS[0]._replace(
            training_id=UUID(int=5000 + number), title=f"Opleiding {number}: veilig werken"
        )
        for number in range(count)
    )
    person = replace(one.person, given_names=LONG_NAME)
    return replace(one, person=person, trainings=many, training_count=count)


def paper(said: Statement | None = None, language: str = "nl", **imprint: object) -> bytes:
    """Return an attestation before it is sealed."""
    return unsealed_paper(said or statement(), replace(IMPRINT, **imprint), language)


@cache
def _seal(data: Path) -> Seal:
    return seal_of(Settings(data=data))


def sealed(folder: Path, pdf: bytes | None = None, name: str = "attestation.pdf") -> Path:
    """Return the file of a sealed attestation in a folder."""
    path = folder / name
    path.write_bytes(_seal(folder).seal(pdf or paper()))
    return path
