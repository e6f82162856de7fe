"""What a sealed attestation of one page costs, beside what cannot be less, and beside the usual.

    .venv/bin/python -m bench.attestation

CPU time of this process, variants in turn, medians of ratios. Bare: typst sets the same words and
pyHanko seals with a kept key, nothing more. Usual: WeasyPrint sets a page of HTML with the same
lines, and pyHanko's own signer seals it with an RSA key; needs `pip install weasyprint`.
"""

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from weasyprint import HTML

from portal.documents.issuing import sealed_paper
from portal.documents.paper import paper_of
from portal.documents.seal import FIELD, seal_of
from portal.documents.sentences import Sentences
from portal.documents.typesetting import qr_code, typeset
from portal.settings import Settings
from tests.documents.papers import IMPRINT, statement

ROUNDS = 15
MOST_OF_BARE = 1.3
LEAST_OF_USUAL = 7


def cpu(act: Callable[[], object]) -> float:
    """Return the processor time of one act in milliseconds."""
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


def html_of(said: dict[str, object]) -> str:
    """Return the words of a paper as a plain page."""

    def lines(value: object) -> list[str]:
        if isinstance(value, dict):
            return [line for one in value.values() for line in lines(one)]
        if isinstance(value, list):
            return [line for one in value for line in lines(one)]
        return [str(value)]

    return "".join(f"<p>{escape(line)}</p>" for line in lines(said))


def usual_signer() -> signers.SimpleSigner:
    """Return pyHanko's own signer with an RSA key of 3072 bits."""
    key = rsa.generate_private_key(65537, 3072)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bench")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = Path(tempfile.mkdtemp())
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return signers.SimpleSigner.load(str(folder / "key.pem"), str(folder / "cert.pem"))


def main() -> None:
    """Measure, print, and fail where it costs too much."""
    seal = seal_of(Settings(data=Path(tempfile.mkdtemp())))
    said = statement("path")
    signer = usual_signer()
    to_bare, to_usual = [], []
    for number in range(ROUNDS + 3):
        # Another number each time, as it is: what typst remembers must not help.
        imprint = replace(IMPRINT, code=f"7K3MQ9V2X8PDR{number:03}")
        paper = paper_of(said, imprint, Sentences("nl"))
        ready = paper | {"qr": qr_code(imprint.address("nl"))}
        other = ready | {"code": f"{ready['code']}0", "foot": "another"}

        def bare(other: dict[str, object] = other) -> None:
            seal.seal(typeset("attestation", other, IMPRINT.issued_at))

        def usual(paper: dict[str, object] = paper) -> None:
            pdf = HTML(string=html_of(paper)).write_pdf(pdf_variant="pdf/ua-1")
            signers.sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(pdf)),
                signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256"),
                signer=signer,
            )

        ours = cpu(lambda: sealed_paper(said, imprint, "nl", seal))  # noqa: B023 - called at once
        least, most = cpu(bare), cpu(usual)
        if number >= 3:  # noqa: PLR2004 - the first rounds read fonts and keys
            to_bare.append(ours / least)
            to_usual.append(most / ours)
            print(f"ours {ours:6.1f} ms   bare {least:6.1f} ms   usual {most:6.1f} ms")
    costs, saves = statistics.median(to_bare), statistics.median(to_usual)
    print(f"{costs:.2f} of bare (at most {MOST_OF_BARE}); usual {saves:.1f} of ours")
    assert costs <= MOST_OF_BARE
    assert saves >= LEAST_OF_USUAL


if __name__ == "__main__":
    main()
