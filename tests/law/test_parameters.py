import ast
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

import portal.law
from portal.law import parameters
from portal.law.dated import Dated
from portal.law.words import EndReason, SizeClass

LAW = Path(portal.law.__file__).parent
FILES = sorted((LAW / "parameters").glob("*.toml"))


def entries() -> Iterator[ParameterSet]:
    for path in FILES:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        lists = {"": content.get("change", [])}
        lists |= {key: table["change"] for key, table in content.items() if isinstance(table, dict)}
        for key, changes in lists.items():
            for entry in changes:
                name = " ".join(filter(None, (path.stem, key, str(entry.get("since")))))
                yield pytest.param(entry, id=name)


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.parametrize("entry", list(entries()))
def test_every_number_of_the_law_has_a_day_and_a_source(entry: Mapping[str, object]) -> None:
    assert set(entry) == {"since", "value", "source"}
    since, source = entry["since"], entry["source"]
    assert type(since) is date
    assert date(2022, 1, 1) <= since <= date(2040, 1, 1)
    assert isinstance(source, str)
    assert len(source) > len("law")


@pytest.mark.parametrize("entry", list(entries()))
def test_no_number_passes_through_a_float(entry: Mapping[str, object]) -> None:
    assert all(isinstance(leaf, str) for leaf in leaves(entry["value"]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_loaded_under_its_own_name(path: Path) -> None:
    loaded = getattr(parameters, path.stem.upper())
    assert isinstance(loaded, Dated | Mapping)


def test_no_growth_path_goes_under_the_floor() -> None:
    for committee, path in parameters.GROWTH_PATHS.items():
        for change in path.changes:
            floor = parameters.GROWTH_PATH_FLOOR.on(change.since)
            assert change.value >= floor, f"{committee} from {change.since}"


def test_each_reason_for_the_end_and_no_reason_have_an_answer() -> None:
    assert set(parameters.END_OF_EMPLOYMENT) == {*EndReason, parameters.NO_REASON}


def test_each_known_class_has_its_days_in_every_year() -> None:
    for change in parameters.DAYS_PER_YEAR.changes:
        assert set(change.value) == set(SizeClass) - {SizeClass.UNKNOWN}


def test_the_first_account_is_of_2023() -> None:
    assert parameters.FIRST_YEAR == 2023


# Numbers that are no law: of the calendar, of the clock, of decimal writing, sizes of memories.
NO_LAW = {
    "amount.py": {4, 10},
    "full_time.py": {4096},
    "right.py": {12},
    "size.py": {3, 4, 12, 31},
    "terms.py": {12},
    "training.py": {60, 4096},
    "year_right.py": {16384},
}


@pytest.mark.parametrize("path", sorted(LAW.rglob("*.py")), ids=lambda path: path.name)
def test_no_number_of_the_law_stands_outside_the_parameters(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    numbers = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in {int, float, complex}
    }
    assert all(type(number) is int for number in numbers)
    assert numbers <= {0, 1, 2} | NO_LAW.get(path.name, set())


def test_the_law_knows_nothing_but_itself_and_the_standard_library() -> None:
    allowed = {
        "bisect", "calendar", "collections.abc", "dataclasses", "datetime", "enum", "fractions",
        "functools", "itertools", "pathlib", "re", "tomllib", "types", "typing",
    }  # fmt: skip
    for path in LAW.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            elif isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            else:
                continue
            for module in modules:
                assert module in allowed or module.startswith("portal.law."), f"{path}: {module}"
