"""What was asked: the body and its kind, or the problem with them."""

from collections.abc import Mapping
from typing import Any, Final, cast

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.rest.problems import Problem, bad_input
from portal.settings import Settings
from portal.wire.kinds import BAD_REQUEST, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED
from portal.wire.shapes import told
from portal.wire.strict_json import NotJson, read_json

JSON: Final = "application/json"


def settings_here() -> Settings:
    """Return the settings of this application."""
    return cast("Settings", current_app.config["SETTINGS"])


def read_object(most: int | None = None) -> Mapping[str, Any]:
    """Return the JSON object in the body; raises Problem.

    most: bytes; None: as many as any request may have.
    """
    request.max_content_length = most or settings_here().rest_body
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge as fault:
        detail = f"The body has more than {request.max_content_length} bytes."
        raise Problem(TOO_LARGE, detail=detail) from fault
    if request.mimetype != JSON:
        raise Problem(UNSUPPORTED, headers={"Accept": JSON})
    check_accept()
    try:
        said = read_json(data)
    except NotJson as fault:
        issue = bad_input("body", fault.place, fault.code, fault.detail, fault.value)
        raise Problem(BAD_REQUEST, [issue]) from fault
    if not isinstance(said, dict):
        issue = bad_input("body", "", "schemaViolation", "An object is expected.", told(said))
        raise Problem(BAD_REQUEST, [issue])
    return said


def check_accept(*kinds: str) -> None:
    """Raise Problem where the client takes nothing of what we answer with; by default JSON."""
    accepted = request.accept_mimetypes
    if accepted and not any(accepted[kind] for kind in kinds or (JSON,)):
        raise Problem(NOT_ACCEPTABLE)


def check_parameters(*known: str) -> None:
    """Raise Problem for parameters in the address that do not exist, or stand there twice."""
    issues = []
    for name, values in request.args.lists():
        if name not in known:
            detail = "No such parameter exists: leave it out."
            issues.append(bad_input("query", told(name), "unknownInput", detail))
        elif len(values) > 1:
            detail = "Give this parameter once."
            issues.append(bad_input("query", name, "schemaViolation", detail))
    if issues:
        raise Problem(BAD_REQUEST, issues)
