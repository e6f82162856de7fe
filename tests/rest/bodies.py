"""Rows of the door's table of cases as the JSON that software sends."""

from typing import Any

from portal.wire.shapes import RIGHT, TRAINING, Shape
from tests.declarations.world import TRAINING as FAULTLESS

_TRUTH = {"true": True, "false": False}


def body_of(row: dict[str, str], shape: Shape) -> dict[str, Any]:
    """Return a declaration as JSON; raises ValueError where a text has no value of its kind."""
    body: dict[str, Any] = {}
    left = {name: text for name, text in row.items() if name != "action" and text}
    _fill(body, left, shape)
    # What the shape does not know is sent all the same.
    return body | left


def _fill(body: dict[str, Any], left: dict[str, str], shape: Shape) -> None:
    for name, kind in shape.items():
        if isinstance(kind, tuple):
            field, wanted = kind
            if field in left:
                body[name] = _value(left.pop(field), wanted)
        else:
            inner: dict[str, Any] = {}
            _fill(inner, left, kind)
            if inner:
                body[name] = inner


def _value(text: str, wanted: type) -> object:
    if wanted is int:
        if str(int(text)) != text:
            raise ValueError(text)
        return int(text)
    if wanted is bool:
        if text not in _TRUTH:
            raise ValueError(text)
        return _TRUTH[text]
    return text


def training(**other: Any) -> dict[str, Any]:
    """Return a faultless training of Emma at the bakery; other: properties that differ."""
    body = body_of(FAULTLESS, TRAINING) | other
    return {name: value for name, value in body.items() if value is not None}


def shape_of(row: dict[str, str]) -> Shape:
    """Return the shape of what a row declares."""
    return RIGHT if row.get("action", "").endswith("Right") else TRAINING
