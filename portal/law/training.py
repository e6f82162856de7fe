"""What a training takes from a right: whether it is charged, and how minutes become days."""

from enum import StrEnum


class TrainingStatus(StrEnum):
    """What became of a training."""

    COMPLETED = "completed"
    NOT_FOLLOWED = "notFollowed"
    RESERVED = "reserved"
    UNSUITABLE = "unsuitable"


class Nature(StrEnum):
    """How a training is given."""

    FORMAL = "formal"
    INFORMAL = "informal"


class NotCountingReason(StrEnum):
    """Why a training does not count for the right."""

    FLEMISH_TRAINING_LEAVE = "flemishTrainingLeave"
    PAID_EDUCATIONAL_LEAVE = "paidEducationalLeave"
    OUTSIDE_PROFESSION = "outsideProfession"


class Financing(StrEnum):
    """Who pays for a training."""

    EMPLOYER = "employer"
    SECTOR_FUND = "sectorFund"
    GOVERNMENT = "government"
    WORKER = "worker"
    OTHER = "other"
