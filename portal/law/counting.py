"""Whether a training takes days from a right, and if not, why not: each answer with its rule."""

from enum import StrEnum

from portal.law.parameters import CHARGING, FIRST_YEAR
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


_BY_STATUS = {
    TrainingStatus.RESERVED: Counting.RESERVED,
    TrainingStatus.NOT_FOLLOWED: Counting.NOT_FOLLOWED,
    TrainingStatus.UNSUITABLE: Counting.UNSUITABLE,
}
_BY_REASON = {
    None: Counting.EXCLUDED,
    NotCountingReason.FLEMISH_TRAINING_LEAVE: Counting.FLEMISH_TRAINING_LEAVE,
    NotCountingReason.PAID_EDUCATIONAL_LEAVE: Counting.PAID_EDUCATIONAL_LEAVE,
    NotCountingReason.OUTSIDE_PROFESSION: Counting.OUTSIDE_PROFESSION,
}


def said_against(
    status: TrainingStatus,
    counts_for_right: bool,  # noqa: FBT001 - a fact that every record has
    reason: NotCountingReason | None,
    *,
    canceled: bool,
    to_verify: bool,
) -> Counting | None:
    """Return what the record itself says against a training's counting; None: nothing.

    reason: why it does not count, if it does not. canceled: the record; to_verify: by the employer.
    """
    if canceled:
        return Counting.WITHDRAWN
    if status is not TrainingStatus.COMPLETED:
        return _BY_STATUS[status]
    if not counts_for_right:
        return _BY_REASON[reason]
    return Counting.TO_VERIFY if to_verify else None


def counting_in(
    year: int,
    is_in_employment: bool,  # noqa: FBT001 - one of four facts of equal rank
    has_right: bool,  # noqa: FBT001 - same
    charged_minutes: int,
) -> Counting:
    """Return what a training against which nothing is said does to the right where it lies.

    year: in which it ends. has_right: whether that year gave one in that employment.
    """
    if year < FIRST_YEAR:
        return Counting.BEFORE_RIGHT
    if not is_in_employment:
        return Counting.NO_EMPLOYMENT
    if not has_right:
        return Counting.NO_RIGHT
    return Counting.COUNTS if charged_minutes else Counting.NOTHING_CHARGED
