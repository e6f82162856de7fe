"""Puts people and enterprises that exist into what schemathesis makes up, so it gets further in."""

from typing import Any

import schemathesis
from schemathesis import Case, GenerationMode, HookContext

from tests.declarations.world import BAKERY, EMMA

KNOWN = {"ssin": EMMA, "enterpriseNumber": BAKERY}


@schemathesis.hook
def map_case(context: HookContext, case: Case[Any]) -> Case[Any]:
    """Return a request that is as the document says about somebody whom the bakery employs."""
    del context
    if case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
        _fill(case.body)
    return case


def _fill(part: Any) -> None:  # noqa: ANN401 - any part of a body
    if isinstance(part, dict):
        part.update({name: KNOWN[name] for name in KNOWN if name in part})
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            _fill(one)
