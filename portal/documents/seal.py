"""Seals a PDF so that one changed byte is found: PAdES, certifying, no change allowed after.

Other files get a detached signature by the same key.
"""

import asyncio
import io
from functools import cache
from threading import Lock
from typing import IO, cast

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.documents.seal_devices import device_signer
from portal.documents.seal_keys import LONGEST_SIGNATURE, SealFault, SealKey, read_seal_key
from portal.settings import Settings

FIELD = "Seal"
# Hexadecimal digits kept free for the signature beside those of the certificates.
ROOM = 2048
ROOM_OF_A_TIME_STAMP = 16384
PATIENCE = 5  # seconds to wait for a time stamp


class KeptKey(Signer):
    """Signs with a key that was read and checked once; pyHanko's own reads it each time."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, chain: list[x509.Certificate]) -> None:
        super().__init__(
            signing_cert=chain[0],
            cert_registry=SimpleCertificateStore.from_certs(chain),  # type: ignore[no-untyped-call]
        )
        self._key = key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - as pyHanko calls it
    ) -> bytes:
        """Return the signature of some bytes."""
        if digest_algorithm != "sha256":
            raise SealFault(f"The seal knows no digest {digest_algorithm}.")
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class Seal:
    """The seal of this process, ready for use: read once, used by one thread at a time."""

    def __init__(self, known: SealKey, signer: Signer, stamper: TimeStamper | None) -> None:
        self.is_development = known.is_development
        written = [one.public_bytes(Encoding.DER) for one in known.certificates]
        self._room = ROOM + 2 * sum(map(len, written)) + (ROOM_OF_A_TIME_STAMP if stamper else 0)
        self._turn = Lock()
        # The box lies outside of the page: the one way to suit PDF/A and PDF/UA at once.
        self._field = SigFieldSpec(
            FIELD,
            readable_field_name=FIELD,
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        )
        self._signer = signer
        self._stamper = stamper
        self._name = known.name

    def seal(self, pdf: bytes) -> bytes:
        """Return a PDF with the seal on it; raises SealFault where no time stamp comes."""
        signing = PdfSigner(
            PdfSignatureMetadata(
                field_name=FIELD,
                name=self._name,
                md_algorithm="sha256",
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
                subfilter=SigSeedSubFilter.PADES,
            ),
            signer=self._signer,
            timestamper=self._stamper,
            new_field_spec=self._field,
        )
        with self._turn:
            try:
                sealed = signing.sign_pdf(
                    IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=self._room
                )
            except (OSError, TimestampRequestError) as fault:
                raise SealFault("No time stamp could be had.") from fault
        return cast("io.BytesIO", sealed).getvalue()

    def sign(self, content: IO[bytes]) -> bytes:
        """Return a detached signature (CMS) of what a file holds, read piece by piece."""
        signing = self._signer.async_sign_general_data(content, "sha256")
        with self._turn:
            signed: bytes = asyncio.run(signing).dump()
        return signed


@cache
def seal_of(settings: Settings) -> Seal:
    """Return the seal of the settings, made once a process; raises SealFault."""
    known = read_seal_key(settings)
    chain = _chain(known)
    if known.key is not None:
        signer: Signer = KeptKey(known.key, chain)
    else:
        signer = device_signer(settings, chain)
    address = settings.time_stamp
    return Seal(known, signer, HTTPTimeStamper(address, timeout=PATIENCE) if address else None)


def _chain(known: SealKey) -> list[x509.Certificate]:
    return [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in known.certificates]
