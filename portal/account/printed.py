"""An account as JSON, with the names and the amounts that the contract gives them."""

import json
from fractions import Fraction
from functools import lru_cache

from portal.account.values import Account, EmploymentAccount, TrainingRecord
from portal.law.amount import amount
from portal.law.credit import YearCredit

# Few different amounts stand in many accounts: nothing, a whole right, half of one.
written = lru_cache(maxsize=16384)(amount)

AMOUNTS = ("legal", "sectoral", "employer", "carried", "gained", "charged", "left", "usable")


def print_account(account: Account, ssin: str) -> str:
    """Return a whole account as one line of JSON; what is not known is left out."""
    return json.dumps(
        {
            "ssin": ssin,
            "asOf": account.as_of.isoformat(),
            "employments": [employment_json(one) for one in account.employments],
            "trainings": [training_json(one, ssin) for one in account.trainings],
        },
        ensure_ascii=False,
    )


def employment_json(employment: EmploymentAccount) -> dict[str, object]:
    """Return an employment with its account of every year."""
    return known(
        employmentId=employment.employment_id,
        enterpriseNumber=employment.enterprise_number,
        employerName=employment.employer_name,
        jointCommittee=employment.joint_committee,
        startDate=employment.start_date.isoformat(),
        endDate=employment.end_date.isoformat() if employment.end_date else None,
        endReason=employment.end_reason,
        weeklyMinutes=employment.weekly_minutes,
        workRegimes=[
            {"fromDate": since.isoformat(), "workRegime": str(share)}
            for since, share in employment.work_regimes
        ],
        years={str(credit.year): year_json(credit) for credit in employment.years},
    )


def year_json(credit: YearCredit) -> dict[str, object]:
    """Return the account of one employment and year."""
    first, last = credit.five_years
    amounts = {name: written(getattr(credit, name), credit.day_minutes) for name in AMOUNTS}
    return {
        **amounts,
        "state": credit.state,
        "dayMinutes": number(credit.day_minutes),
        "sizeClass": credit.size.size_class,
        "fiveYearPeriod": {"from": first, "to": last},
    }


def number(exact: Fraction) -> int | str:
    """Return a whole number as such, any other as the text of its fraction."""
    return exact.numerator if exact.denominator == 1 else str(exact)


def training_json(training: TrainingRecord, ssin: str) -> dict[str, object]:
    """Return a training with the names of the web service."""
    provider = known(
        enterpriseNumber=training.provider_enterprise_number, name=training.provider_name
    )
    valid_until = training.certificate_valid_until
    return known(
        id=str(training.training_id),
        version=training.version,
        reference=training.reference,
        worker={"ssin": ssin},
        employer={"enterpriseNumber": training.enterprise_number},
        employmentId=training.employment_id,
        title=training.title,
        language=training.language,
        nature=training.nature,
        status=training.status,
        recordState=training.record_state,
        startDate=training.start_date.isoformat(),
        endDate=training.end_date.isoformat(),
        durationMinutes=training.duration_minutes,
        countsForRight=training.counts_for_right,
        notCountingReason=training.not_counting_reason,
        chargedMinutes=training.charged_minutes,
        provider=provider or None,
        certificate=known(
            obtained=training.certificate_obtained,
            validUntil=valid_until.isoformat() if valid_until else None,
        ),
        financing=training.financing,
        registeredBy={
            "enterpriseNumber": training.registered_by,
            "quality": training.registered_quality,
        },
        lastModified=training.registered_at.isoformat(),
    )


def known(**members: object) -> dict[str, object]:
    """Return the members that have a value."""
    return {name: value for name, value in members.items() if value is not None}
