"""Many items of a submission are read as each of them by itself."""

from typing import Any

from portal.wire.items import flatten_item, flatten_items

TRAINING: dict[str, Any] = {
    "action": "createTraining",
    "reference": "W1",
    "worker": {"ssin": "93051822361"},
    "employer": {"enterpriseNumber": "0100000001"},
    "title": "Veilig werken op hoogte",
    "durationMinutes": 30,
    "countsForRight": True,
}
CERTIFICATE = {"obtained": False, "validUntil": "2029-11-10"}
ITEMS: list[object] = [
    TRAINING,
    TRAINING | {"certificate": CERTIFICATE, "countsForRight": False},
    TRAINING | {"certificate": {}},
    TRAINING | {"title": ""},
    TRAINING | {"title": None},
    TRAINING | {"durationMinutes": True},
    TRAINING | {"durationMinutes": "30"},
    TRAINING | {"countsForRight": 1},
    TRAINING | {"countsForRight": [1]},
    TRAINING | {"worker": "93051822361"},
    TRAINING | {"worker": {"ssin": ["93051822361"]}},
    TRAINING | {"worker": {"ssin": ""}},
    TRAINING | {"worker": {"ssin": "93051822361", "name": "Emma"}},
    TRAINING | {"colour": "red"},
    {"action": "cancelTraining", "reference": "W1", "reason": "Niet doorgegaan"},
    {"action": "cancelTraining", "reference": "W1", "title": "Lassen"},
    {"action": "createRight", "reference": "R1", "year": 2026, "kind": "legal", "days": "5"},
    {"action": "createRight", "reference": "R1", "year": "2026", "kind": "legal", "days": 5},
    {"action": "createRights"},
    {"action": ["createRight"]},
    {"action": None},
    {},
    [],
    "createTraining",
    None,
    TRAINING | {"reference": "W2"},
]


def test_many_items_are_read_as_one_by_one() -> None:
    places, texts, others = flatten_items(ITEMS)
    alone = [flatten_item(item) for item in ITEMS]
    assert [*places, *others] != sorted([*places, *others])  # both in between each other
    assert sorted([*places, *others]) == list(range(len(ITEMS)))
    assert others == {place: flat for place, flat in enumerate(alone) if flat.issues}
    said = [{name: text for name, text in row.items() if text} for row in texts]
    assert said == [alone[place].texts for place in places]


def test_all_items_without_a_shape_are_told_of() -> None:
    places, texts, others = flatten_items([None, {}])
    assert (places, len(texts), list(others)) == ([], 0, [0, 1])
