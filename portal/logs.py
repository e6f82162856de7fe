"""What processes write down while they run: an event a line, for people or for programs.

Each line bears the trace of the request or the file that it is about, so that everything about it
is found by one word. No line bears a social security number, whoever was careless with it.
"""

import logging
import re
from collections.abc import MutableMapping
from typing import Any, Final
from uuid import uuid4

import structlog

from portal.identifiers import SSIN_LENGTH, ssin_fault
from portal.settings import Settings

HIDDEN: Final = "(number)"  # what stands where a number stood
_TRACE_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Eleven digits, bare or as people write them; never a part of a longer word, such as a UUID.
_NUMBER: Final = re.compile(
    r"(?<![\w-])\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}(?!\w)", re.ASCII
)
_LEVELS: Final = {"lines": logging.WARNING, "json": logging.INFO}  # of libraries


def set_up(settings: Settings) -> None:
    """Let this process write to its standard error, as PORTAL_LOGS says; harmless to repeat."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),  # with its Z, on every machine
    ]
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    as_line = structlog.dev.ConsoleRenderer(colors=False)
    last: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,  # never the values of variables, as others show them
        hide_numbers,
        as_json if settings.logs == "json" else as_line,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name], processors=last
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(_LEVELS[settings.logs])
    logging.getLogger("portal").setLevel(logging.INFO)


def hide_numbers(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return an event in which no text holds a social security number."""
    return {name: _hidden(value) for name, value in event.items()}


def _hidden(value: Any) -> Any:  # noqa: ANN401 - whatever an event bears
    if isinstance(value, str):
        return _NUMBER.sub(_instead, value)
    if isinstance(value, dict):
        return {_hidden(name): _hidden(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(inner) for inner in value]
    return value


def _instead(found: re.Match[str]) -> str:
    digits = "".join(sign for sign in found[0] if sign.isdigit())
    return HIDDEN if len(digits) == SSIN_LENGTH and ssin_fault(digits) is None else found[0]


def new_trace(given: str = "") -> str:
    """Return the trace of what begins now, and let all that is written down from now on bear it.

    given: the trace that a client names itself; another is made where it is no UUID.
    """
    trace_id = given if _TRACE_ID.fullmatch(given) else str(uuid4())
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(trace_id=trace_id)
    return trace_id
