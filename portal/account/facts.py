"""What an attestation was made of, in one fixed order, to tell later whether it still holds."""

import hashlib
import json

from portal.account.attestation import Statement
from portal.account.printed import known, training_json
from portal.law.credit import YearCredit

# What may change of a training without changing what was followed.
NOT_ATTESTED = ("version", "reference", "worker", "employmentId", "registeredBy", "lastModified")


def facts_digest(statement: Statement) -> bytes:
    """Return the SHA-256 of the facts that an attestation states.

    The same for the account of the same day as long as no fact of it changes; names of employers
    and providers and the day of the data are left out, since they change nothing.
    """
    facts = {
        "holder": known(
            familyName=statement.holder.family_name,
            givenNames=statement.holder.given_names,
            birthDate=str(statement.holder.birth_date),
        ),
        "wanted": statement.wanted.fields,
        "employers": [
            {
                "employmentId": part.employment.employment_id,
                "enterpriseNumber": part.employment.enterprise_number,
                "startDate": str(part.employment.start_date),
                "years": [_year(year) for year in part.years],
            }
            for part in statement.parts
        ],
        "trainings": [
            {
                name: value
                for name, value in training_json(training, "").items()
                if name not in NOT_ATTESTED
            }
            for training in statement.trainings
        ],
    }
    written = json.dumps(facts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).digest()


def _year(year: YearCredit) -> list[str | int]:
    amounts = (year.gained, year.carried, year.charged, year.left, year.day_minutes)
    return [year.year, *map(str, amounts)]
