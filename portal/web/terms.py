"""The words of the law that pages cannot do without, each explained in one or two sentences."""

from dataclasses import dataclass

from portal.languages import N_


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means; a page links to it by its key in TERMS."""

    word: str
    meaning: str


# In the order in which somebody who reads them all understands each from those before it.
TERMS = {
    "right": Term(
        N_("training right"),
        N_("The days on which you may learn instead of work, and are paid as usual."),
    ),
    "day": Term(
        N_("training day"),
        N_(
            "As many hours as a full-time worker works in a day at your employer. "
            "In a week of 38 hours that is 7 hours and 36 minutes, also if you work part-time."
        ),
    ),
    "employment": Term(
        N_("employment"),
        N_("Your job at one employer, from your first day to your last day there."),
    ),
    "work-regime": Term(
        N_("work regime"),
        N_("How much you work, compared with a full-time worker. Half-time is 50 percent."),
    ),
    "joint-committee": Term(
        N_("joint committee"),
        N_(
            "A group in which employers and trade unions of one sector make agreements. "
            "Each has a number. The number of yours is on your payslip."
        ),
    ),
    "collective-agreement": Term(
        N_("collective agreement"),
        N_("An agreement between employers and trade unions. It can give you more rights."),
    ),
    "growth-path": Term(
        N_("growth path"),
        N_("An agreement that lets the number of training days in a sector grow step by step."),
    ),
    "individual-right": Term(
        N_("individual training right"),
        N_("The days that the law itself gives you. Their number depends on your employer's size."),
    ),
    "sectoral-right": Term(
        N_("sectoral training right"),
        N_("Days that the agreements of your sector give you."),
    ),
    "employer-right": Term(
        N_("additional right from the employer"),
        N_("Days that your employer gives you on top of the others."),
    ),
    "carry-over": Term(
        N_("carry-over"),
        N_("Days that you did not use and that go to the next year."),
    ),
    "five-years": Term(
        N_("five-year period"),
        N_(
            "Days that you do not use go to the next year, but not for ever. "
            "Every five years the count starts again from zero."
        ),
    ),
    "formal": Term(
        N_("formal training"),
        N_("A course with a teacher, apart from your work."),
    ),
    "informal": Term(
        N_("informal training"),
        N_("Learning close to your work, for example from a colleague who shows you."),
    ),
    "certificate": Term(
        N_("certificate"),
        N_("A paper that says that you completed a training. Some are valid until a certain day."),
    ),
    "training-leave": Term(
        N_("Flemish training leave and paid educational leave"),
        N_(
            "Other rights to learn during working time. "
            "A training for which you take such leave uses no days of your training right."
        ),
    ),
    "social-security-number": Term(
        N_("social security number"),
        N_("Your own number of 11 digits. You find it on the back of your identity card."),
    ),
    "social-secretariat": Term(
        N_("social secretariat"),
        N_("A firm that handles wages and papers for employers."),
    ),
    "mandate-holder": Term(
        N_("mandate holder"),
        N_("Somebody who may act for your employer, such as its social secretariat."),
    ),
    "digital-key": Term(
        N_("digital key"),
        N_(
            "What proves on the internet who you are: for example your identity card in a reader, "
            "or an app on your phone."
        ),
    ),
}
