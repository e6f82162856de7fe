"""How large a message may be: what one file may cost the machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """The largest message that is read; record: bytes of one, and of what stands between two."""

    size: int = 50 * 2**20  # bytes
    records: int = 50_000
    record: int = 256 * 2**10
