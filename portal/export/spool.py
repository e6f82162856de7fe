"""Records waiting on disk, one line of JSON each: a long record costs no memory."""

import json
from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import Any

Record = Mapping[str, Any]


class Lines:
    """Records of one kind, in the order in which they came."""

    def __init__(self) -> None:
        """Keep them in a file that has no name and is gone when it is closed."""
        self._file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - see close
        self.count = 0

    def add(self, record: Record) -> None:
        """Keep one more."""
        self._file.write(json.dumps(record, ensure_ascii=False))
        self._file.write("\n")
        self.count += 1

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def texts(self) -> Iterator[str]:
        """Return each as the JSON it is."""
        self._file.seek(0)
        for line in self._file:
            yield line.rstrip("\n")

    def __iter__(self) -> Iterator[Record]:
        """Return each as values."""
        return map(json.loads, self.texts())
