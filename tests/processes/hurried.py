"""The program that says how a request reached it, behind a server without patience."""

from portal.processes import shedding
from tests.processes.echo import app

__all__ = ["app"]

# So a test need not wait long; and it is never a rush, whatever else the machine has to do.
shedding.LONGEST_WAIT = 0.15
shedding.MANY = 1_000_000
