"""Numbers of attestations: hard to guess, easy to type."""

from uuid import UUID

import pytest

from portal.account.codes import ALPHABET, LENGTH, code_hash, code_of, read_code, show_code

PERSON = UUID(int=7)
CODE = code_of(b"secret", PERSON, UUID(int=1))


def test_a_number_has_at_least_sixty_bits_and_no_look_alikes() -> None:
    assert LENGTH * 5 >= 60
    assert len(set(ALPHABET)) == 32
    assert not set("OILU") & set(ALPHABET)


def test_numbers_are_drawn_from_the_whole_alphabet_and_none_comes_twice() -> None:
    drawn = [code_of(b"secret", PERSON, UUID(int=number)) for number in range(5000)]
    assert len(set(drawn)) == len(drawn)
    for place in range(LENGTH):
        assert {code[place] for code in drawn} == set(ALPHABET)


def test_a_number_follows_from_secret_person_and_attestation() -> None:
    assert code_of(b"secret", PERSON, UUID(int=1)) == CODE
    assert code_of(b"other", PERSON, UUID(int=1)) != CODE
    assert code_of(b"secret", UUID(int=8), UUID(int=1)) != CODE


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        show_code(CODE),
        CODE.lower(),
        f"  {show_code(CODE).replace('-', ' ')} ",
        show_code(CODE).replace("-", "\N{EN DASH}"),
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("1", "I").replace("V", "u"),
    ],
)
def test_a_number_is_understood_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "x", CODE[:-1], CODE + "7", CODE[:-1] + "é", "\0" * 16])
def test_what_can_be_no_number_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_the_database_keeps_nothing_from_which_a_number_can_be_read() -> None:
    assert CODE.encode() not in code_hash(CODE)
    assert len(code_hash(CODE)) == 32
