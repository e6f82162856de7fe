"""`python -m portal` is the console command."""

from portal.commands import portal

portal(prog_name="portal")
