"""What people type into cells is understood; what cannot be stays for the door to refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.identifiers import enterprise_number_fault, ssin_fault
from portal.wire.cells import minutes_of, restored_enterprise_number, restored_ssin, truth_of


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("7:36", "456"),
        ("07:36:00", "456"),
        ("7.6000000000000005", "456"),
        ("0.3333333333333333", "20"),
        ("30:24", "1824"),
        ("7,6", "456"),
        ("7.6", "456"),
        ("7,33", "440"),
        ("8", "480"),
        ("0,5", "30"),
        ("456 min", "456"),
        ("456min", "456"),
        ("0456 MIN", "456"),
        ("0", "0"),
    ],
)
def test_a_duration_becomes_minutes(typed: str, minutes: str) -> None:
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "7:60", "7h36", "-7:36", "7,6,5", "7:36:30", "\u0667:36", "1 dag"]
)
def test_what_is_no_duration_stays_unreadable(typed: str) -> None:
    assert minutes_of(typed) == typed
    assert not typed.isdecimal()


@given(st.text())
def test_no_text_is_taken_for_bare_minutes(typed: str) -> None:
    bare = typed.isascii() and typed.isdecimal()  # other digits are nobody's numbers
    read = minutes_of(typed)
    assert not bare or read != typed or read == "0" or len(typed) > 15


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *((word, "true") for word in ("true", "TRUE", "WAAR", "Oui", "Yes", "ja")),
        *((word, "false") for word in ("false", "Nee", "NON", "nein", "no", "FALSCH")),
        *((word, word) for word in ("1", "", "x")),
    ],
)
def test_yes_and_no_are_understood_in_four_languages(typed: str, said: str) -> None:
    assert truth_of(typed) == said


@given(st.from_regex(r"[0-9]{1,12}", fullmatch=True))
def test_zeros_are_only_put_back_where_the_number_is_then_right(typed: str) -> None:
    if whole := restored_ssin(typed):
        assert whole.lstrip("0") == typed.lstrip("0")
        assert ssin_fault(whole) is None
    if whole := restored_enterprise_number(typed):
        assert whole == f"0{typed}"
        assert enterprise_number_fault(whole) is None
