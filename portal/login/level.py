"""How sure a digital key is of who somebody is: the three levels of European law."""

from enum import IntEnum


class Level(IntEnum):
    """A level of assurance, comparable. Source: Regulation (EU) 910/2014, art. 8."""

    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3

    @property
    def code(self) -> str:
        """The word by which configuration and tables know the level."""
        return self.name.lower()

    @classmethod
    def of(cls, code: str) -> "Level":
        """Return the level with this word; raises KeyError for any other word."""
        return cls[code.upper()]
