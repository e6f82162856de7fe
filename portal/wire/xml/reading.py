"""Record after record of a message that was examined, each held against the schema by itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final, NamedTuple

from lxml import etree

from portal.clock import BELGIUM
from portal.declarations.outcome import Issue
from portal.records.facts import RecordKind
from portal.wire.xml.blocks import FORM, RECORDS, Block, blocks_of, new_parser
from portal.wire.xml.faults import faults_of
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.schema import declaration_schema
from portal.wire.xml.texts import SPACE, texts_of

_KINDS: Final = {
    "TrainingRecord": RecordKind.TRAINING,
    "TrainingRightRecord": RecordKind.RIGHT,
}


class Record(NamedTuple):
    """One record: what it says, or what is wrong with its shape, and where it stands.

    place: in the message, from 0. faults: such a record never reaches the door.
    xpath: from the root. block, number: where `Places` finds it.
    """

    place: int
    texts: dict[str, str]
    faults: tuple[Issue, ...]
    form: int  # from 1, as XPath counts
    kind: str
    ordinal: int  # among those of its kind in its form, from 1
    line: int
    block: Block
    number: int  # in its block, from 0
    opened: tuple[str, ...]  # names of the elements that are open where its block begins

    @property
    def xpath_of_form(self) -> str:
        """Where its form stands, as a path from the root."""
        return f"/FlaDeclaration/Form[{self.form}]"

    @property
    def xpath(self) -> str:
        """Where it stands, as a path from the root."""
        return f"{self.xpath_of_form}/{self.kind}[{self.ordinal}]"

    @property
    def kind_of_record(self) -> str:
        """What it speaks of: a training or a right."""
        return _KINDS[self.kind].value


def read_records(file: BinaryIO, start: int = 0) -> Iterator[Record]:
    """Give the records of a message from a place on, in flat memory.

    file: a message that `examine` has seen to its end. start: records before it are passed over
    without being looked at.
    """
    return _Reading(start).of(file)


class _Reading:
    """One reading of a message."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._place = -1
        self._number = -1
        self._forms = 0
        self._form: etree._Element | None = None
        self._header: dict[str, str] = {}
        self._kind = ""
        self._ordinal = 0
        self._opened: tuple[str, ...] = ()
        self._validate = declaration_schema().validate

    def of(self, file: BinaryIO) -> Iterator[Record]:
        """Give the records that are wanted."""
        parser = new_parser()
        for block, data in blocks_of(file, MessageLimits()):
            self._number = -1
            parser.feed(data)
            for _, element in parser.read_events():
                if element.tag in RECORDS:
                    self._count(element)
                    if self._place >= self._start:
                        yield self._record(element, block)
                    element.clear()
                elif element.tag == FORM:
                    if element is not self._form:
                        self._forms += 1
                    element.clear()

    def _count(self, element: etree._Element) -> None:
        """Say of which form and which number in it a record is, and let go of the one before."""
        form = element.getparent()
        assert form is not None  # noqa: S101 - the examination saw it
        if form is not self._form:
            self._begin(form)
        before = element.getprevious()
        if before is not None and before.tag in RECORDS:
            form.remove(before)
        kind = str(element.tag)[len(SPACE) :]
        self._ordinal = self._ordinal + 1 if kind == self._kind else 1
        self._kind = kind
        self._place += 1
        self._number += 1

    def _begin(self, form: etree._Element) -> None:
        before, root = form.getprevious(), form.getparent()
        if before is not None and root is not None:
            root.remove(before)
        self._opened = tuple(_written(one) for one in (root, form) if one is not None)
        self._form, self._kind = form, ""
        self._forms += 1
        day, hour = (form.findtext(f"{SPACE}FormCreation{name}") or "" for name in ("Date", "Hour"))
        made_at = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BELGIUM)
        number = form.findtext(f"{SPACE}Employer/{SPACE}EnterpriseNumber") or ""
        self._header = {"enterprise_number": number, "made_at": made_at.isoformat()}

    def _record(self, element: etree._Element, block: Block) -> Record:
        texts = texts_of(element, self._header)
        fits = self._validate(element)
        return Record(
            self._place,
            texts,
            () if fits else faults_of(element, texts),
            self._forms,
            self._kind,
            self._ordinal,
            element.sourceline or 1,
            block,
            self._number,
            self._opened[: block.depth],
        )


def _written(element: etree._Element) -> str:
    """Return the name of an element as the message writes it, with its prefix."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local
