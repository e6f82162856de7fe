"""Records as most software writes them: found by one pattern, which is made of the schema.

To parse a record and hold it against the schema costs ten times what the pattern does, which knows
nothing that the schema would refuse. The parser sees one element in the place of a whole run of
such records, as long and of as many lines, so that all that stands around them is read as ever.
What is written in another way (attributes, comments, entities, the last day of February in a leap
year) is no part of a run, and read by the parser.
"""

import re
from functools import cache
from secrets import token_hex
from typing import Final, NamedTuple

from lxml import etree

from portal.wire.xml.blocks import RIGHT, TRAINING
from portal.wire.xml.schema import DECLARATION

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_BLANKS: Final = r"[ \t\r\n]*+"
# Not all that XML knows, but nothing that it does not, nor what it changes in reading.
_TEXT: Final = "[ -%'-;=?-~\u00a0-\ud7ff]"
_DAY: Final = (
    "(?:19|20)[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_ROOT: Final = re.compile(rb"<(?:([A-Za-z_][A-Za-z0-9_.-]*):)?FlaDeclaration[\s>]")
_KINDS: Final = {"TrainingRecord": TRAINING, "TrainingRightRecord": RIGHT}
_LITERAL: Final = b"<![CDATA["
_MARK: Final = "run"  # attribute of what stands in for a run


class Run(NamedTuple):
    """Records of one kind that follow each other: where they stand in the text of their block."""

    tag: str
    text: str
    start: int
    end: int
    prefix: str
    records: int

    def rows(self) -> list[tuple[str, ...]]:
        """Return the texts of each record, in the order of `places_of`; empty: it has none."""
        found = _pattern_of(self.prefix, self.tag).findall(self.text, self.start, self.end)
        assert len(found) == self.records  # noqa: S101 - the same pattern found the run
        return found


class StandIns:
    """Puts one element in the place of each run of records, in one reading of a message."""

    def __init__(self) -> None:
        self._secret = token_hex(8)  # so that no sender can write what looks like one
        self._prefix: str | None = None
        self._is_literal = False  # whether what looks like a record may be a text
        self._runs: list[Run] = []

    def put(self, data: bytes) -> bytes:
        """Return the block that the parser shall see instead of this one, which comes next."""
        self._runs = []
        self._is_literal = self._is_literal or _LITERAL in data
        if self._is_literal:
            return data
        if self._prefix is None:
            root = _ROOT.search(data)
            self._prefix = f"{root[1].decode()}:" if root and root[1] else ""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data  # the parser will say where
        parts, behind = [], 0
        for found in _runs_pattern(self._prefix).finditer(text):
            start, end = found.span()
            parts += [text[behind:start], self._stand_in(text, start, end, str(found.lastgroup))]
            behind = end
        return "".join([*parts, text[behind:]]).encode() if parts else data

    @property
    def count(self) -> int:
        """How many records stand in the runs of the block."""
        return sum(run.records for run in self._runs)

    def run_of(self, element: etree._Element) -> Run | None:
        """Return the run for which an element of this block stands; None: it is a record itself."""
        secret, _, number = (element.get(_MARK) or "").partition("-")
        return self._runs[int(number)] if secret == self._secret else None

    def _stand_in(self, text: str, start: int, end: int, kind: str) -> str:
        """Return an element that begins and ends in the same lines and columns as the run."""
        count = text.count(f"</{self._prefix}{kind}>", start, end)
        begin = f"<{self._prefix}{kind} {_MARK}='{self._secret}-{len(self._runs)}'>"
        self._runs.append(Run(_KINDS[kind], text, start, end, self._prefix or "", count))
        lines = text.count("\n", start, end)
        width = end - 1 - text.rfind("\n", start, end) if lines else end - start - len(begin)
        return begin + "\n" * lines + f"</{self._prefix}{kind}>".rjust(width)


@cache
def places_of(tag: str) -> list[str]:
    """Return where the texts of a record stand in it, as the schema has them: `Worker/Ssin`."""
    return list(_Schema("").places(tag))


@cache
def _pattern_of(prefix: str, tag: str) -> re.Pattern[str]:
    return re.compile(_Schema(prefix).record(tag))


@cache
def _runs_pattern(prefix: str) -> re.Pattern[str]:
    """Return the pattern of records that follow each other; its group names their kind."""
    schema, runs = _Schema(prefix), []
    for kind, tag in _KINDS.items():
        record = re.sub(r"\((?!\?)", "(?:", schema.record(tag))
        runs.append(f"(?P<{kind}>{record}(?:{_BLANKS}{record})*+)")
    return re.compile("|".join(runs))


class _Schema:
    """The schema of declarations as patterns; each text is a group."""

    def __init__(self, prefix: str) -> None:
        self._prefix = re.escape(prefix)
        self._root = etree.parse(DECLARATION).getroot()

    def record(self, tag: str) -> str:
        """Return the pattern of a record."""
        name = etree.QName(tag).localname
        return self._written(name, self._sequence(self._fields(tag)))

    def places(self, tag: str) -> list[str]:
        """Return where its groups stand, in their order."""
        return self._places(self._fields(tag), "")

    def _fields(self, tag: str) -> list[etree._Element]:
        (kind,) = self._root.iterfind(
            f"{_XS}element[@name='{etree.QName(tag).localname}']/{_XS}complexType"
        )
        return list(kind.iterfind(f"{_XS}sequence/{_XS}element"))

    def _within(self, field: etree._Element) -> list[etree._Element]:
        path = f"{_XS}complexType[@name='{field.get('type')}']/{_XS}sequence/{_XS}element"
        return list(self._root.iterfind(path))

    def _places(self, fields: list[etree._Element], before: str) -> list[str]:
        places: list[str] = []
        for field in fields:
            place, within = f"{before}{field.get('name')}", self._within(field)
            places += self._places(within, f"{place}/") if within else [place]
        return places

    def _sequence(self, fields: list[etree._Element]) -> str:
        parts = [_BLANKS]
        for field in fields:
            within = self._within(field)
            inner = self._sequence(within) if within else f"({self._value(field.get('type'))})"
            one = f"{self._written(str(field.get('name')), inner)}{_BLANKS}"
            parts.append(f"(?:{one})?+" if field.get("minOccurs") == "0" else one)
        return "".join(parts)

    def _written(self, name: str, inner: str) -> str:
        return f"<{self._prefix}{name}>{inner}</{self._prefix}{name}>"

    def _value(self, kind: str | None) -> str:
        """Return the pattern of a text of a type."""
        (rule,) = self._root.iterfind(f"{_XS}simpleType[@name='{kind}']/{_XS}restriction")
        if rule.get("base") == "xs:date":
            return _DAY
        said = {etree.QName(facet).localname: facet.get("value") for facet in rule}
        if "pattern" in said:
            return re.sub(r"\((?!\?)", "(?:", str(said["pattern"]))
        if "enumeration" in said:
            return "|".join(re.escape(str(one.get("value"))) for one in rule)
        return f"{_TEXT}{{{said['minLength']},{said['maxLength']}}}"
