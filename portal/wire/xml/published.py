"""What senders may look up: the schemas of messages, and an example of each."""

from collections.abc import Mapping
from functools import cache

from portal.wire.xml.examples import EXAMPLES
from portal.wire.xml.schema import DECLARATION, RESULT


@cache
def published() -> Mapping[str, bytes]:
    """Return each file by its name."""
    schemas = {path.name: path.read_bytes() for path in (DECLARATION, RESULT)}
    return schemas | {name: b"".join(write()) for name, write in EXAMPLES.items()}
