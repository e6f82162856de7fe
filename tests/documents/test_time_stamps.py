"""A time-stamping authority is asked where the settings name one, and nothing is sealed without."""

import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509 import CertificateBuilder, ExtendedKeyUsage, Name, NameAttribute
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from portal.documents.seal import seal_of
from portal.documents.seal_keys import SealFault
from portal.settings import Settings
from tests.documents.papers import AT, paper


def authority() -> DummyTimeStamper:
    """Return what stamps, with a key of its own: of RSA, the only kind that it knows."""
    key = rsa.generate_private_key(65537, 2048)
    name = Name([NameAttribute(NameOID.COMMON_NAME, "Test time stamps")])
    made = (
        CertificateBuilder(name, name, key.public_key(), 1, AT, AT + timedelta(days=1))
        .add_extension(ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        x509.Certificate.load(made.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(written),
        fixed_dt=AT,
    )


@pytest.fixture
def address() -> Iterator[str]:
    """Serve an authority that stamps whatever it is sent."""
    stamper = authority()

    class Stamps(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Stamps)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_moment_of_the_authority_is_in_the_seal(address: str, tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    path.write_bytes(seal_of(Settings(data=tmp_path, time_stamp=address)).seal(paper()))
    asked = ["pdfsig", "-nocert", str(path)]
    said = subprocess.run(asked, capture_output=True, check=False).stdout.decode()  # noqa: S603
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    # As DER writes the moment, in hexadecimal digits: 20261124093000Z.
    assert b"20261124093000Z".hex().encode() in path.read_bytes().lower()


def test_nothing_is_sealed_where_no_time_stamp_comes(tmp_path: Path) -> None:
    nowhere = Settings(data=tmp_path, time_stamp="http://127.0.0.1:9/")
    with pytest.raises(SealFault, match="No time stamp"):
        seal_of(nowhere).seal(paper())
