"""Whether a training takes days from a right, and if not, why not: each answer with its rule."""

from enum import StrEnum

from portal.law.parameters import CHARGING
from portal.law.training import NotCountingReason, TrainingStatus


class Counting(StrEnum):
    """What a training does to the right; only the first takes anything from it."""

    COUNTS = "counts"
    WITHDRAWN = "withdrawn"
    RESERVED = "reserved"
    NOT_FOLLOWED = "notFollowed"
    UNSUITABLE = "unsuitable"
    FLEMISH_TRAINING_LEAVE = "flemishTrainingLeave"
    PAID_EDUCATIONAL_LEAVE = "paidEducationalLeave"
    OUTSIDE_PROFESSION = "outsideProfession"
    TO_VERIFY = "toVerify"  # a provider declared it, and the employer did not accept it yet
    EXCLUDED = "excluded"  # by who registered it, without a reason
    NOTHING_CHARGED = "nothingCharged"
    BEFORE_RIGHT = "beforeRight"
    NO_EMPLOYMENT = "noEmployment"
    NO_RIGHT = "noRight"

    @property
    def source(self) -> str:
        """The law, or the decision of this service, behind the answer."""
        return CHARGING[self].newest.source


BY_STATUS = {
    TrainingStatus.RESERVED: Counting.RESERVED,
    TrainingStatus.NOT_FOLLOWED: Counting.NOT_FOLLOWED,
    TrainingStatus.UNSUITABLE: Counting.UNSUITABLE,
}
BY_REASON = {
    None: Counting.EXCLUDED,
    NotCountingReason.FLEMISH_TRAINING_LEAVE: Counting.FLEMISH_TRAINING_LEAVE,
    NotCountingReason.PAID_EDUCATIONAL_LEAVE: Counting.PAID_EDUCATIONAL_LEAVE,
    NotCountingReason.OUTSIDE_PROFESSION: Counting.OUTSIDE_PROFESSION,
}
