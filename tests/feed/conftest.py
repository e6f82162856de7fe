"""What tests of the feed may ask for."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.orm import Session

from tests.feed.country import Feed


@pytest.fixture
def feed(tmp_path: Path, db: Session) -> Feed:
    folder = tmp_path / "feed"
    folder.mkdir()
    return Feed(folder, db)


@pytest.fixture(scope="session")
def ssh_key() -> str:
    public = Ed25519PrivateKey.generate().public_key()
    return public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
