"""One name in two spellings: snake_case in code, camelCase on the wire."""

import re
from functools import lru_cache
from typing import Final

_CAPITAL: Final = re.compile(r"[A-Z]")
_JOINT: Final = re.compile(r"_([a-z])")


@lru_cache(maxsize=1024)
def to_camel(name: str) -> str:
    """Return a name as it travels: start_date becomes startDate."""
    return _JOINT.sub(lambda found: found[1].upper(), name)


@lru_cache(maxsize=1024)
def to_snake(name: str) -> str:
    """Return a name as it stands in code: startDate becomes start_date."""
    return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", name)
