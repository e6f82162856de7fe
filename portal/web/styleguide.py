"""Every piece of the pages in every state, for who develops them; not there in production."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, render_template
from werkzeug.datastructures import MultiDict

from portal.account.attestation import Scope, Wanted, statement_of
from portal.account.certificates import certificates_of
from portal.account.choosing import Choices, EmployerName, EmploymentTotal, TrainingPage
from portal.account.history import history_of
from portal.account.look_log import SeenLook, by_day
from portal.account.values import (
    Account,
    EmploymentAccount,
    ExpiringCertificate,
    Person,
    TrainingRecord,
)
from portal.clock import BELGIUM
from portal.law.credit import Employment, EndReason, Ledger, credits_of, day_minutes
from portal.law.right import DeclaredRight, RightKind
from portal.law.size import Quarter, QuarterSize, SizeHistory
from portal.law.training import Nature, NotCountingReason, TrainingStatus
from portal.login.identity import public
from portal.web.filters import LONGEST_TEXT, Asked
from portal.web.page import LANGUAGE_PREFIX
from portal.web.styleguide_course import COURSE_EXAMPLES
from portal.web.styleguide_employer import EMPLOYERS_EXAMPLES
from portal.web.styleguide_sent import SENT_EXAMPLES
from portal.web.styleguide_sheet import SHEET_EXAMPLES

views = Blueprint("styleguide", __name__, url_prefix=LANGUAGE_PREFIX)
# The examples stand still, so that pictures of them can be compared.
TODAY = date(2026, 11, 24)
LAST_YEAR = date(2028, 12, 1)
AT = datetime(2026, 11, 23, 17, 5, tzinfo=BELGIUM)
NUMBER, NAME = "0123456749", "Bakkerij Van Damme NV"
PERSON = Person(UUID(int=7), "Peeters", "Bram", date(1995, 11, 17), "nl")
SERVED = Employment("118", date(2026, 1, 5), None, None, 2280, ((date(2026, 1, 5), Fraction(1)),))
LEFT = replace(SERVED, start_date=date(2023, 3, 2), work_regimes=((date(2023, 3, 2), Fraction(1)),))
NO_LEDGER = Ledger({})
# A right of no days: no more is said than that there is none.
NOTHING = DeclaredRight(2026, RightKind.LEGAL, Fraction(0), TODAY, NUMBER)


def _job(
    fte: str | None, served: Employment = SERVED, ledger: Ledger = NO_LEDGER, today: date = TODAY
) -> EmploymentAccount:
    """Return an employment at an employer of a size; fte: None if nobody knows it."""
    sizes = SizeHistory() if fte is None else _quarters(Fraction(fte))
    return EmploymentAccount(
        f"E-{served.start_date.year}",
        NUMBER,
        NAME,
        served.joint_committee,
        served.start_date,
        served.end_date,
        served.end_reason,
        served.work_regimes,
        served.weekly_minutes,
        day_minutes(served.weekly_minutes, today.year),
        credits_of(served, sizes, ledger, today),
        present=served.end_date is None or served.end_date >= today,
        as_of=today,
    )


def _quarters(fte: Fraction) -> SizeHistory:
    return SizeHistory(
        tuple(
            QuarterSize(Quarter(year, number), fte, None)
            for year in range(2020, 2029)
            for number in (1, 2, 3, 4)
        )
    )


_STANDINGS = (
    _job("46.5", LEFT, Ledger({2024: 456, 2026: 1140})),
    _job("15", ledger=Ledger({2026: 456})),
    _job("15", ledger=Ledger({2026: 700})),
    _job("4"),
    _job(None),
    _job("30", ledger=Ledger({}, (), frozenset({2026}))),
    _job("30", replace(SERVED, start_date=date(2027, 1, 4))),
    _job("30", replace(SERVED, end_date=date(2026, 12, 11))),
    _job("30", ledger=Ledger({}, (NOTHING,))),
)
# Each with a name of its own, as its card is a part of the page.
PRESENT = tuple(
    replace(one, employer_name=f"{NAME} {number}") for number, one in enumerate(_STANDINGS, 1)
)
PAST = tuple(
    _job("30", replace(LEFT, end_date=date(2025, 3, 31), end_reason=reason))
    for reason in (EndReason.RESIGNATION, EndReason.DISMISSAL_WITH_INDEMNITY)
)
ENDING = (_job("46.5", today=LAST_YEAR),)
FIRST = TrainingRecord(
    training_id=UUID(int=1001),
    version=1,
    record_state="active",
    reference="W1",
    enterprise_number=NUMBER,
    employer_name=NAME,
    employment_id="E-2026",
    title="Veilig werken met ovens",
    language="nl",
    nature=Nature.FORMAL,
    status=TrainingStatus.COMPLETED,
    start_date=date(2026, 10, 6),
    end_date=date(2026, 10, 6),
    duration_minutes=456,
    counts_for_right=True,
    not_counting_reason=None,
    charged_minutes=456,
    day_minutes=Fraction(456),
    provider_name="Centre de formation Meuse",
    provider_enterprise_number=None,
    certificate_obtained=True,
    certificate_valid_until=date(2027, 1, 14),
    financing=None,
    registered_by=NUMBER,
    registered_quality="employer",
    registered_at=AT,
    channel="sheet",
    is_charged=True,
    to_verify=False,
)
_UNCHARGED = FIRST._replace(is_charged=False)
TRAININGS = (
    FIRST,
    _UNCHARGED._replace(status=TrainingStatus.RESERVED, certificate_valid_until=date(2029, 1, 14)),
    _UNCHARGED._replace(
        counts_for_right=False,
        not_counting_reason=NotCountingReason.FLEMISH_TRAINING_LEAVE,
        certificate_valid_until=None,
    ),
    _UNCHARGED._replace(record_state="canceled", certificate_obtained=False),
    FIRST._replace(
        start_date=date(2022, 5, 6),
        end_date=date(2022, 5, 6),
        certificate_valid_until=date(2025, 5, 6),
    ),
)
CHANGED = FIRST._replace(version=2, duration_minutes=228, charged_minutes=228)
LOOKS = (
    SeenLook(AT, "employer", NAME, None, None, "trainings", "page"),
    SeenLook(AT.replace(hour=9), "employer", NAME, None, None, "trainings", "page"),
    SeenLook(AT, "operator", None, None, None, "account", "command"),
    SeenLook(AT, "worker", None, None, None, "looks", "page"),
)
EXPIRING = (ExpiringCertificate(UUID(int=1001), FIRST.title, "nl", date(2027, 1, 14)),)
CHOICES = Choices(
    years=(2026, 2022),
    employers=(EmployerName(NAME, NUMBER),),
    natures=tuple(Nature),
    statuses=tuple(TrainingStatus),
    origins=("employer", "provider"),
)
TOTALS = (
    EmploymentTotal(NAME, date(2023, 3, 2), None, 4, 1824, 456, Fraction(1)),
    EmploymentTotal(NAME, date(2019, 1, 1), date(2022, 6, 30), 1, 456, 0, Fraction(0)),
    EmploymentTotal(NAME, None, None, 1, 0, 228, None),
)
PAGE = TrainingPage(TRAININGS, "newer", "older", 51, 108, 2280, 684, TOTALS, CHOICES)
# No address to write to: no page leads outside of the portal.
CONTACT = {"name": NAME}


@views.get("/styleguide")
@public
def styleguide() -> str:
    """Show every macro in every state."""
    account = Account(PERSON, TODAY, TODAY, (*PRESENT[:1], *PAST[:1]), TRAININGS, len(TRAININGS))
    return render_template(
        "styleguide/styleguide.html",
        present=PRESENT,
        past=PAST,
        ending=ENDING,
        expiring=EXPIRING,
        trainings=TRAININGS,
        certificates=certificates_of(TRAININGS, TODAY),
        history=history_of(CHANGED, (FIRST,)),
        organisations={NUMBER: NAME},
        looks=by_day(LOOKS),
        page=PAGE,
        asked=Asked.by(MultiDict({"year": "2026", "counts": "yes"})),
        longest_text=LONGEST_TEXT,
        statement=statement_of(account, Wanted(Scope.ALL)),
        issued=SimpleNamespace(issued_at=AT),
        example_contact=CONTACT,
        example_person=PERSON,
        **EMPLOYERS_EXAMPLES,
        **COURSE_EXAMPLES,
        **SHEET_EXAMPLES,
        **SENT_EXAMPLES,
        amounts=(Fraction(19, 2), Fraction(1), Fraction(0), Fraction(-8, 15)),
    )
