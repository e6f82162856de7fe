"""What an employer has to do, in words for people."""

from types import MappingProxyType
from typing import Final, NamedTuple

from portal.languages import N_


class TaskWords(NamedTuple):
    """What a task is called, and why it is there."""

    title: str
    why: str


TASKS: Final = MappingProxyType(
    {
        "leavers": TaskWords(
            N_("Complete the record of who left"),
            N_(
                "Declare what these workers still followed, then say that it is complete. Some "
                "weeks after their last day you cannot see their record any more."
            ),
        ),
        "newWorkers": TaskWords(
            N_("Check the rights of new workers"),
            N_(
                "Look whether the right that was computed for them is right. If it is not, "
                "declare another."
            ),
        ),
        "yearly": TaskWords(
            N_("Check the rights of this year"),
            N_(
                "Look whether the rights that were computed are right. If one is not, declare "
                "another."
            ),
        ),
        "toVerify": TaskWords(
            N_("Accept what training providers declared"),
            N_("These trainings take no days from the right until you accept them."),
        ),
        "planned": TaskWords(
            N_("Say what became of planned trainings"),
            N_("Their last day has passed, and they still stand as planned."),
        ),
    }
)
