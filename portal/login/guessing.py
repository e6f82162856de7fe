"""Who guesses is stopped: tries of a browser, an address or a person, and 429 at the end."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from flask import Flask, Response, current_app, request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound, TooManyRequests

from portal.clock import machine_now
from portal.database import reading
from portal.login.identity import session_key, signed_in
from portal.login.tries import (
    FALSE_RETURNS,
    FETCHES_OF_A_CALENDAR,
    MISSES_OF_A_PERSON,
    MISSES_OF_AN_ADDRESS,
    SECOND_FACTS,
    STARTS_OF_A_BROWSER,
    STARTS_OF_AN_ADDRESS,
    Limit,
    TooOften,
    count_try,
    person_hash,
    refuse_after_too_many,
    seconds_of,
    who_hash,
)
from portal.settings import Settings

LIFTED = "TRIES_ARE_FREE"
# The names of digital keys stand on a page for everybody: nobody needs to guess them.
NO_SECRETS = frozenset({"name"})
SEE_OTHER = 303


def set_up_limits(app: Flask, settings: Settings) -> None:
    """Count guesses at addresses in this application, and refuse whoever made too many."""
    app.config[LIFTED] = not settings.rate_limits
    app.before_request(_refuse_guessers)
    app.after_request(_count_miss)


def count_start(browser: str | None) -> None:
    """Count a sign-in that begins; ends the request with 429 where it is one too many.

    browser: the key of the browser, None where it has none yet.
    """
    _ask(count_try, STARTS_OF_AN_ADDRESS, _address())
    if browser is not None:
        _ask(count_try, STARTS_OF_A_BROWSER, _keyed(browser))


def refuse_false_returns() -> None:
    """End the request with 429 where this address came back too often with false answers."""
    _ask(refuse_after_too_many, FALSE_RETURNS, _address())


def count_false_return() -> None:
    """Count an answer that no digital key gave us."""
    _ask(count_try, FALSE_RETURNS, _address())


def count_of_person(limit: Limit, person_id: UUID) -> None:
    """Count what is costly and a person asked for; ends the request with 429 after too many."""
    _ask(count_try, limit, person_hash(person_id))


def count_of_address(address_hash: bytes) -> None:
    """Count a calendar program that asks; ends the request with 429 where it never stops.

    address_hash: what the database keeps of the address; it is counted whether it is known or not.
    """
    _ask(count_try, FETCHES_OF_A_CALENDAR, address_hash)


def refuse_second_facts(number: bytes) -> None:
    """End the request with 429 where too many wrong facts were said about one attestation."""
    _ask(refuse_after_too_many, SECOND_FACTS, number)


def count_second_fact(number: bytes) -> None:
    """Count a wrong fact; ends the request with 429 where it is one too many.

    number: what the database keeps of the number of the attestation.
    """
    _ask(count_try, SECOND_FACTS, number)


def _refuse_guessers() -> None:
    """Refuse whoever asked too often for what is not theirs; also what is, so it tells nothing."""
    if not _can_be_guessed():
        return
    identity = signed_in()
    if identity is None:
        _ask(refuse_after_too_many, MISSES_OF_AN_ADDRESS, _address())
    elif identity.stopped_until is not None and not current_app.config[LIFTED]:
        raise TooManyRequests(retry_after=seconds_of(identity.stopped_until - machine_now()))


def _count_miss(answer: Response) -> Response:
    # A stranger is led to sign in, whatever the address.
    stranger = session_key() is None and answer.status_code == SEE_OTHER
    if (stranger or answer.status_code == NotFound.code) and _can_be_guessed():
        identity = signed_in()
        # One too many: this answer says nothing either, and the next is refused.
        with suppress(TooManyRequests):
            if identity is None:
                _ask(count_try, MISSES_OF_AN_ADDRESS, _address())
            else:
                _ask(count_try, MISSES_OF_A_PERSON, person_hash(identity.person_id))
    return answer


def _can_be_guessed() -> bool:
    """Tell whether a part of the address names one thing among many."""
    return bool((request.view_args or {}).keys() - NO_SECRETS)


def _ask(
    act: Callable[[Connection, Limit, bytes, datetime], None], limit: Limit, who: bytes
) -> None:
    """Count or look up tries; ends the request with 429 where they are too many."""
    if current_app.config[LIFTED]:
        return
    try:
        with reading() as connection:
            act(connection, limit, who, machine_now())
    except TooOften as fault:
        raise TooManyRequests(retry_after=fault.wait) from fault


def _address() -> bytes:
    return _keyed(request.remote_addr or "")


def _keyed(somebody: str) -> bytes:
    return who_hash(current_app.config["SECRET_KEY"], somebody)
