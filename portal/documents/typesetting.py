"""Sets papers in type: a tagged PDF for everybody (PDF/UA-1) and for archives (PDF/A-2a)."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pikepdf
import segno
import typst

from portal.documents.characters import FONTS, all_printable

FORMS = Path(__file__).parent
LARGE = 40_000  # bytes; below, packing costs more time than it saves
MASK = 2  # any reads well; to try out which reads best takes longer than all the rest
# One at a time: it takes a few milliseconds, and only the processor counts.
_TURN = Lock()


def typeset(form: str, said: Mapping[str, Any], at: datetime) -> bytes:
    """Return what is said as a PDF: the same words and the same moment give the same bytes.

    form: the name of a file here without its ending. What is said comes in as data and is never
    read as instructions.
    """
    written = json.dumps(all_printable(dict(said)), ensure_ascii=False)
    with _TURN:
        made = _setter(form).compile(
            sys_inputs={"said": written},
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    if not isinstance(made, bytes):
        raise TypeError(f"{form}: a PDF is one file")
    return pack(made) if len(made) > LARGE else made


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
