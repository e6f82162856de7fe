"""The tables of an export: which there are, what stands in each column, and what that means."""

from portal.account import words
from portal.export import rows
from portal.export.columns import Column, Kind, Table
from portal.languages import LANGUAGE_NAMES, N_

ENTERPRISE = Column("enterpriseNumber", N_("Enterprise number of the employer"))
EMPLOYER_NAME = Column("employerName", N_("Employer"))
EMPLOYMENT = Column("employmentId", N_("Name of the employment in the social security's records"))
YEAR = Column("year", N_("Year"), Kind.WHOLE)
REGISTERED = (
    Column("id", N_("Identifier of the record")),
    Column("version", N_("Version: 1 is the first"), Kind.WHOLE),
    Column("recordState", N_("Does it still stand?"), words=words.RECORD_STATES),
    Column("cancelReason", N_("Why it was withdrawn")),
    Column("reference", N_("Reference given by who registered it")),
    Column("registeredBy.enterpriseNumber", N_("Registered by (enterprise number)")),
    Column("registeredBy.quality", N_("Registered as"), words=words.QUALITIES),
    Column("lastModified", N_("Registered on"), Kind.MOMENT),
    Column("channel", N_("How it was registered"), words=words.CHANNELS),
)
# Of the amounts of a year, in the order in which they are computed.
AMOUNTS = {
    "legal": N_("Individual training right"),
    "sectoral": N_("Sectoral training right"),
    "employer": N_("Additional right from the employer"),
    "carried": N_("Carried over from the year before"),
    "gained": N_("Right of the year"),
    "charged": N_("Used"),
    "left": N_("Left"),
    "usable": N_("Still available on the day of the data"),
}
TRAINING = (
    Column("title", N_("Training")),
    Column("language", N_("Language of the title"), words=LANGUAGE_NAMES),
    Column("startDate", N_("First day"), Kind.DATE),
    Column("endDate", N_("Last day"), Kind.DATE),
    Column("durationMinutes", N_("Duration"), Kind.MINUTES),
    EMPLOYER_NAME,
    Column("employer.enterpriseNumber", ENTERPRISE.label, name="enterpriseNumber"),
    EMPLOYMENT,
    Column("status", N_("Status"), words=words.STATUSES),
    Column("nature", N_("Kind"), words=words.NATURES),
    Column("countsForRight", N_("Counts for the right"), Kind.TRUTH),
    Column("notCountingReason", N_("Why it does not count"), words=words.NOT_COUNTING),
    Column("chargedMinutes", N_("Counts as"), Kind.MINUTES),
    Column("isCharged", N_("Taken from the right"), Kind.TRUTH),
    Column("toVerify", N_("Waits until the employer accepts it"), Kind.TRUTH),
    Column("verifiedBy", N_("Accepted by (enterprise number)")),
    Column("verifiedAt", N_("Accepted on"), Kind.MOMENT),
    Column("provider.name", N_("Given by")),
    Column("provider.enterpriseNumber", N_("Enterprise number of who gave it")),
    Column("certificate.obtained", N_("Certificate obtained"), Kind.TRUTH),
    Column("certificate.validUntil", N_("Certificate valid until"), Kind.DATE),
    Column("financing", N_("Paid by"), words=words.FINANCING),
    *REGISTERED,
)
AT_EMPLOYER = Column("employer.enterpriseNumber", ENTERPRISE.label, name="enterpriseNumber")
COMMENT = Column("comment", N_("Remark of who registered it"))
RIGHT = (
    AT_EMPLOYER,
    YEAR,
    Column("kind", N_("Kind of right"), words=words.DECLARED_RIGHTS),
    Column("days", N_("Days"), Kind.DAYS),
    COMMENT,
    *REGISTERED,
)

