"""A sheet with its remarks: all of its rows, or those of which there is something to say."""

from collections.abc import Iterator, Sequence
from typing import Final

from portal.entering.remarks import Remark
from portal.wire.marking import Marked
from portal.wire.sheet import read_sheet

MOST_MARKED: Final = 5_000  # rows of a sheet that is given back whole: more take too long to write


def marked_rows(remarks: Sequence[Remark], data: bytes | None) -> Iterator[Marked]:
    """Return rows with their remarks. data: the sheet, for all of its rows; None: for those only.

    Raises SheetRefused where the data is no sheet.
    """
    if data is None:
        for remark in remarks:
            yield Marked(remark.texts, remark.issues, remark.is_refused)
        return
    found = {remark.place: remark for remark in remarks}
    for place, texts in enumerate(read_sheet(data, with_enterprise=False).texts):
        said = found.get(place)
        yield Marked(texts, said.issues if said else (), said is not None and said.is_refused)
