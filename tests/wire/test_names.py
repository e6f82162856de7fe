import pytest

from portal.wire.names import to_camel, to_snake


@pytest.mark.parametrize(
    ("code", "wire"),
    [("start_date", "startDate"), ("ssin", "ssin"), ("counts_for_right", "countsForRight")],
)
def test_a_name_has_one_spelling_on_each_side(code: str, wire: str) -> None:
    assert to_camel(code) == wire
    assert to_snake(wire) == code
