"""Whether a file is a message at all: seen to its end before anything of it is declared."""

import os
from copy import deepcopy
from itertools import takewhile
from typing import Any, BinaryIO, Final

from lxml import etree

from portal.wire.xml import refusing
from portal.wire.xml.blocks import (
    FORM,
    INCLUDE_SPACE,
    RECORDS,
    RIGHT,
    ROOT,
    TRAINING,
    Block,
    blocks_of,
    new_parser,
    refusal_of,
)
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.places import Places, written
from portal.wire.xml.plain import StandIns
from portal.wire.xml.prolog import LONGEST, check_prolog
from portal.wire.xml.refusing import HEADER, MessageRefused, Spot
from portal.wire.xml.schema import DECLARATION_SPACE, VERSION, declaration_schema

_SPACE: Final = f"{{{DECLARATION_SPACE}}}"
_EXPECTED: Final = f'<FlaDeclaration xmlns="{DECLARATION_SPACE}" schemaVersion="{VERSION}">'
_DECLARANT: Final = f"{_SPACE}Declarant/{_SPACE}EnterpriseNumber"
_EMPLOYER: Final = f"{_SPACE}Employer/{_SPACE}EnterpriseNumber"
_SOME_NUMBER: Final = "0000000097"
_LONGEST_NUMBER: Final = 64  # characters


