"""What papers say of a closed list where pages say it to the worker."""

from portal.languages import N_

# On a paper the reader is somebody else than the worker.
NOT_COUNTED = {
    None: N_("does not count for the right"),
    "flemishTrainingLeave": N_("does not count for the right: Flemish training leave"),
    "paidEducationalLeave": N_("does not count for the right: paid educational leave"),
    "outsideProfession": N_("does not count for the right: not about a profession"),
}
# What became of the days left of a year.
STATES = {
    "usable": N_("still available until %(day)s"),
    "carried": N_("carried over to the next year"),
    "expired": N_("ended with the five-year period"),
    "lost": N_("lost with the end of the employment"),
    "unsettled": N_("end of the employment: not settled whether it must be paid"),
}
SCOPES = {
    "all": N_("All trainings and all training rights"),
    "year": N_("Trainings and training rights in %(year)s"),
    "employer": N_("Trainings and training rights at %(name)s"),
    "training": N_("Training: %(name)s"),
    "period": N_("Trainings and training rights from %(first)s to %(last)s"),
}
