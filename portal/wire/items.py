"""The items of a submission in JSON: each says what it asks for, and then what that needs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from portal.declarations import catalogue
from portal.declarations.declaration import Action
from portal.declarations.outcome import Issue
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
