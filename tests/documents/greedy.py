"""Takes more than a process apart may have."""

from portal.documents.apart import MOST_MEMORY, be_modest


def take_all() -> None:
    """Be modest, and then not."""
    be_modest()
    bytearray(MOST_MEMORY + 1)
