"""What a person does for an enterprise on these pages, as the window and the door know it."""

from portal import clock
from portal.account.looks import Look
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment
from portal.login.acting import Acting
from portal.settings import load_settings


def look_of(acting: Acting) -> Look:
    """Return the look of who acts, as the worker will read it."""
    return Look(
        clock.now(),
        acting.role,
        "page",
        looker_id=acting.person_id,
        organisation=acting.enterprise_number,
        through=acting.through,
    )


def declarant_of(acting: Acting) -> Declarant:
    """Return who speaks at the door; each change must name the version that was seen."""
    quality = Quality(acting.role.value)
    number = acting.organisation
    return Declarant(number, quality, Channel.FORM, acting.person_id, names_versions=True)


def moment() -> Moment:
    """Return when something is declared here, and under which regime."""
    return Moment(clock.now(), load_settings().registration)
