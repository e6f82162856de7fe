"""How the service is doing, as the status page tells it: its parts, the keys, and since when."""

from dataclasses import dataclass
from datetime import datetime

from portal.clock import machine_now
from portal.duties.condition import Health, Name, Part, Parts, parts_now
from portal.login.pages import key_ring

# What this process saw fail when it was asked, until it saw it work again.
_failing_since: dict[str, datetime] = {}


@dataclass(frozen=True, slots=True)
class Key:
    """A digital key; answers: None where nobody has asked it yet. since: it does not, since."""

    label: str
    answers: bool | None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What works just now.

    lost_at: when we saw first that the data cannot be read; None: it can.
    """

    parts: Parts
    keys: tuple[Key, ...]
    lost_at: datetime | None = None

    @property
    def data(self) -> bool:
        """Whether the data can be read."""
        return self.parts.health is not Health.DOWN

    @property
    def loaded_at(self) -> datetime | None:
        """When data last came in; None: never, or nobody can tell."""
        return self.parts.loaded_at

    @property
    def bulk(self) -> bool | None:
        """Whether what was sent in bulk is worked through; None: nobody can tell."""
        found = self._bulk_parts()
        return all(part.works for part in found) if found else None

    @property
    def bulk_since(self) -> datetime | None:
        """Since when it is not."""
        return min(
            (part.since for part in self._bulk_parts() if part.since and not part.works),
            default=None,
        )

    def _bulk_parts(self) -> list[Part]:
        return [part for part in self.parts.all if part.name in {Name.WORKER, Name.SUBMISSIONS}]

    @property
    def good(self) -> bool:
        """Whether everything works, as far as we know."""
        return self.parts.health is Health.UP and all(key.answers is not False for key in self.keys)


def condition(language: str) -> Condition:
    """Return how the service is doing; keys are called as they are in the language."""
    ring = key_ring()
    seen = ring.reach.now()
    keys = tuple(
        Key(
            key.provider.words(language)[0],
            seen.get(name),
            _since(f"key {name}", works=seen.get(name) is not False),
        )
        for name, key in ring.keys.items()
    )
    parts = parts_now()
    return Condition(parts, keys, _since("data", works=parts.health is not Health.DOWN))


def _since(what: str, *, works: bool) -> datetime | None:
    """Return since when something fails; None: it works."""
    if works:
        _failing_since.pop(what, None)
        return None
    return _failing_since.setdefault(what, machine_now())
