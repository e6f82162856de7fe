"""How sure a digital key must be of whoever asks: per role, and per page where higher."""

from collections.abc import Mapping

from portal.login.level import Level
from portal.login.providers import Provider

EXTENSION = "levels"
PUBLIC = "public"
EVERYBODY = "worker"  # the role in which all who sign in may see something


class LevelsFault(RuntimeError):
    """PORTAL_LEVELS cannot be used; a RuntimeError, since that is what the HTTP server tells."""


class Levels:
    """The least level of each role and page: what the operator wrote, and what each key demands.

    written: a role or a page each, such as `worker=substantial trainings.one=high`.
    roles: for whom each page is.
    Raises LevelsFault where the words name no role, page or level.
    """

    def __init__(
        self, written: str, roles: Mapping[str, str | None], providers: Mapping[str, Provider]
    ) -> None:
        self._roles = roles
        self._providers = providers
        self._least = dict(_read(word) for word in written.split())
        unknown = self._least.keys() - roles.keys() - set(roles.values())
        if unknown:
            raise LevelsFault(f"PORTAL_LEVELS: there is no role or page {min(unknown)!r}.")

    def needed(self, page: str | None, key: str) -> Level:
        """Return the least level for a page by a digital key, each by its name.

        A page that anybody may read leads to the account, so it needs what the account does.
        """
        role = self._roles.get(page or "")
        if role is None or role == PUBLIC:
            role = EVERYBODY
        least = [self._least.get(word or "", Level.LOW) for word in (role, page)]
        if key in self._providers:
            least.append(self._providers[key].least_level(role))
        return max(least)

    def can_be_reached(self, page: str | None, key: str) -> bool:
        """Tell whether a digital key can be as sure of somebody as a page needs."""
        provider = self._providers.get(key)
        return provider is not None and provider.reaches(self.needed(page, key))


def _read(word: str) -> tuple[str, Level]:
    name, _, code = word.partition("=")
    try:
        return name, Level.of(code)
    except KeyError:
        raise LevelsFault(
            f"PORTAL_LEVELS: {word!r} is not understood; write worker=substantial, with a level "
            "low, substantial or high."
        ) from None
