"""What an employer has to do, in words for people."""

from types import MappingProxyType
from typing import Final, NamedTuple

from portal.account.words import COUNTING_TAGS
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
        "toTell": TaskWords(
            N_("Tell workers what is left"),
            N_(
                "Every worker must be told at least once a year what is left of the training right."
            ),
        ),
        "planned": TaskWords(
            N_("Say what became of planned trainings"),
            N_("Their last day has passed, and they still stand as planned."),
        ),
    }
)

# Who sent something for an employer, when it was not the employer itself.
SENDERS: Final = MappingProxyType(
    {
        "mandateHolder": N_("mandate holder"),
        "provider": N_("training provider"),
        "operator": N_("operator of the learning account"),
    }
)

# What a training does to the right, to the employer, for whom it is another's.
EMPLOYER_COUNTING_TAGS: Final = MappingProxyType(
    COUNTING_TAGS
    | dict.fromkeys(
        (name for name, tag in COUNTING_TAGS.items() if tag == COUNTING_TAGS["excluded"]),
        N_("Does not count for the right"),
    )
    | {
        "counts": N_("Counts for the right"),
        "unsuitable": N_("Did not suit the worker"),
        "toVerify": N_("Waits for the employer"),
    }
)
# How far a submission is, as one can choose among them.
STANDINGS: Final = MappingProxyType(
    {
        "open": N_("still being worked through"),
        "done": N_("worked through"),
        "withRefusals": N_("with something refused"),
        "refused": N_("refused as a whole"),
    }
)
# What was done with a record, one by one.
DEEDS: Final = MappingProxyType(
    {
        "created": N_("declared"),
        "changed": N_("changed or accepted"),
        "canceled": N_("withdrawn"),
    }
)
