"""The closed lists of the law and the door, in words for people."""

from portal.languages import N_

RIGHTS = {
    "legal": N_("Individual training right"),
    "sectoral": N_("Sectoral training right"),
    "employer": N_("Additional right from the employer"),
}
# What an employer may register of a right.
DECLARED_RIGHTS = {
    **RIGHTS,
    "optOut": N_("No computed right: only rights that are registered count"),
}
# What a representative may do for an enterprise.
FUNCTIONS = {
    "reader": N_("reader"),
    "editor": N_("editor"),
    "accessManager": N_("access manager"),
}
# What became of the days that are left of a year.
STATES = {
    "usable": N_("can be used"),
    "carried": N_("went to the next year"),
    "expired": N_("lapsed at the end of the five years"),
    "lost": N_("lost when the employment ended"),
    "unsettled": N_("not settled: experts disagree"),
}
# What an attestation is about.
ATTESTED = {
    "all": N_("everything"),
    "year": N_("one year"),
    "employer": N_("one employer"),
    "training": N_("one training"),
    "period": N_("a period"),
}
# Whether a record still stands.
RECORD_STATES = {
    "active": N_("yes"),
    "canceled": N_("no, withdrawn"),
}
# The last is no status of the law: such a record has no other.
STATUSES = {
    "completed": N_("completed"),
    "notFollowed": N_("not followed"),
    "reserved": N_("reserved"),
    "unsuitable": N_("unsuitable"),
    "canceled": N_("withdrawn"),
}
NATURES = {
    "formal": N_("formal training"),
    "informal": N_("informal training"),
}
NOT_COUNTING = {
    "flemishTrainingLeave": N_("you took Flemish training leave for it"),
    "paidEducationalLeave": N_("you took paid educational leave for it"),
    "outsideProfession": N_("it has nothing to do with your work"),
}
# What a training does to the right, in a word or two.
COUNTING_TAGS = {
    "counts": N_("Counts for your right"),
    "withdrawn": N_("Withdrawn"),
    "reserved": N_("Planned"),
    "notFollowed": N_("Not followed"),
    "unsuitable": N_("Did not suit you"),
    "flemishTrainingLeave": N_("Does not count for your right"),
    "paidEducationalLeave": N_("Does not count for your right"),
    "outsideProfession": N_("Does not count for your right"),
    "toVerify": N_("Waits for your employer"),
    "excluded": N_("Does not count for your right"),
    "nothingCharged": N_("Does not count for your right"),
    "beforeRight": N_("From before the training right"),
    "noEmployment": N_("Employment not known"),
    "noRight": N_("No right in that year"),
}
# And in a sentence, with the employer and the year. What counts says more: how much it takes.
COUNTING = {
    "withdrawn": N_("Whoever registered this training withdrew it. It does not count."),
    "reserved": N_("It is planned. Only a training that you followed takes days from your right."),
    "notFollowed": N_("You did not follow it. So it takes nothing from your right."),
    "unsuitable": N_("It did not suit you. So it takes nothing from your right."),
    "flemishTrainingLeave": N_(
        "You took Flemish training leave for it. Such leave is a right of its own: it takes"
        " nothing from your training right."
    ),
    "paidEducationalLeave": N_(
        "You took paid educational leave for it. Such leave is a right of its own: it takes"
        " nothing from your training right."
    ),
    "outsideProfession": N_(
        "It has nothing to do with your work. So it takes nothing from your training right."
    ),
    "toVerify": N_(
        "The training provider registered it. It counts once your employer has accepted it."
    ),
    "excluded": N_(
        "Whoever registered it said that it does not count. So it takes nothing from your right."
    ),
    "nothingCharged": N_(
        "Whoever registered it said that none of its time counts. So it takes nothing from your"
        " right."
    ),
    "beforeRight": N_(
        "It ended before %(first_year)s. At that time there was no training right yet."
    ),
    "noEmployment": N_(
        "We know no employment of yours at %(employer)s that covers all days of this training. So"
        " it takes nothing from your right."
    ),
    "noRight": N_(
        "At %(employer)s you had no training right in %(year)s. So there was nothing to take from:"
        " this training costs you no days."
    ),
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
YES_NO = {"yes": N_("yes"), "no": N_("no")}
# The parts of the filter, by their names in an address.
FILTERS = {
    "text": N_("Words"),
    "year": N_("Year"),
    "employer": N_("Employer"),
    "kind": N_("Kind"),
    "status": N_("Status"),
    "counts": N_("Counts for your right"),
    "origin": N_("Registered by"),
}
# Who registered a training, and by which way; the page names the organisation.
ORIGINS = {
    "employer": N_("By your employer, %(who)s"),
    "mandateHolder": N_("By %(who)s, which does this for your employer (a mandate holder)"),
    "provider": N_("By the training provider, %(who)s"),
    "operator": N_("By the operator of the learning account, for %(who)s"),
}
CHANNELS = {
    "form": N_("in the online service"),
    "sheet": N_("with a spreadsheet"),
    "rest": N_("with its own software (web service)"),
    "batch": N_("by sending a file (batch)"),
}
# What became of a declaration.
RESULTS = {
    "accepted": N_("accepted"),
    "acceptedWithWarnings": N_("accepted, with a remark"),
    "rejected": N_("refused"),
    "unchanged": N_("declared before, nothing changed"),
}
# How sure a digital key is of who somebody is.
LEVELS = {
    "low": N_("low"),
    "substantial": N_("substantial"),
    "high": N_("high"),
}
# What a new version of a training's record can change.
PARTS = {
    "record_state": N_("Registration"),
    "title": N_("Title"),
    "language": N_("Language of the title"),
    "employer": N_("Employer"),
    "period": N_("When"),
    "duration": N_("Duration"),
    "charged": N_("Time that counts"),
    "status": N_("Status"),
    "nature": N_("Kind"),
    "counts": N_("For your right"),
    "certificate": N_("Certificate"),
    "provider": N_("Given by"),
    "financing": N_("Paid by"),
    "accepted": N_("Accepted by your employer"),
}
# With the borders of the classes that the law sets for the year.
SIZES = {
    "under10": N_("fewer than %(from10)s workers"),
    "from10": N_("%(from10)s to fewer than %(from20)s workers"),
    "from20": N_("%(from20)s workers or more"),
    "unknown": N_("size unknown, so it counts as fewer than %(from10)s workers"),
}
QUARTERS = {
    1: N_("1st quarter of %(year)s"),
    2: N_("2nd quarter of %(year)s"),
    3: N_("3rd quarter of %(year)s"),
    4: N_("4th quarter of %(year)s"),
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
# The same in a table.
END_REASONS = {
    "resignation": N_("you resigned"),
    "seriousCause": N_("dismissal for a serious cause"),
    "dismissalWithNotice": N_("dismissal with notice"),
    "dismissalWithIndemnity": N_("dismissal with an indemnity"),
    "fixedTermEnd": N_("end of a fixed-term contract"),
    "mutualAgreement": N_("agreement between you and the employer"),
}
# Who looked at a record, by the role in which they did; a page names the organisation.
LOOKERS = {
    "worker": N_("You yourself"),
    "verifier": N_("Somebody who has an attestation of yours"),
    "employer": N_("Your employer"),
    "mandateHolder": N_("A mandate holder of your employer"),
    "provider": N_("A training provider"),
    "inspection": N_("The inspection"),
    "fps": N_("The FPS Employment"),
    "operator": N_("The operator of the learning account"),
}
LOOK_REASONS = {
    "worker": N_("You wanted to see your own data."),
    "verifier": N_("Whoever has the number of an attestation can check whether it still holds."),
    "employer": N_("An employer may see the trainings and the days of its own workers."),
    "mandateHolder": N_("Your employer asked this organisation to keep its trainings up to date."),
    "provider": N_("A training provider may see the trainings that it registered itself."),
    "inspection": N_("The inspection may look when it has a reason, which it must state."),
    "fps": N_("The FPS Employment may look when it has a reason, which it must state."),
    "operator": N_("The operator may look to help somebody, or to find a mistake."),
}
LOOK_PARTS = {
    "account": N_("your days and your trainings"),
    "trainings": N_("the list of your trainings"),
    "training": N_("one training"),
    "certificates": N_("your certificates"),
    "looks": N_("who looked at your data"),
    "attestation": N_("what an attestation says"),
    "export": N_("everything, in one file"),
    "calendar": N_("the days of your planned trainings and of your certificates"),
    "number": N_("that your social security number has changed"),
}
# Why, where the part says more than the role of who looked.
LOOK_PURPOSES = {
    "export": N_("Your data was put in a file for you to take with you."),
    "calendar": N_("Your calendar asked for your dates, at the address that you made."),
}
LOOK_CHANNELS = {
    "page": N_("on this website"),
    "rest": N_("with software that asks this service"),
    "batch": N_("by exchanging files"),
    "command": N_("with a command, where this service runs"),
    "calendar": N_("with your calendar program"),
    "other": N_("in another way"),
}
