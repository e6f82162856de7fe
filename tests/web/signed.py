"""Renders a page as somebody sees it who is signed in."""

from datetime import timedelta
from uuid import UUID

from flask import render_template

from portal.clock import machine_now
from portal.login.level import Level
from portal.login.sessions import Identity


def render_as(template: str, **values: object) -> str:
    """Return a page as somebody sees it who is signed in."""
    now = machine_now()
    somebody = Identity(
        person_id=UUID(int=1),
        given_names="Marie",
        family_name="Peeters",
        language="nl",
        provider="demo",
        level=Level.HIGH,
        idle_end_at=now + timedelta(minutes=15),
        absolute_end_at=now + timedelta(hours=8),
        session_hash=b"",
        represents="acting" in values,
    )
    return render_template(template, current_user=somebody, **values)
