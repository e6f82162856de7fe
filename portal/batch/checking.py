"""What the command `portal check` does with a message in XML or items in JSON: no database."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

import click

from portal.batch.groups import Group, groups_of, tell
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment, check
from portal.declarations.outcome import Issue, Outcome, Result
from portal.declarations.reading import readable_reference
from portal.settings import Settings
from portal.wire.declaring import check_file
from portal.wire.items import flatten_item
from portal.wire.shapes import place_of
from portal.wire.strict_json import NotJson, read_json
from portal.wire.wording import sentence_of
from portal.wire.xml.examining import examine
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.reading import read_passages
from portal.wire.xml.refusing import MessageRefused

# Who speaks is known when the file comes; until then it may be for every enterprise.
_ANYBODY: Final = Declarant(None, Quality.OPERATOR, Channel.BATCH)
_MARK: Final = b"\xef\xbb\xbf"  # of UTF-8
_NO_LIST: Final = 'Write {"reference": ..., "items": [...]}, or the list of items alone.'


def _kind_of(path: Path) -> str:
    """Return what a file looks like: `xml`, `json`, or `sheet` for all else."""
    with path.open("rb") as file:
        start = file.read(64).removeprefix(_MARK).lstrip()
    if start.startswith(b"<"):
        return "xml"
    return "json" if start.startswith((b"{", b"[")) else "sheet"


def _check_message(path: Path, moment: Moment, settings: Settings) -> bool:
    """Check a message; return whether no record would be refused so far."""
    limits = MessageLimits(settings.batch_size, settings.batch_records)
    with path.open("rb") as file:
        try:
            total = examine(file, limits)
        except MessageRefused as refused:
            click.echo(f"{path}: {refused.reason.code} ({refused.error_id}): {refused}", err=True)
            return False
        fit = sum(_fit(file, group, moment) for group in groups_of(read_passages(file)))
    return _count(fit, total, "records")


def _fit(file: BinaryIO, group: Group, moment: Moment) -> int:
    """Say what is wrong with records; return how many could be declared."""
    outcomes = group.answered(lambda texts: check(texts, _ANYBODY, moment.today))
    for _, outcome, _, _, issues in tell(file, group, outcomes):
        for issue in issues or ():
            where = f"line {issue['line']}, column {issue['column']}"
            told = f"{issue['xpath']}: {issue['code']} ({issue['errorId']}): {issue['detail']}"
            click.echo(f"{where} | {outcome.reference or '-'} | {told}")
    return _fitting(outcomes)


def _check_items(path: Path, moment: Moment) -> bool:
    """Check items as the web service takes them; return whether none would be refused so far."""
    try:
        said = read_json(path.read_bytes().removeprefix(_MARK))
    except NotJson as fault:
        where = f"{fault.place}: " if fault.place else ""
        click.echo(f"{path}: {where}{fault.detail}", err=True)
        return False
    items = said.get("items") if isinstance(said, dict) else said
    if not isinstance(items, list):
        click.echo(f"{path}: {_NO_LIST}", err=True)
        return False
    flats = list(map(flatten_item, items))
    shaped = [place for place, flat in enumerate(flats) if not flat.issues]
    checked = check([flats[place].texts for place in shaped], _ANYBODY, moment.today)
    found = dict(zip(shaped, checked, strict=True))
    outcomes = [
        found.get(place)
        or Outcome.refused(place, readable_reference(flat.texts), tuple(flat.issues))
        for place, flat in enumerate(flats)
    ]
    for place, outcome in enumerate(outcomes):
        _tell_item(place, outcome.reference, outcome.issues)
    return _count(_fitting(outcomes), len(outcomes), "items")


def _tell_item(place: int, reference: str | None, issues: Iterable[Issue]) -> None:
    for issue in issues:
        named = f"items[{place}].{place_of(issue.field)}".rstrip(".")
        click.echo(f"{named} | {reference or '-'} | {issue.reason.code}: {sentence_of(issue)}")


def _fitting(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.result is not Result.REJECTED for outcome in outcomes)


def _count(fit: int, total: int, what: str) -> bool:
    click.echo(f"{fit} of {total} {what} can be declared, as far as the file tells.")
    return fit == total


def check_any(path: Path, moment: Moment, settings: Settings) -> bool:
    """Check a message, items or a sheet; return whether nothing would be refused so far."""
    kind = _kind_of(path)
    if kind == "xml":
        return _check_message(path, moment, settings)
    return _check_items(path, moment) if kind == "json" else check_file(path, moment)
