"""Whether a file is signed by its sender: a detached CMS signature, checked while it is read."""

import asyncio
import base64
import binascii
import logging
import re
from datetime import datetime
from typing import IO, Final

from asn1crypto import cms, pem, x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

from portal.batch.refusals import (
    CERTIFICATE_EXPIRED,
    CERTIFICATE_MISSING,
    INVALID_SIGNATURE,
    OTHER_CERTIFICATE,
    OTHER_CONTENT,
    WEAK_SIGNATURE,
)
from portal.submissions.values import Refusal

LARGEST: Final = 64 * 1024  # bytes of a signature with its certificates
_BLANKS: Final = re.compile(rb"\s+")
# Who may sign is one certificate, not a name: nothing is asked of its uses or of who gave it.
_ANY_USE: Final = KeyUsageConstraints(key_usage=set(), match_all_key_usages=False)
_STRONG: Final = CMSAlgorithmUsagePolicy.lift_policy(DisallowWeakAlgorithmsPolicy())  # type: ignore[no-untyped-call]
# It writes down what a stranger made up, names included.
for _part in ("validation", "general"):
    logging.getLogger(f"pyhanko.sign.{_part}").setLevel(logging.CRITICAL)


def signature_fault(
    content: IO[bytes], signature: bytes, certificate: str | None, now: datetime
) -> Refusal | None:
    """Return what is wrong with the signature of a file; None: its sender signed it.

    content: read to its end, piece by piece. certificate: the registered one, in PEM.
    """
    if certificate is None:
        return CERTIFICATE_MISSING
    registered = x509.Certificate.load(pem.unarmor(certificate.encode())[2])
    if not registered.not_valid_before <= now <= registered.not_valid_after:
        return CERTIFICATE_EXPIRED
    signed = _read(signature)
    if signed is None:
        return INVALID_SIGNATURE
    try:
        return _fault(content, signed, registered, now)
    except OSError:
        raise  # the file, not its signature
    except Exception:  # noqa: BLE001 - what a stranger made up fails in the library in many ways
        return INVALID_SIGNATURE


def _read(signature: bytes) -> cms.SignedData | None:
    """Return what a file of a signature holds: base64, with or without PEM's first and last line.

    None: something else.
    """
    try:
        if pem.detect(signature):
            binary = pem.unarmor(signature)[2]
        else:
            binary = base64.b64decode(_BLANKS.sub(b"", signature), validate=True)
        found = cms.ContentInfo.load(binary, strict=True)
        if found["content_type"].native != "signed_data":
            return None
        signed = found["content"]
        is_detached = signed["encap_content_info"]["content"].native is None
        return signed if is_detached and len(signed["signer_infos"]) == 1 else None
    except (binascii.Error, ValueError, TypeError, KeyError):
        return None


def _fault(
    content: IO[bytes], signed: cms.SignedData, registered: x509.Certificate, now: datetime
) -> Refusal | None:
    signer = extract_certificate_info(signed).signer_cert
    if signer.dump() != registered.dump():
        return OTHER_CERTIFICATE
    itself = ValidationContext(trust_roots=[registered], moment=now)
    status = asyncio.run(
        async_validate_detached_cms(
            content, signed, itself, key_usage_settings=_ANY_USE, algorithm_policy=_STRONG
        )
    )
    if not status.intact:
        return OTHER_CONTENT
    # A signature by a method that is not safe is valid for the library, and not trusted.
    if status.trust_problem_indic is AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE:
        return WEAK_SIGNATURE
    return None if status.valid and status.trusted else INVALID_SIGNATURE
