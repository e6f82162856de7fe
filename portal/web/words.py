"""The closed lists of the law and the door, in words for people."""

from portal.languages import N_

RIGHTS = {
    "legal": N_("Individual training right"),
    "sectoral": N_("Sectoral training right"),
    "employer": N_("Additional right from the employer"),
}
STATUSES = {
    "completed": N_("completed"),
    "notFollowed": N_("not followed"),
    "reserved": N_("reserved"),
    "unsuitable": N_("unsuitable"),
}
NATURES = {
    "formal": N_("formal training"),
    "informal": N_("informal training"),
}
NOT_COUNTING = {
    "flemishTrainingLeave": N_("you took Flemish training leave for it"),
    "paidEducationalLeave": N_("you took paid educational leave for it"),
    "outsideProfession": N_("it is not about a profession"),
}
FINANCING = {
    "employer": N_("the employer"),
    "sectorFund": N_("the sector fund"),
    "government": N_("the government"),
    "worker": N_("you"),
    "other": N_("somebody else"),
}
QUALITIES = {
    "employer": N_("the employer"),
    "mandateHolder": N_("the employer's mandate holder"),
    "provider": N_("the training provider"),
    "operator": N_("the operator of the learning account"),
}
# With the borders of the classes that the law sets for the year.
SIZES = {
    "under10": N_("fewer than %(from10)s workers"),
    "from10": N_("%(from10)s to fewer than %(from20)s workers"),
    "from20": N_("%(from20)s workers or more"),
    "unknown": N_("size unknown, so it counts as fewer than %(from10)s workers"),
}
ENDINGS = {
    None: N_("Your employment ended on %(day)s. We do not know why."),
    "resignation": N_("You resigned. Your last day was %(day)s."),
    "seriousCause": N_("You were dismissed for a serious cause. Your last day was %(day)s."),
    "dismissalWithNotice": N_("You were dismissed with notice. Your last day was %(day)s."),
    "dismissalWithIndemnity": N_(
        "You were dismissed with an indemnity. Your last day was %(day)s."
    ),
    "fixedTermEnd": N_("Your fixed-term contract ended on %(day)s."),
    "mutualAgreement": N_("You and your employer ended the contract together on %(day)s."),
}
