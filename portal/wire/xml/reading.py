"""Record after record of a message that was examined, each held against the schema by itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final, NamedTuple

from lxml import etree

from portal.clock import BELGIUM
from portal.declarations.outcome import Issue
from portal.declarations.table import Table
from portal.records.facts import RecordKind
from portal.wire.xml.blocks import FORM, RECORDS, Block, blocks_of, new_parser
from portal.wire.xml.faults import faults_of
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.places import written
from portal.wire.xml.plain import Run, StandIns
from portal.wire.xml.schema import declaration_schema
from portal.wire.xml.texts import SPACE, table_of, texts_of

_KINDS: Final = {
    "TrainingRecord": RecordKind.TRAINING,
    "TrainingRightRecord": RecordKind.RIGHT,
}


class Passage(NamedTuple):
    """Records of one kind that follow each other in a form: what they say, and where they stand.

    place: of the first, in the message, from 0. faults: what is wrong with the shape of a record,
    which then is alone and never reaches the door. ordinal: of the first, among those of its kind
    in its form, from 1. block, number: where `Places` finds the first.
    """

    place: int
    texts: Table
    faults: tuple[Issue, ...]
    form: int  # from 1, as XPath counts
    kind: str
    ordinal: int
    line: int  # of the first
    block: Block
    number: int  # in its block, from 0
    opened: tuple[str, ...]  # names of the elements that are open where its block begins

    @property
    def behind(self) -> int:
        """The place of the first record behind it."""
        return self.place + len(self.texts)

    def xpath(self, place: int | None = None) -> str:
        """Return where a record of it stands, as a path from the root; None: their form."""
        form = f"/FlaDeclaration/Form[{self.form}]"
        if place is None:
            return form
        return f"{form}/{self.kind}[{self.ordinal + place - self.place}]"

    @property
    def kind_of_record(self) -> str:
        """What it speaks of: a training or a right."""
        return _KINDS[self.kind].value

    def cut(self, place: int) -> "tuple[Passage, Passage]":
        """Return what stands before a place in the message, and what stands from there on."""
        before = place - self.place
        after = range(before, len(self.texts))
        return self._replace(texts=self.texts.at(range(before))), self._replace(
            place=place,
            texts=self.texts.at(after),
            ordinal=self.ordinal + before,
            number=self.number + before,
        )


def read_passages(file: BinaryIO, start: int = 0) -> Iterator[Passage]:
    """Give the records of a message from a place on, in flat memory.

    file: a message that `examine` has seen to its end. start: records before it are passed over
    without being looked at.
    """
    return _Reading(start).of(file)


class _Reading:
    """One reading of a message."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._place = 0  # of the next record
        self._number = 0  # of the next record
        self._forms = 0
        self._form: etree._Element | None = None
        self._header: dict[str, str] = {}
        self._kind = ""
        self._ordinal = 1  # of the next record
        self._opened: tuple[str, ...] = ()
        self._stand_ins = StandIns()
        self._validate = declaration_schema().validate

    def of(self, file: BinaryIO) -> Iterator[Passage]:
        """Give the records that are wanted."""
        parser = new_parser()
        for block, data in blocks_of(file, MessageLimits()):
            self._number = 0
            parser.feed(self._stand_ins.put(data))
            for _, element in parser.read_events():
                if element.tag in RECORDS:
                    yield from self._read(element, block)
                    element.clear()
                elif element.tag == FORM:
                    if element is not self._form:
                        self._forms += 1
                    element.clear()

    def _read(self, element: etree._Element, block: Block) -> Iterator[Passage]:
        """Give the record, or the records for which the element stands, from the start on."""
        self._enter(element)
        run = self._stand_ins.run_of(element)
        count = run.records if run else 1
        if self._place + count > self._start:
            passage = self._passage(element, run, block)
            yield passage if self._place >= self._start else passage.cut(self._start)[1]
        self._place += count
        self._number += count
        self._ordinal += count

    def _enter(self, element: etree._Element) -> None:
        """Say of which form and which kind a record is, and let go of the one before."""
        form = element.getparent()
        assert form is not None  # noqa: S101 - the examination saw it
        if form is not self._form:
            self._begin(form)
        before = element.getprevious()
        if before is not None and before.tag in RECORDS:
            form.remove(before)
        kind = str(element.tag)[len(SPACE) :]
        if kind != self._kind:
            self._kind, self._ordinal = kind, 1

    def _begin(self, form: etree._Element) -> None:
        before, root = form.getprevious(), form.getparent()
        if before is not None and root is not None:
            root.remove(before)
        self._opened = tuple(written(one) for one in (root, form) if one is not None)
        self._form, self._kind = form, ""
        self._forms += 1
        day, hour = (form.findtext(f"{SPACE}FormCreation{name}") or "" for name in ("Date", "Hour"))
        made_at = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BELGIUM)
        number = form.findtext(f"{SPACE}Employer/{SPACE}EnterpriseNumber") or ""
        self._header = {"enterprise_number": number, "made_at": made_at.isoformat()}

    def _passage(self, element: etree._Element, run: Run | None, block: Block) -> Passage:
        faults: tuple[Issue, ...] = ()
        if run:
            table = table_of(run, self._header)
        else:
            texts = texts_of(element, self._header)
            table = Table.of([texts])
            faults = () if self._validate(element) else faults_of(element, texts)
        return Passage(
            self._place,
            table,
            faults,
            self._forms,
            self._kind,
            self._ordinal,
            element.sourceline or 1,
            block,
            self._number,
            self._opened[: block.depth],
        )