TABLES = (
    Table(
        "person",
        N_("You"),
        N_("Who you are, as the national register says."),
        (
            Column("familyName", N_("Family name")),
            Column("givenNames", N_("Given names")),
            Column("birthDate", N_("Birth date"), Kind.DATE),
            Column("birthPlace", N_("Birth place")),
            Column("language", N_("Language"), words=LANGUAGE_NAMES),
            Column("email", N_("E-mail address")),
            Column("ssin", N_("Social security number")),
        ),
        lambda gathered: [gathered.head["person"]],
    ),
    Table(
        "rights",
        N_("Rights per year"),
        N_(
            "Your training right at each employer, year by year. Rights of two employers are never"
            " added up."
        ),
        (
            EMPLOYER_NAME,
            ENTERPRISE,
            EMPLOYMENT,
            YEAR,
            *(
                column
                for name, label in AMOUNTS.items()
                for column in (
                    Column(f"{name}.days", label, Kind.DAYS),
                    Column(f"{name}.minutes", label, Kind.MINUTES),
                )
            ),
            Column("state", N_("What became of what is left"), words=words.STATES),
            Column("dayMinutes", N_("One training day"), Kind.MINUTES),
        ),
        rows.years,
    ),
    Table(
        "trainings",
        N_("Trainings"),
        N_("Your trainings as they stand today, the newest first."),
        TRAINING,
        lambda gathered: gathered.trainings,
    ),
    Table(
        "training_versions",
        N_("Trainings before"),
        N_("What was registered of your trainings before it was changed."),
        TRAINING,
        lambda gathered: rows.versions(gathered.trainings),
    ),
    Table(
        "declared_rights",
        N_("Declared rights"),
        N_("Rights that an employer registered itself; they replace what is computed."),
        RIGHT,
        lambda gathered: gathered.declared_rights,
    ),
    Table(
        "declared_right_versions",
        N_("Declared rights before"),
        N_("What was registered of these rights before it was changed."),
        RIGHT,
        lambda gathered: rows.versions(gathered.declared_rights),
    ),
    Table(
        "employments",
        N_("Employments"),
        N_("Where you work and worked, as the social security says."),
        (
            EMPLOYER_NAME,
            ENTERPRISE,
            EMPLOYMENT,
            Column("jointCommittee", N_("Joint committee")),
            Column("startDate", N_("First day"), Kind.DATE),
            Column("endDate", N_("Last day"), Kind.DATE),
            Column("endReason", N_("Why it ended"), words=words.END_REASONS),
            Column("weeklyMinutes", N_("Full-time week there"), Kind.MINUTES),
        ),
        lambda gathered: gathered.head["employments"],
    ),
    Table(
        "work_regimes",
        N_("Work regimes"),
        N_("Which part of a full-time week you work, from which day on: 1 is full-time."),
        (
            EMPLOYER_NAME,
            EMPLOYMENT,
            Column("fromDate", N_("From"), Kind.DATE),
            Column("workRegime", N_("Work regime")),
        ),
        rows.regimes,
    ),
    Table(
        "employer_sizes",
        N_("Sizes of employers"),
        N_("How large your employers were at the end of each quarter; your right depends on it."),
        (
            Column("name", EMPLOYER_NAME.label, name="employerName"),
            ENTERPRISE,
            Column("quarter", N_("Quarter")),
            Column("fte", N_("Full-time workers"), Kind.DAYS),
            Column("headcount", N_("Persons"), Kind.WHOLE),
        ),
        rows.sizes,
    ),
    Table(
        "employer_opt_outs",
        N_("Opt-outs of employers"),
        N_(
            "Years for which an employer chose that no right is computed for any of its workers:"
            " then only rights that are registered count."
        ),
        (AT_EMPLOYER, YEAR, COMMENT, *REGISTERED),
        rows.opt_outs,
    ),
    Table(
        "attestations",
        N_("Attestations"),
        N_("Attestations that you asked for, and those that you withdrew."),
        (
            Column("issuedAt", N_("Issued on"), Kind.MOMENT),
            Column("scope", N_("About what"), words=words.ATTESTED),
            YEAR,
            ENTERPRISE,
            Column("firstDate", N_("First day"), Kind.DATE),
            Column("lastDate", N_("Last day"), Kind.DATE),
            Column("language", N_("Language"), words=LANGUAGE_NAMES),
            Column("withNumber", N_("With your social security number"), Kind.TRUTH),
            Column("withdrawnAt", N_("Withdrawn on"), Kind.MOMENT),
            Column("codeStart", N_("How its number begins")),
        ),
        lambda gathered: gathered.head["attestations"],
    ),
    Table(
        "representations",
        N_("Enterprises you act for"),
        N_("Enterprises for which you may use this service, and as what."),
        (
            ENTERPRISE,
            Column("role", N_("As what"), words=words.FUNCTIONS),
            Column("since", N_("From"), Kind.DATE),
        ),
        lambda gathered: gathered.head["representations"],
    ),
    Table(
        "sign_ins",
        N_("Sign-ins"),
        N_("When you signed in, with which digital key, and when that ended or will end."),
        (
            Column("provider", N_("Digital key")),
            Column("subject", N_("How that key names you")),
            Column("level", N_("How sure that key is"), words=words.LEVELS),
            Column("signedInAt", N_("Signed in on"), Kind.MOMENT),
            Column("lastSeenAt", N_("Last used on"), Kind.MOMENT),
            Column("endsAt", N_("Ends on"), Kind.MOMENT),
        ),
        lambda gathered: gathered.head["signIns"],
    ),
    Table(
        "looks",
        N_("Who looked"),
        N_("Who looked at your data, when, at what and why."),
        (
            Column("lookedAt", N_("When"), Kind.MOMENT),
            Column("role", N_("Who"), words=words.LOOKERS),
            Column("organisationName", N_("For which organisation")),
            Column("organisation", N_("Enterprise number of that organisation")),
            Column("throughName", N_("Through which mandate holder")),
            Column("through", N_("Enterprise number of that mandate holder")),
            Column("dataGroup", N_("Looked at"), words=words.LOOK_PARTS),
            Column("reason", N_("Reason given")),
            Column("channel", N_("How"), words=words.LOOK_CHANNELS),
        ),
        lambda gathered: gathered.looks,
    ),
)
