"""Which element is which field: a record as the texts that the door reads."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from lxml import etree

from portal.declarations.declaration import Action
from portal.declarations.table import Table
from portal.wire import shapes
from portal.wire.shapes import Shape
from portal.wire.xml.blocks import RIGHT, TRAINING
from portal.wire.xml.plain import Run, places_of
from portal.wire.xml.schema import DECLARATION_SPACE

SPACE: Final = f"{{{DECLARATION_SPACE}}}"
_OF_RECORD: Final[Shape] = MappingProxyType(
    {
        "recordReference": ("reference", str),
        "action": ("action", str),
        "expectedVersion": ("expected_version", int),
    }
)
_OF_FORM: Final = frozenset({"reference", "employer"})  # what JSON says in each record
_REASON: Final[Shape] = MappingProxyType({"reason": ("cancel_reason", str)})


def _shape(json: Shape) -> Shape:
    facts = {name: kind for name, kind in json.items() if name not in _OF_FORM}
    return {**_OF_RECORD, **facts, **_REASON}


# In the order of the schema, which is that of the web service.
SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {TRAINING: _shape(shapes.TRAINING), RIGHT: _shape(shapes.RIGHT)}
)
_ACTIONS: Final = MappingProxyType(
    {
        (TRAINING, "create"): Action.CREATE_TRAINING.value,
        (TRAINING, "update"): Action.UPDATE_TRAINING.value,
        (TRAINING, "cancel"): Action.CANCEL_TRAINING.value,
        (RIGHT, "create"): Action.CREATE_RIGHT.value,
        (RIGHT, "update"): Action.UPDATE_RIGHT.value,
        (RIGHT, "cancel"): Action.CANCEL_RIGHT.value,
    }
)
CODES: Final = ("create", "update", "cancel")
_CHANGES: Final = frozenset(_ACTIONS[key] for key in _ACTIONS if key[1] != CODES[0])


def element_name(name: str) -> str:
    """Return the name of an element for that of a property: startDate is StartDate."""
    return name[0].upper() + name[1:]


def fields_of(shape: Shape, before: str = "") -> Iterator[tuple[str, str]]:
    """Give the fields of a shape in order, each with its place in a record."""
    for name, kind in shape.items():
        place = f"{before}{element_name(name)}"
        if isinstance(kind, tuple):
            yield place, kind[0]
        else:
            yield from fields_of(kind, f"{place}/")


# Where each field stands in a record.
PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {field: place for shape in SHAPES.values() for place, field in fields_of(shape)}
    | {"enterprise_number": "../Employer/EnterpriseNumber", "made_at": "../FormCreationDate"}
)
# Fields by the tag of the record and of the element; of those within another by both.
_ALONE: Final = MappingProxyType(
    {
        tag: {f"{SPACE}{place}": field for place, field in fields_of(shape) if "/" not in place}
        for tag, shape in SHAPES.items()
    }
)
_WITHIN: Final = MappingProxyType(
    {
        tag: {
            tuple(f"{SPACE}{name}" for name in place.split("/")): field
            for place, field in fields_of(shape)
            if "/" in place
        }
        for tag, shape in SHAPES.items()
    }
)


def table_of(run: Run, form: Mapping[str, str]) -> Table:
    """Return the texts of records that stand in a run, as `texts_of` would give each of them."""
    fields = dict(fields_of(SHAPES[run.tag]))
    columns: dict[str, Sequence[str]] = {
        fields[place]: texts
        for place, texts in zip(places_of(run.tag), zip(*run.rows(), strict=True), strict=True)
        if any(texts)
    }
    actions = [_ACTIONS[run.tag, said] for said in columns["action"]]
    changes = _CHANGES.intersection(actions)
    if changes:
        made_at = form["made_at"]
        columns["made_at"] = [made_at if action in changes else "" for action in actions]
    return Table(
        {
            **columns,
            "action": actions,
            "enterprise_number": [form["enterprise_number"]] * run.records,
        },
        run.records,
    )


def texts_of(record: etree._Element, form: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of a record that fits the schema.

    form: what its form says: `enterprise_number`, and `made_at`, which only changes tell.
    """
    texts = {"enterprise_number": form["enterprise_number"]}
    alone, within = _ALONE[record.tag], _WITHIN[record.tag]
    for child in record:
        tag = child.tag
        if (name := alone.get(tag)) is not None:
            texts[name] = child.text or ""
        else:
            for inner in child:
                if (name := within.get((tag, inner.tag))) is not None:
                    texts[name] = inner.text or ""
    said = texts.get("action", "")
    action = texts["action"] = _ACTIONS.get((record.tag, said), said)
    if action in _CHANGES:
        texts["made_at"] = form["made_at"]
    return texts
