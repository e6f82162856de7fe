"""The page that says who is who in the demo country."""

import re
from pathlib import Path

from portal.demo.country.write import make_country

GUIDE = Path(__file__).parents[2] / "docs" / "demo-country.md"


def test_the_guide_names_people_by_the_numbers_that_they_have() -> None:
    known = {person.ssin: person for person in make_country().people}
    replaced = {person.replaces_ssin for person in known.values()}
    for names, numbers, _ in re.findall(
        r"^\| (.+?) \| ([0-9, ]+) \| (.+?) \|$", GUIDE.read_text(), re.MULTILINE
    ):
        for name, number in zip(names.split(", "), numbers.split(", "), strict=True):
            person = known[number]
            assert person.family_name in name
            assert person.given_names.split()[0] in name
    assert set(re.findall(r"\b[0-9]{11}\b", GUIDE.read_text())) <= set(known) | replaced
