"""Lists of declarations as columns: what a sheet has, and what can be read most cheaply."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

# What a channel hands over: texts by field name; an empty text says as little as none.
Fields = Mapping[str, str]


class Table:
    """Declarations by column: each field with its texts, one for each declaration.

    Ten thousand rows of a sheet need not become ten thousand dictionaries on their way.
    """

    __slots__ = ("_count", "columns")

    def __init__(self, columns: Mapping[str, Sequence[str]], count: int) -> None:
        """Keep columns of so many texts each."""
        self.columns = columns
        self._count = count

    @classmethod
    def of(cls, rows: Sequence[Fields]) -> "Table":
        """Return the table of rows, which may have different fields."""
        names = dict.fromkeys(name for row in rows for name in row)
        return cls({name: [row.get(name, "") for row in rows] for name in names}, len(rows))

    def __len__(self) -> int:
        """Return how many declarations there are."""
        return self._count

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Give the declarations one by one."""
        return (self.row(place) for place in range(self._count))

    def row(self, place: int) -> dict[str, str]:
        """Return one declaration, by its place from 0."""
        return {name: column[place] for name, column in self.columns.items()}

    def column(self, name: str) -> Sequence[str]:
        """Return the texts of a field; all empty where no declaration has it."""
        return self.columns.get(name) or [""] * self._count

    def at(self, places: Sequence[int]) -> "Table":
        """Return the table of some of the declarations."""
        picked = {
            name: [column[place] for place in places] for name, column in self.columns.items()
        }
        return Table(picked, len(places))

    @staticmethod
    def joined(tables: "Sequence[Table]") -> "Table":
        """Return the declarations of all these tables, one after the other."""
        if len(tables) == 1:
            return tables[0]
        names = dict.fromkeys(chain.from_iterable(table.columns for table in tables))
        columns = {
            name: list(chain.from_iterable([table.column(name) for table in tables]))
            for name in names
        }
        return Table(columns, sum(map(len, tables)))

    def followed_by(self, other: "Table") -> "Table":
        """Return the declarations of this table, and then those of another."""
        return Table.joined([self, other]) if self._count else other
