"""How long rows are kept, and what columns tell of people: the words of `portal.models.keeping`."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a row is kept.

    moment: the column from which the term runs; None: there is no term, the sentence says while
    what the row is needed. only: to which rows the term applies, in SQL.
    """

    sentence: str
    moment: str | None = None
    term: timedelta = timedelta(0)
    only: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The columns of a table by what they tell of people, and how long its rows are kept.

    outlives: its rows stay when the law destroys the account: they tell of nobody.
    """

    retention: Retention
    public: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    outlives: bool = False

    @property
    def columns(self) -> list[str]:
        """All columns, one as often as it is named."""
        return [*self.public, *self.personal, *self.sensitive]


def keeping(
    retention: Retention,
    public: str = "",
    personal: str = "",
    sensitive: str = "",
    *,
    outlives: bool = False,
) -> Keeping:
    """Return what a table tells, its columns named in one text each."""
    kinds = [frozenset(kind.split()) for kind in (public, personal, sensitive)]
    return Keeping(retention, kinds[0], kinds[1], kinds[2], outlives)
