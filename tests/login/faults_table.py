"""Prints what a digital key can say wrongly, what the portal must do with it, and what it did.

    .venv/bin/python -m tests.login.faults_table

Each row is a test that goes through the portal over HTTP; ends with 1 if one is not right.
"""

import sys
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = ("test_faults.py", "test_backchannel.py")
FRAME = "{:<62} {:<38} {:<38} {}"


class Table:
    """Hears how each test ended, and prints it as a row."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._passed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print a row once a test is over."""
        if report.when == "call":
            self._passed = report.passed
        if report.when != "teardown":
            return
        right = "right" if self._passed else "WRONG"
        self.counts[right] += 1
        told = [str(value) for name, value in report.user_properties if name == "told"]
        rows = [one.split("\n") for one in told] or [["as it says", "so" if self._passed else "-"]]
        for wanted, got in rows:
            print(FRAME.format(row_of(report.nodeid), wanted, got, right))  # noqa: T201 - it prints


def row_of(node: str) -> str:
    """Return a test's name as a sentence, its case behind it."""
    name, _, case = node.rpartition("::")[2].partition("[")
    sentence = name.removeprefix("test_").replace("_", " ")
    return f"{sentence}: {case.removesuffix(']')}" if case else sentence


def main() -> int:
    """Run the tests and print the table."""
    print(FRAME.format("row", "wanted", "got", ""))  # noqa: T201 - it prints
    table = Table()
    tests = [str(HERE / name) for name in TESTS]
    quiet = ["-p", "no:terminal", "-o", "addopts=--import-mode=importlib"]
    status = pytest.main([*quiet, *tests], plugins=[table])
    print(", ".join(f"{count} {right}" for right, count in table.counts.items()))  # noqa: T201
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
