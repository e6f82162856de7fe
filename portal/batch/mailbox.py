"""Takes up what a sender started with a GO: copied, checked, recorded, and only then removed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from portal.batch.answering import refuse
from portal.batch.copying import Copy, FileRefused, copy_file, read_small, remove, require_plain
from portal.batch.filename import Environment, FileName, NameRefused, Part, parse_name
from portal.batch.folders import INCOMING, Folder, names_in, opened
from portal.batch.outbox import Outbox
from portal.batch.refusals import (
    FILE_WITHDRAWN,
    INVALID_SIGNATURE,
    NAME_REUSED,
    SIGNATURE_MISSING,
    WRONG_ENVIRONMENT,
    WRONG_SENDER,
)
from portal.batch.senders import FileSender
from portal.batch.signature import LARGEST, signature_fault
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.identifiers import new_id
from portal.settings import Settings
from portal.submissions.files import receive_file, spool
from portal.submissions.receiving import ReferenceTaken
from portal.submissions.values import FileParcel, Refusal

log = structlog.get_logger()
# GO goes first: without it, what is left is no file to take, whenever we are interrupted.
_DELIVERY: Final = (Part.START, Part.DATA, Part.SIGNATURE, Part.WITHDRAWAL)


@dataclass(frozen=True, slots=True)
class Moment:
    """now: the portal's, which may stand still. machine: for what has its own clock."""

    now: datetime
    machine: datetime


@dataclass(frozen=True, slots=True)
class _Incoming:
    """One folder of one sender, open. inside: its descriptor."""

    settings: Settings
    sender: FileSender
    folder: Folder
    inside: int
    at: Moment


def visit(settings: Settings, sender: FileSender, at: Moment) -> int:
    """Take up what a sender started, in the order of names; return how many deliveries it was.

    Raises OSError and SQLAlchemyError: what was not recorded then still lies there with its GO.
    """
    done = 0
    for folder in INCOMING:
        try:
            with opened(settings, sender.number, folder) as inside:
                box = _Incoming(settings, sender, folder, inside, at)
                for name in _started(names_in(inside)):
                    _settle(box, name)
                    done += 1
        except (FileNotFoundError, NotADirectoryError):
            continue
    return done


def _started(names: list[str]) -> Iterator[FileName]:
    """Give each delivery that has a GO or a TD once; what was withdrawn by its TD."""
    begun: dict[FileName, FileName] = {}
    for name in sorted(names):
        try:
            known = parse_name(name)
        except NameRefused:
            continue
        if known.part in {Part.START, Part.WITHDRAWAL}:
            begun[known.sibling(Part.DATA)] = known  # TD comes after GO
    for delivery in sorted(begun, key=str):
        yield begun[delivery]


def _settle(box: _Incoming, name: FileName) -> None:
    """Take, refuse or withdraw one delivery, and clear it away."""
    try:
        if name.part is Part.START:
            _take(box, name)
        elif _waits(box, name):
            _refuse(box, name, FILE_WITHDRAWN)
    except FileRefused as fault:
        _refuse(box, name, fault.refusal)
    for part in _DELIVERY:
        remove(str(name.sibling(part)), box.inside)


def _waits(box: _Incoming, name: FileName) -> bool:
    """Tell whether what a TD names is still there; else it was taken, or never came."""
    names = set(names_in(box.inside))
    return any(str(name.sibling(part)) in names for part in (Part.START, Part.DATA))


def _take(box: _Incoming, name: FileName) -> None:
    """Record a file that a GO started; raises FileRefused."""
    if name.sender != box.sender.number:
        raise FileRefused(WRONG_SENDER)
    if name.environment is not box.folder.environment:
        raise FileRefused(WRONG_ENVIRONMENT)
    require_plain(str(name), box.inside)
    data = name.sibling(Part.DATA)
    to = spool(box.settings) / str(new_id())
    copy = copy_file(str(data), box.inside, to, box.settings.batch_size)
    kept = False
    try:
        kept = _record(box, data, copy, _signature_fault(box, data, copy))
    except ReferenceTaken as fault:
        raise FileRefused(NAME_REUSED) from fault
    finally:
        if not kept:
            copy.path.unlink(missing_ok=True)


def _signature_fault(box: _Incoming, data: FileName, copy: Copy) -> Refusal | None:
    """Return what is wrong with the signature; in T it may be left out."""
    signature = read_small(str(data.sibling(Part.SIGNATURE)), box.inside, LARGEST)
    if signature is None:
        return SIGNATURE_MISSING if data.environment is Environment.REAL else None
    if len(signature) > LARGEST:
        return INVALID_SIGNATURE
    with copy.path.open("rb") as content:
        return signature_fault(content, signature, box.sender.certificate, box.at.machine)


def _record(box: _Incoming, data: FileName, copy: Copy, refusal: Refusal | None) -> bool:
    """Record a file; tell whether its copy is still needed."""
    declarant = Declarant(box.sender.enterprise_number, Quality(box.sender.quality), Channel.BATCH)
    spool_name = copy.path.name if refusal is None else None
    file = FileParcel(
        box.sender.number,
        str(data),
        data.environment.value,
        spool_name,
        copy.size,
        copy.content,
        refusal,
    )
    with Session.begin() as db:
        submission_id, known = receive_file(db, declarant, file, box.at.now)
    log.info(
        "file_taken",
        sender=box.sender.number,
        name=str(data),
        bytes=copy.size,
        submission=str(submission_id),
        again=known,
        refused=refusal.code if refusal else None,
    )
    return refusal is None and not known


def _refuse(box: _Incoming, name: FileName, refusal: Refusal) -> None:
    """Answer that a file is not taken."""
    outbox = Outbox(box.settings, box.sender.number, box.folder.answers)
    refuse(outbox, name.sibling(Part.DATA), refusal, box.at.now)
    log.info("file_refused", sender=box.sender.number, name=str(name), code=refusal.code)
