"""Numbers of people and enterprises: what is well formed, and what is said of what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import ssn, vat

from portal.identifiers import (
    Fault,
    enterprise_number_fault,
    joint_committee_is_wellformed,
    mask_ssin,
    new_id,
    show_enterprise_number,
    ssin_fault,
)


def _ssin(body: str, born_from_2000: bool) -> str:
    """Return the nine digits with the check digits that the century gives them."""
    return f"{body}{97 - int(('2' if born_from_2000 else '') + body) % 97:02}"


def _enterprise_number(body: int) -> str:
    return f"{body:08}{97 - body % 97:02}"


@pytest.mark.parametrize(
    ("body", "born_from_2000"),
    [
        pytest.param("730926135", False, id="register-number"),
        pytest.param("050805483", True, id="born-from-2000"),
        pytest.param("732926135", False, id="bis-number-month-raised-by-20"),
        pytest.param("734926135", False, id="bis-number-month-raised-by-40"),
        pytest.param("054805483", True, id="bis-number-born-from-2000"),
        pytest.param("730000135", False, id="unknown-month-and-day"),
        pytest.param("730900135", False, id="unknown-day"),
        pytest.param("732000135", False, id="bis-number-unknown-month"),
        pytest.param("000229135", True, id="leap-day-of-2000"),
    ],
)
def test_a_number_with_right_check_digits_is_wellformed(body: str, born_from_2000: bool) -> None:
    number = _ssin(body, born_from_2000)

    assert ssin_fault(number) is None
    assert ssn.is_valid(number)  # the library of the field agrees


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", Fault.NOT_NUMERIC, id="empty"),
        pytest.param("73.09.26-135.02", Fault.NOT_NUMERIC, id="separators"),
        pytest.param("73092613502\n", Fault.NOT_NUMERIC, id="trailing-newline"),
        pytest.param("٧٣٠٩٢٦١٣٥٠٢", Fault.NOT_NUMERIC, id="other-alphabets-digits"),
        pytest.param("7309261350", Fault.LENGTH, id="too-short"),
        pytest.param("073092613502", Fault.LENGTH, id="too-long"),
        pytest.param("73092613503", Fault.CHECK_DIGITS, id="wrong-check-digits"),
        pytest.param("73092600000", Fault.CHECK_DIGITS, id="check-digits-zero"),
        pytest.param(_ssin("731326135", False), Fault.INVALID, id="month-thirteen"),
        pytest.param(_ssin("730230135", False), Fault.INVALID, id="30-february"),
        pytest.param(_ssin("736526135", False), Fault.INVALID, id="month-raised-too-far"),
        pytest.param(_ssin("990926135", True), Fault.CHECK_DIGITS, id="not-born-yet"),
    ],
)
def test_what_is_wrong_with_a_number_is_named(text: str, fault: Fault) -> None:
    assert ssin_fault(text) is fault


@given(st.integers(0, 999_999_999), st.booleans(), st.integers(1, 96))
def test_a_wrong_check_digit_never_passes_for_the_same_century(
    body: int, born_from_2000: bool, shift: int
) -> None:
    number = _ssin(f"{body:09}", born_from_2000)
    check = (int(number[9:]) - 1 + shift) % 97 + 1
    other_century = _ssin(f"{body:09}", not born_from_2000)
    mistyped = f"{number[:9]}{check:02}"

    assert mistyped == other_century or ssin_fault(mistyped) is not None


@given(st.text(max_size=14))
def test_any_text_gives_a_verdict(text: str) -> None:
    assert ssin_fault(text) is None or ssin_fault(text) in Fault
    assert enterprise_number_fault(text) is None or enterprise_number_fault(text) in Fault


@pytest.mark.parametrize("body", [2999250, 6302931, 9999999, 10000000, 19999999])
def test_an_enterprise_number_with_right_check_digits_is_wellformed(body: int) -> None:
    number = _enterprise_number(body)

    assert enterprise_number_fault(number) is None
    assert vat.is_valid(number)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("BE0299925087", Fault.NOT_NUMERIC, id="country-letters"),
        pytest.param("0299.925.087", Fault.NOT_NUMERIC, id="separators"),
        pytest.param("299925087", Fault.LENGTH, id="leading-zero-lost"),
        pytest.param("0299925088", Fault.CHECK_DIGITS, id="wrong-check-digits"),
        pytest.param(_enterprise_number(20000000), Fault.INVALID, id="begins-with-two"),
    ],
)
def test_what_is_wrong_with_an_enterprise_number_is_named(text: str, fault: Fault) -> None:
    assert enterprise_number_fault(text) is fault


@pytest.mark.parametrize(
    ("text", "wellformed"),
    [
        ("200", True),
        ("140.03", True),
        ("330.01.10", True),
        ("20", False),
        ("140.3", False),
        ("140.03.", False),
        ("140.03.01.01", False),
        ("200\n", False),
        ("٢٠٠", False),
    ],
)
def test_a_joint_committee_is_three_digits_and_its_parts(text: str, wellformed: bool) -> None:
    assert joint_committee_is_wellformed(text) is wellformed


def test_numbers_are_shown_as_people_read_them() -> None:
    assert show_enterprise_number("0299925087") == "0299.925.087"
    assert mask_ssin("73092613502") == "73.••.••-•••.••"


def test_ids_grow_with_time() -> None:
    ids = [new_id() for _ in range(1000)]

    assert len(set(ids)) == len(ids)
    milliseconds = [i.int >> 80 for i in ids]
    assert milliseconds == sorted(milliseconds)
    assert all(i.version == 7 for i in ids)
