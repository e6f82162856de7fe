"""How the service is doing, as the status page tells it: the data, its age, the digital keys."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from portal.database import reading
from portal.feed.freshness import last_load
from portal.login.pages import key_ring


@dataclass(frozen=True, slots=True)
class Key:
    """A digital key; answers: None where nobody has asked it yet."""

    label: str
    answers: bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What works just now.

    loaded_at: when data last came in; None: never, or nobody can tell.
    """

    data: bool
    loaded_at: datetime | None
    keys: tuple[Key, ...]

    @property
    def good(self) -> bool:
        """Whether everything works, as far as we know."""
        return self.data and all(key.answers is not False for key in self.keys)


def condition(language: str) -> Condition:
    """Return how the service is doing; keys are called as they are in the language."""
    ring = key_ring()
    seen = ring.reach.now()
    keys = tuple(
        Key(key.provider.words(language)[0], seen.get(name)) for name, key in ring.keys.items()
    )
    try:
        with reading() as db:
            return Condition(data=True, loaded_at=last_load(db), keys=keys)
    except SQLAlchemyError:
        return Condition(data=False, loaded_at=None, keys=keys)
