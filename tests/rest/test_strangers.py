"""Software learns nothing of others: what is another's and what is nobody's cost the same."""

import re
from collections.abc import Callable
from typing import Any

from tests.declarations.world import BAKERY, GARAGE, NOBODY, PIET
from tests.rest.bodies import training
from tests.rest.caller import Caller
from tests.statements import statements

MADE_ANEW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNKNOWN_FIRM = "0400010380"


def told(software: Caller, path: str, body: dict[str, Any]) -> tuple[int, str, list[str]]:
    """Return status, text and statements of an answer, without what was sent or is made anew."""
    with statements() as sent:
        answer = software.post(path, body)
    said = MADE_ANEW.sub("", answer.text)
    for number in (PIET, NOBODY, GARAGE, UNKNOWN_FIRM):
        said = said.replace(number, "")
    return answer.status_code, said, sent


Ask = Callable[[str], dict[str, Any]]
OF_WORKERS: dict[str, Ask] = {
    "/trainings": lambda ssin: training(worker={"ssin": ssin}),
    "/learningAccounts/query": lambda ssin: {
        "enterpriseNumber": BAKERY,
        "ssin": ssin,
        "year": 2026,
    },
    "/trainings/query": lambda ssin: {"ssin": ssin},
    "/trainingRights/query": lambda ssin: {"ssin": ssin},
}
OF_ENTERPRISES: dict[str, Ask] = {
    "/trainings": lambda number: training(employer={"enterpriseNumber": number}),
    "/learningAccounts/query": lambda number: {
        "enterpriseNumber": number,
        "ssin": PIET,
        "year": 2026,
    },
}


def test_a_worker_of_another_is_as_unknown_as_nobody(lasting: Caller) -> None:
    for path, ask in OF_WORKERS.items():
        told(lasting, path, ask(PIET))  # what is asked the first time only
        assert told(lasting, path, ask(PIET)) == told(lasting, path, ask(NOBODY)), path


def test_another_enterprise_is_as_unknown_as_one_that_nobody_has(lasting: Caller) -> None:
    for path, ask in OF_ENTERPRISES.items():
        told(lasting, path, ask(GARAGE))
        foreign, unknown = (told(lasting, path, ask(one)) for one in (GARAGE, UNKNOWN_FIRM))
        assert foreign == unknown, path
        assert foreign[0] == 403
