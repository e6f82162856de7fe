"""The web service put together: its operations, what every answer carries, and what goes wrong."""

import logging
from collections.abc import Iterable
from typing import Final

from flask import Flask, Response, request
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from portal.login.access import TokenIssuer
from portal.rest import accounts, identifiers, reference, rights, submissions, trainings
from portal.rest.problems import Problem
from portal.settings import REST_BASE, Settings
from portal.watched import name_routes
from portal.wire.kinds import (
    BAD_REQUEST,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    OUR_FAULT,
    TOO_LARGE,
    UNAVAILABLE,
)

MOUNT: Final = "/REST"
_BY_STATUS: Final = {404: NOT_FOUND, 405: METHOD_NOT_ALLOWED, 413: TOO_LARGE}
log = logging.getLogger(__name__)


class _Record(BaseConverter):
    """What may name one record in an address: not the question after all of them."""

    regex = r"(?!query\Z)[^/]+"
    part_isolating = True


def create_service(
    settings: Settings, hosts: list[str], headers: Iterable[tuple[str, str]]
) -> Flask:
    """Return the service, to be mounted at MOUNT; headers: what every answer carries."""
    service = Flask("portal.rest", static_folder=None, template_folder=None)
    service.config.update(
        SETTINGS=settings,
        TRUSTED_HOSTS=hosts,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    service.url_map.converters["record"] = _Record
    service.extensions["issuer"] = TokenIssuer(settings)
    prefix = REST_BASE.removeprefix(MOUNT)
    for views in (
        reference.views,
        trainings.views,
        rights.views,
        accounts.views,
        submissions.views,
        identifiers.views,
    ):
        service.register_blueprint(views, url_prefix=prefix)
    name_routes(service)
    service.register_error_handler(Problem, Problem.answer)
    service.register_error_handler(HTTPException, _http)
    for lost in (OperationalError, InterfaceError):
        service.register_error_handler(lost, _without_database)
    service.register_error_handler(Exception, _our_fault)
    fixed = list(headers)

    @service.after_request
    def add_headers(answer: Response) -> Response:
        answer.headers.extend(fixed)
        answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return service


def _http(failure: HTTPException) -> Response:
    kind = _BY_STATUS.get(failure.code or 500, BAD_REQUEST)
    if (failure.code or 500) >= OUR_FAULT.status:
        kind = OUR_FAULT
    allowed = dict(failure.get_headers()).get("Allow")
    return Problem(kind, headers={"Allow": allowed} if allowed else {}).answer()


def _without_database(failure: Exception) -> Response:
    _log(failure)
    return Problem(UNAVAILABLE, headers={"Retry-After": "60"}).answer()


def _our_fault(failure: Exception) -> Response:
    _log(failure)
    return Problem(OUR_FAULT).answer()


def _log(failure: Exception) -> None:
    """Write down what failed: the route, never the address or what was sent."""
    route = request.url_rule.rule if request.url_rule else "-"
    log.error("%s %s failed", request.method, route, exc_info=failure)