def examine(file: BinaryIO, limits: MessageLimits, declarant: str | None = None) -> int:
    """Return how many records a message has; raises MessageRefused for what is none.

    file: from its first byte to its end, at any size in flat memory. declarant: the enterprise
    number of the organisation that each form must name; None: any.
    """
    size = file.seek(0, os.SEEK_END)
    if size > limits.size:
        detail = {"most": limits.size // 2**20}
        raise MessageRefused(refusing.FILE_TOO_LARGE, detail=detail)
    file.seek(0)
    check_prolog(file.read(LONGEST))
    return _Examination(limits, declarant).of(file)


class _Examination:
    """One reading of a message; counts its forms and records."""

    def __init__(self, limits: MessageLimits, declarant: str | None) -> None:
        self._limits = limits
        self._declarant = declarant
        self._records = 0
        self._forms = 0
        self._form: Any = None  # whose header was seen
        self._root: etree._Element | None = None
        self._file: BinaryIO
        self._block: Block
        self._forms_before = 0  # that block
        self._stand_ins = StandIns()

    def of(self, file: BinaryIO) -> int:
        """Return the count of records."""
        parser, silent = new_parser(), 0
        self._file = file
        try:
            for block, data in blocks_of(file, self._limits):
                self._block, self._forms_before = block, self._forms
                parser.feed(self._as_seen(data))
                silent += len(data)
                for _, element in parser.read_events():
                    silent = 0
                    self._see(element)
                if silent > 2 * self._limits.record:
                    raise self._too_large(Spot(block.line, block.column + 1))
        except etree.XMLSyntaxError as fault:
            raise refusal_of(fault, at_end=False) from fault
        try:
            parser.close()
        except etree.XMLSyntaxError as fault:
            raise refusal_of(fault, at_end=True) from fault
        if self._root is None:
            raise _unknown(1)
        return self._records

    def _as_seen(self, data: bytes) -> bytes:
        """Return a block with one element for each run of plain records.

        Where there would be too many, each is seen, so that the first of those is named.
        """
        seen = self._stand_ins.put(data)
        return data if self._records + self._stand_ins.count > self._limits.records else seen

    def _too_large(self, spot: Spot) -> MessageRefused:
        detail = {"most": self._limits.record // 1024}
        return MessageRefused(refusing.RECORD_TOO_LARGE, spot, detail=detail)

    def _see(self, element: etree._Element) -> None:
        tag, above = element.tag, element.getparent()
        if tag in RECORDS and above is not None and above.tag == FORM:
            self._see_record(element, above)
        elif tag == FORM and above is not None and above.tag == ROOT:
            self._see_form(element, above)
        elif tag == ROOT and above is None:
            if self._forms == 0 or element.get("schemaVersion") != VERSION:
                raise _unknown(_line(element))
            if element[-1].tag != FORM:
                raise MessageRefused(refusing.UNEXPECTED, Spot(_line(element[-1]), 1))
            _refuse_text(element, element[-1].tail)
            self._root = element
        else:
            foreign = str(tag).startswith(f"{{{INCLUDE_SPACE}}}")
            reason = refusing.XINCLUDE if foreign else refusing.UNEXPECTED
            raise MessageRefused(reason, Spot(_line(element), 1))

    def _see_record(self, record: etree._Element, form: etree._Element) -> None:
        run = self._stand_ins.run_of(record)
        self._records += run.records if run else 1
        if self._records > self._limits.records:
            detail = {"most": self._limits.records}
            spot = Spot(_line(record), 1)
            raise MessageRefused(refusing.TOO_MANY_RECORDS, spot, detail=detail)
        before = record.getprevious()
        if form is not self._form:
            self._see_header(form)
        elif before is None or before.tag not in RECORDS:
            raise MessageRefused(refusing.UNEXPECTED, Spot(_line(record), 1))
        else:
            if before.tag == RIGHT and record.tag == TRAINING:
                raise MessageRefused(refusing.UNEXPECTED, Spot(_line(record), 1))
            _refuse_text(record, before.tail)
            form.remove(before)
        record.clear(keep_tail=True)

    def _see_form(self, form: etree._Element, root: etree._Element) -> None:
        if form is not self._form:
            self._see_header(form)
        elif form[-1].tag not in RECORDS:
            raise MessageRefused(refusing.UNEXPECTED, Spot(_line(form[-1]), 1))
        else:
            _refuse_text(form, form[-1].tail)
        before = form.getprevious()
        if root.index(form) > 1 or (before is not None and before.tag != FORM):
            raise MessageRefused(refusing.UNEXPECTED, Spot(_line(form), 1))
        _refuse_text(form, root.text if before is None else before.tail)
        if before is not None:
            root.remove(before)
        form.clear(keep_tail=True)
        self._form = None

    def _see_header(self, form: etree._Element) -> None:
        """Hold what stands before the records against the schema, and who speaks in it."""
        self._form = form
        self._forms += 1
        alone = etree.Element(form.tag, form.attrib)
        alone.text = form.text
        header = takewhile(lambda child: child.tag not in RECORDS, form)
        alone.extend([deepcopy(child) for child in header])
        schema = declaration_schema()
        if not schema.validate(alone):
            _leave_employer_to_the_door(alone)
            if not schema.validate(alone):
                spot = self._spot(form, _path_of(alone, schema.error_log[0].path))
                raise MessageRefused(refusing.INVALID_HEADER, spot, zone=HEADER)
        speaks = alone.findtext(_DECLARANT)
        if self._declarant is not None and speaks != self._declarant:
            spot = self._spot(form, "Declarant/EnterpriseNumber")
            raise MessageRefused(refusing.FOREIGN_DECLARANT, spot, speaks, zone="enterprise_number")

    def _spot(self, form: etree._Element, path: str) -> Spot:
        """Return where an element before the records stands; the form lies in this block."""
        opened = [written(one) for one in (form.getparent(), form) if one is not None]
        places = Places(self._file, self._block, tuple(opened[: self._block.depth]))
        found = places.before_records(self._forms - self._forms_before - 1, path)
        line, column = found or (_line(form), 1)
        return Spot(line, column, f"/FlaDeclaration/Form[{self._forms}]/{path}".rstrip("/"))


def _path_of(form: etree._Element, path: str | None) -> str:
    """Return a path as the schema's checker gives it, from the form on and by names."""
    prefixes = {prefix: name for prefix, name in form.nsmap.items() if prefix}
    found = form.getroottree().xpath(path, namespaces=prefixes) if path else []
    steps: list[str] = []
    one = found[0] if found else form
    while one is not form and one is not None:
        steps.insert(0, etree.QName(one).localname)
        one = one.getparent()
    return "/".join(steps)


def _leave_employer_to_the_door(form: etree._Element) -> None:
    """Put a well-formed number where another was written: the door refuses each record by it."""
    number = form.find(_EMPLOYER)
    if number is not None and len(number) == 0 and 0 < len(number.text or "") <= _LONGEST_NUMBER:
        number.text = _SOME_NUMBER


def _refuse_text(near: etree._Element, text: str | None) -> None:
    if text and text.strip():
        raise MessageRefused(refusing.UNEXPECTED, Spot(_line(near), 1), text.strip())


def _unknown(line: int) -> MessageRefused:
    return MessageRefused(refusing.WRONG_ROOT, Spot(line, 1), detail={"expected": _EXPECTED})


def _line(element: etree._Element) -> int:
    return element.sourceline or 1
