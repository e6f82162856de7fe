"""Sets papers in type: a tagged PDF for everybody (PDF/UA-1) and for archives (PDF/A-2a)."""

import io
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pikepdf
import segno
import typst
from PIL import Image

from portal.documents.apart import be_modest, done_apart
from portal.documents.characters import FONTS, all_printable

FORMS = Path(__file__).parent
LARGE = 40_000  # bytes; below, packing costs more time than it saves
# Bytes of words, of about a hundred trainings; to set more takes 150 kB of memory for each.
LONG = 40_000
PICTURE_PPI, COLOURS = 100, 10  # enough for words and the flag, in a fifth of the bytes
MASK = 2  # any reads well; to try out which reads best takes longer than all the rest
# One at a time: it takes a few milliseconds, and only the processor counts. A long one takes
# seconds, and no short one waits for it.
_TURN, _LONG_TURN = Lock(), Lock()


def typeset(form: str, said: Mapping[str, Any], at: datetime) -> bytes:
    """Return what is said as a PDF: the same words and the same moment give the same bytes.

    form: the name of a file here without its ending. What is said comes in as data and is never
    read as instructions. What is long is set in a process of its own; raises
    portal.documents.apart.TooMuch where that takes too much.
    """
    written = json.dumps(all_printable(dict(said)), ensure_ascii=False).encode()
    moment = at.astimezone(UTC).replace(microsecond=0)
    if len(written) > LONG:
        with _LONG_TURN:
            return done_apart(__name__, set_for_another.__name__, written, form, moment.isoformat())
    with _TURN:
        return _set(form, written, moment)


def set_for_another() -> None:
    """Set what another process says to this one."""
    be_modest()
    form, moment = sys.argv[1:]
    said = sys.stdin.buffer.read()
    sys.stdout.buffer.write(_set(form, said, datetime.fromisoformat(moment)))


def _set(form: str, written: bytes, moment: datetime) -> bytes:
    made = _setter(form).compile(
        sys_inputs={"said": written.decode()},
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
        timestamp=moment,
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{form}: a PDF is one file")
    return pack(made) if len(made) > LARGE else made


def picture(form: str, said: Mapping[str, Any]) -> bytes:
    """Return the one page of a small form as a picture (PNG)."""
    written = json.dumps(all_printable(dict(said)), ensure_ascii=False)
    with _TURN:
        made = _setter(form).compile(sys_inputs={"said": written}, format="png", ppi=PICTURE_PPI)
    if not isinstance(made, bytes):
        raise TypeError(f"{form}: a picture is one page")
    small = io.BytesIO()
    whole = Image.open(io.BytesIO(made)).convert("RGB")
    whole.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(small, "PNG", optimize=True)
    return small.getvalue()


def pack(pdf: bytes) -> bytes:
    """Return the same PDF smaller: what a page is made of is compressed too."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )
    return packed.getvalue()


def qr_code(address: str) -> str:
    """Return a QR code as an SVG picture, without the quiet zone: paper is white around it."""
    picture = io.BytesIO()
    segno.make_qr(address, error="m", mask=MASK).save(
        picture, kind="svg", border=0, xmldecl=False, svgns=True, dark="#16202b", omitsize=True
    )
    return picture.getvalue().decode()


@cache
def _setter(form: str) -> typst.Compiler:
    """Return the type setter of a form, with its fonts, made once a process."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    return typst.Compiler(FORMS / f"{form}.typ", root=FORMS, font_paths=fonts)
