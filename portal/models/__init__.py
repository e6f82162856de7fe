"""What the portal remembers: one file a subject, every table known here.

The person's id comes first in the key of every table that grows, so that the schema can be
distributed by person. Named exceptions: the directory, the ledger of references, sessions,
sign-in attempts, spent tokens, windows of tries, submissions, entries of courses, numbers of
attestations and addresses of calendars (keyed by what is looked up), anchors of the look log (one
a day), and employers with what hangs on them and workers of ours (few). The list with all reasons,
unique keys and references included, is `tests/house/test_distribution.py`.
"""

from portal.models.attestation import Attestation, AttestationCode
from portal.models.base import Base
from portal.models.calendar import CalendarAddress
from portal.models.credential import Credential
from portal.models.declared import DeclaredReference
from portal.models.destruction import Destruction
from portal.models.duty import RightCheck
from portal.models.employer import (
    AccessAct,
    Employer,
    EmployerSize,
    Mandate,
    Representative,
    Sender,
)
from portal.models.employment import Employment, WorkRegime
from portal.models.entry import TrainingEntry, TrainingEntryWorker
from portal.models.feed import FeedLoad
from portal.models.look import AnchoredLook, Look, LookAnchor, LookChain
from portal.models.notice import BalanceNotice
from portal.models.person import DirectoryEntry, NumberKey, Person
from portal.models.right import TrainingRight, TrainingRightVersion
from portal.models.session import SessionRow, SignInAttempt, SpentToken, TryWindow
from portal.models.sheet import SheetImport
from portal.models.statistics import EmployerStatistics
from portal.models.submission import (
    SubmissionEmployer,
    SubmissionFile,
    SubmissionOutcome,
    SubmissionRow,
)
from portal.models.training import Training, TrainingVersion
from portal.models.unsent import UnsentForm
from portal.models.worker import WorkerBeat

__all__ = [
    "AccessAct",
    "AnchoredLook",
    "Attestation",
    "AttestationCode",
    "BalanceNotice",
    "Base",
    "CalendarAddress",
    "Credential",
    "DeclaredReference",
    "Destruction",
    "DirectoryEntry",
    "Employer",
    "EmployerSize",
    "EmployerStatistics",
    "Employment",
    "FeedLoad",
    "Look",
    "LookAnchor",
    "LookChain",
    "Mandate",
    "NumberKey",
    "Person",
    "Representative",
    "RightCheck",
    "Sender",
    "SessionRow",
    "SheetImport",
    "SignInAttempt",
    "SpentToken",
    "SubmissionEmployer",
    "SubmissionFile",
    "SubmissionOutcome",
    "SubmissionRow",
    "Training",
    "TrainingEntry",
    "TrainingEntryWorker",
    "TrainingRight",
    "TrainingRightVersion",
    "TrainingVersion",
    "TryWindow",
    "UnsentForm",
    "WorkRegime",
    "WorkerBeat",
]
