"""Whoever got an answer or a paper finds the certificate of its seal."""

from cryptography import x509

from portal.app import create_app
from portal.documents.seal_keys import read_seal_key
from portal.settings import Settings


def test_the_certificate_of_the_seal_is_there_for_everybody(settings: Settings) -> None:
    answer = create_app(settings).test_client().get("/.well-known/seal.pem")
    assert answer.status_code == 200
    assert b"PRIVATE" not in answer.data
    shown = x509.load_pem_x509_certificates(answer.data)
    assert tuple(shown) == read_seal_key(settings).certificates
