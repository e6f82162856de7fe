"""Why a file is refused before anybody reads what it says: each code with what its sender does."""

from typing import Final

from portal.languages import N_, translated
from portal.submissions.values import Refusal
from portal.wire import retelling

# Zones of ErrorIDs: the file as a whole, its name, its signature.
FILE_MISSING: Final = Refusal(
    "fileMissing",
    "80100-001",
    N_("There is a GO and no FI beside it. Send FI, then FS, and GO last."),
)
NO_PLAIN_FILE: Final = Refusal(
    "noPlainFile",
    "80100-003",
    N_(
        "FI, FS and GO must be plain files: no links, folders or pipes. It was removed; send a"
        " file."
    ),
)
FILE_CHANGED: Final = Refusal(
    "fileChanged",
    "80100-005",
    N_("The file changed while it was being taken. Send it again whole, and GO last."),
)
FILE_WITHDRAWN: Final = Refusal(
    "fileWithdrawn", "80100-005", N_("The file was withdrawn by its TD: nothing was declared.")
)
START_MISSING: Final = Refusal(
    "startMissing",
    "80100-001",
    N_(
        "The file waited without a GO for longer than it may, and was removed. Send it again with"
        " GO."
    ),
)
NAME_REUSED: Final = Refusal(
    "fileNameReused",
    "80100-006",
    N_("A file of this name with other content came before, and stands. Use the next number."),
)
FILE_TOO_LARGE: Final = Refusal(
    "fileTooLarge", "80100-093", N_("The file is larger than a file may be. Send several.")
)
WRONG_SENDER: Final = Refusal(
    "wrongSender", "80101-008", N_("The name bears another sender number than that of the mailbox.")
)
WRONG_ENVIRONMENT: Final = Refusal(
    "wrongEnvironment",
    "80101-008",
    N_("The name must have R in it for the folder IN, and T for INTEST."),
)
SIGNATURE_MISSING: Final = Refusal(
    "signatureMissing",
    "80102-001",
    N_("FS, the signature, is missing. Send the file signed, under the next number."),
)
INVALID_SIGNATURE: Final = Refusal(
    "invalidSignature",
    "80102-003",
    N_("FS is no detached CMS signature in base64, of one signer and with its certificate."),
)
WEAK_SIGNATURE: Final = Refusal(
    "weakSignature", "80102-008", N_("The signature uses a method that is not safe. Use SHA-256.")
)
OTHER_CONTENT: Final = Refusal(
    "signatureOfOtherContent",
    "80102-004",
    N_("The signature belongs to other content. Sign the very bytes of FI (openssl cms -binary)."),
)
CERTIFICATE_MISSING: Final = Refusal(
    "certificateMissing",
    "80102-151",
    N_("No certificate is registered for this sender, so no signature can be checked."),
)
OTHER_CERTIFICATE: Final = Refusal(
    "otherCertificate", "80102-155", N_("The signature is not by the certificate of this sender.")
)
CERTIFICATE_EXPIRED: Final = Refusal(
    "certificateExpired",
    "80102-014",
    N_("The certificate of this sender is not valid now. Register a new one."),
)

REFUSALS: Final = (
    FILE_MISSING,
    NO_PLAIN_FILE,
    FILE_CHANGED,
    FILE_WITHDRAWN,
    START_MISSING,
    NAME_REUSED,
    FILE_TOO_LARGE,
    WRONG_SENDER,
    WRONG_ENVIRONMENT,
    SIGNATURE_MISSING,
    INVALID_SIGNATURE,
    WEAK_SIGNATURE,
    OTHER_CONTENT,
    CERTIFICATE_MISSING,
    OTHER_CERTIFICATE,
    CERTIFICATE_EXPIRED,
)
_OURS: Final = frozenset(one.sentence for one in REFUSALS)


def refusal_retold(refusal: Refusal, language: str) -> str | None:
    """Return why a file was refused, as people read it; answers say it in English.

    None: none of our reasons says it any more, so that only the English sentence is left.
    """
    if refusal.sentence in _OURS:
        return translated(refusal.sentence, language)
    return retelling.refusal_retold(refusal, language)
