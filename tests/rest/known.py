"""Puts people and enterprises that exist into what schemathesis makes up, so it gets further in."""

from typing import Any

import schemathesis
from schemathesis import Case, GenerationMode, HookContext

from tests.declarations.world import BAKERY, EMMA

KNOWN = {"ssin": EMMA, "enterpriseNumber": BAKERY}
NOBODYS = "01936a5d-ac96-774b-8cce-b302099a8057"  # an id that the document shows as an example


@schemathesis.hook
def map_case(context: HookContext, case: Case[Any]) -> Case[Any]:
    """Return a request that is as the document says about somebody whom the bakery employs."""
    del context
    if case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
        _fill(case.body)
    return case


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """Ask for no id "query": schemathesis finds it at the end of a list's own address."""
    del context, kwargs
    ids = case.path_parameters or {}
    ids.update({name: NOBODYS for name, id_ in ids.items() if id_ == "query"})


def _fill(part: Any) -> None:  # noqa: ANN401 - any part of a body
    if isinstance(part, dict):
        part.update({name: KNOWN[name] for name in KNOWN if name in part})
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            _fill(one)
