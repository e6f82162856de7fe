"""The items of a submission in JSON: each says what it asks for, and then what that needs."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from portal.declarations import catalogue
from portal.declarations.declaration import Action
from portal.declarations.outcome import Issue
from portal.declarations.table import Table
from portal.wire.shape_columns import columns_of
from portal.wire.shapes import RIGHT, TRAINING, WRONG_TYPE, Flat, Shape, flatten, told

_CHANGE: Final[Shape] = {"expectedVersion": ("expected_version", int)}
_TRAINING_ID: Final[Shape] = {"trainingId": ("record_id", str)}
_RIGHT_ID: Final[Shape] = {"trainingRightId": ("record_id", str)}
_NAMED: Final[Shape] = {"reference": ("reference", str), "reason": ("cancel_reason", str)}
ITEMS: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        Action.CREATE_TRAINING.value: TRAINING,
        Action.UPDATE_TRAINING.value: {**TRAINING, **_CHANGE, **_TRAINING_ID},
        Action.CANCEL_TRAINING.value: {**_NAMED, **_CHANGE, **_TRAINING_ID},
        Action.CREATE_RIGHT.value: RIGHT,
        Action.UPDATE_RIGHT.value: {**RIGHT, **_CHANGE, **_RIGHT_ID},
        Action.CANCEL_RIGHT.value: {**_NAMED, **_CHANGE, **_RIGHT_ID},
    }
)
_WITH_ACTION: Final[Mapping[str, Shape]] = MappingProxyType(
    {action: {"action": ("action", str), **shape} for action, shape in ITEMS.items()}
)


def flatten_items(items: Sequence[object]) -> tuple[list[int], Table, dict[int, Flat]]:
    """Return the places and texts of all items that have a shape, and by place what others have."""
    by_action: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        action = item.get("action") if isinstance(item, dict) else None
        if isinstance(action, str) and action in ITEMS:
            by_action.setdefault(action, []).append(place)
    shaped: list[int] = []
    texts = Table({}, 0)
    for action, places in by_action.items():
        right, table = _shaped(items, places, _WITH_ACTION[action])
        shaped += right
        texts = texts.followed_by(table)
    if len(by_action) > 1:
        order = sorted(range(len(shaped)), key=shaped.__getitem__)
        shaped, texts = [shaped[place] for place in order], texts.at(order)
    others = sorted(set(range(len(items))).difference(shaped))
    return shaped, texts, {place: flatten_item(items[place]) for place in others}


def _shaped(items: Sequence[Any], places: list[int], shape: Shape) -> tuple[list[int], Table]:
    """Return which of the places hold items of a shape, and their texts."""
    columns, wrong = columns_of([items[place] for place in places], shape)
    table = Table(columns, len(places))
    if not wrong:
        return places, table
    right = [number for number in range(len(places)) if number not in wrong]
    return [places[number] for number in right], table.at(right)


def flatten_item(item: object) -> Flat:
    """Return an item as the door reads it, with all that is wrong with its shape."""
    if not isinstance(item, dict):
        return Flat(issues=[Issue(WRONG_TYPE, "", told(item), {"expected": "{}"})])
    action = item.get("action")
    if action is None:
        return Flat(issues=[Issue(catalogue.MISSING, "action")])
    if not isinstance(action, str) or action not in ITEMS:
        codes = {"codes": ", ".join(ITEMS)}
        return Flat(issues=[Issue(catalogue.UNKNOWN_CODE, "action", told(action), codes)])
    said: dict[str, Any] = {name: value for name, value in item.items() if name != "action"}
    flat = flatten(said, ITEMS[action])
    flat.texts["action"] = action
    return flat
