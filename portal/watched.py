"""Every request as whoever runs the portal sees it: a trace, a route, how it ended, how long.

Around the pages and the web service alike, so that neither has to think of it.
"""

import re
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

import structlog
from flask import Flask, current_app, request

from portal.logs import new_trace
from portal.meters import REQUESTS, count, measure
from portal.settings import Settings

TRACE: Final = "BelGov-Trace-Id"
_TRACE_IN: Final = "HTTP_BELGOV_TRACE_ID"
_TRACE_ID: Final = "portal.trace_id"  # where the environment of a request keeps them
_ROUTE: Final = "portal.route"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_PART: Final = re.compile(r"<(?:[^<>]*:)?(\w+)>")
_NO_ROUTE: Final = "-"  # a file, or an address that leads nowhere: never the address itself
log = structlog.get_logger("portal.requests")

Environment = dict[str, Any]
Wsgi = Callable[[Environment, Any], Iterable[bytes]]


def watched(app: Wsgi, settings: Settings) -> Wsgi:
    """Return an application of which every request bears a trace, and is written down."""
    writes = settings.logs == "json"

    def serve(environment: Environment, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        began = time.perf_counter()
        trace_id = trace_of(environment)
        said = "500"

        def start(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:  # noqa: ANN401 - WSGI
            nonlocal said
            said = status[:3]
            return start_response(status, [*headers, (TRACE, trace_id)], *fault)

        try:
            return app(environment, start)
        finally:
            seconds = time.perf_counter() - began
            method, route = _method(environment), environment.get(_ROUTE, _NO_ROUTE)
            count(REQUESTS, method, route, said)
            measure(route, seconds)
            if writes:
                log.info(
                    "request",
                    method=method,
                    route=route,
                    status=int(said),
                    milliseconds=round(seconds * 1000, 1),
                )

    return serve


def _method(environment: Environment) -> str:
    """Return the method of a request; of those that nobody invented, one word for all."""
    method: str = environment["REQUEST_METHOD"]
    return method if method in _METHODS else "OTHER"


def trace_of(environment: Environment) -> str:
    """Return the trace of a request: the client's own, or one of ours."""
    if _TRACE_ID not in environment:
        environment[_TRACE_ID] = new_trace(environment.get(_TRACE_IN, ""))
    found: str = environment[_TRACE_ID]
    return found


def name_routes(app: Flask) -> None:
    """Let each request say by which route it was answered, and nothing failed tell its address."""
    app.before_request(_name_route)
    app.log_exception = _tell_failure  # type: ignore[assignment,method-assign]  # Flask's own tells the address


def _name_route() -> None:
    if request.url_rule is not None:
        name_route(request.environ, f"{request.script_root}{_plain(request.url_rule.rule)}")


def name_route(environment: Environment, route: str) -> None:
    """Say by which route a request is answered."""
    environment[_ROUTE] = route


@cache
def _plain(rule: str) -> str:
    """Return a route as people write it: `/{language}/privacy`."""
    return _PART.sub(r"{\1}", rule)


def _tell_failure(fault: Any) -> None:  # noqa: ANN401 - as Flask hands it on
    route = request.environ.get(_ROUTE, _NO_ROUTE)
    current_app.logger.error("%s %s failed", request.method, route, exc_info=fault)
