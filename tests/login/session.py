"""A signed-in browser without the way through a digital key: a real session, a real cookie."""

from uuid import UUID

from flask.testing import FlaskClient

from portal.clock import machine_now
from portal.database import Session
from portal.login.level import Level
from portal.login.sessions import SignIn, open_session


def a_sign_in(person_id: UUID, **other: object) -> SignIn:
    """Return what a key says of a person who has just signed in."""
    said: dict[str, object] = {
        "person_id": person_id,
        "provider": "demo",
        "subject": f"subject-{person_id}",
        "provider_sid": f"sign-in-{person_id}",
        "level": Level.HIGH,
        "auth_time": machine_now(),
        "language": "nl",
    }
    return SignIn(**{**said, **other})


def session_for(person_id: UUID, **other: object) -> str:
    """Return the key of a new session of this person; the `person` row must exist."""
    with Session.begin() as db:
        return open_session(db, a_sign_in(person_id, **other), machine_now())


def signed_in(client: FlaskClient, person_id: UUID, **other: object) -> FlaskClient:
    """Return the same client, in which this person is now signed in.

    other: what the key said otherwise, as in `SignIn` (`language`, `level`, `provider`).
    """
    name = client.application.config["SESSION_KEY_COOKIE"]
    client.set_cookie(name, session_for(person_id, **other))
    return client
