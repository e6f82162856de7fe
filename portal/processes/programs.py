"""The programs of the portal that go on until told to stop, each with its place in the house."""

import os
import signal
import sys
from functools import partial
from threading import Event, Thread
from typing import Final

from portal import database, grants, logs, meters
from portal.directory.ring import key_ring
from portal.processes.parent import Stopped
from portal.processes.server import serve
from portal.settings import Settings, load_settings

# Steps of priority by which the worker stands behind the pages: whoever reads one waits for it,
# who sent a file does not.
_BEHIND: Final = 10


def serve_web(settings: Settings) -> None:
    """Serve the portal's pages until told to stop."""
    logs.set_up(settings)
    meters.begin(settings)
    # Nobody waits longer for a page, so no question may go on either.
    os.environ.setdefault("PGOPTIONS", "-c statement_timeout=30s")
    if settings.database_url:
        _warn_of_too_much_power()
    # The pages add looks and can neither change nor delete them: nothing of theirs keeps a
    # connection of the owner.
    database.engine(settings).dispose()
    os.environ.setdefault("PORTAL_DATABASE_ROLE", grants.WEB_ROLE)
    load_settings.cache_clear()
    key_ring().check()
    # Held by this process, so that the database server outlives every worker.
    database.url_of(settings)
    database.replica_engine(settings)  # an address that is none is told now, not to readers
    serve("wsgi:app", f"{settings.web_host}:{settings.web_port}", workers=2)


def serve_worker(settings: Settings) -> None:
    """Take files out of mailboxes and work through what was sent in bulk, until told to stop."""
    # Pages start without them.
    from portal.batch.process import process  # noqa: PLC0415
    from portal.batch.watching import watch_until  # noqa: PLC0415
    from portal.entering.waiting import import_until  # noqa: PLC0415
    from portal.submissions.beating import beat_until  # noqa: PLC0415
    from portal.submissions.waiting import work_until  # noqa: PLC0415

    logs.set_up(settings)
    meters.begin(settings)
    database.engine(settings).dispose()
    os.environ.setdefault("PORTAL_DATABASE_ROLE", grants.WEB_ROLE)
    load_settings.cache_clear()
    key_ring().check()
    os.nice(_BEHIND)
    over = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: over.set())
    # Apart: also while a long file is worked through, others are taken, acknowledged and withdrawn,
    # and what is short is done.
    short = partial(work_until, work_file=process, only_short=True)
    others = [
        Thread(target=loop, args=(load_settings(), over.is_set))
        for loop in (watch_until, import_until, short)
    ]

    def is_whole() -> bool:
        return all(other.is_alive() for other in others)

    heart = Thread(target=beat_until, args=(load_settings(), is_whole, over))
    for thread in (*others, heart):
        thread.start()
    try:
        work_until(load_settings(), over.is_set, process)
    finally:
        over.set()
        for thread in (*others, heart):
            thread.join()


def serve_sftp(settings: Settings) -> None:
    """Carry files between senders and their mailboxes, until told to stop; raises Stopped."""
    # Pages start without it.
    from portal.sftp.host_key import HostKeyFault  # noqa: PLC0415
    from portal.sftp.serving import serve_until_told  # noqa: PLC0415

    logs.set_up(settings)
    meters.begin(settings)
    database.engine(settings).dispose()
    os.environ.setdefault("PORTAL_DATABASE_ROLE", grants.WEB_ROLE)
    load_settings.cache_clear()
    try:
        serve_until_told(load_settings())
    except HostKeyFault as fault:
        raise Stopped(str(fault)) from fault


def _warn_of_too_much_power() -> None:
    """Say where the pages could change the look log: only their own role keeps them from it."""
    with database.reading() as connection:
        if grants.may_change_looks(connection):
            sys.stderr.write(
                "Warning: in the role of DATABASE_URL the pages could change the look log. Let them"
                f" log in as {grants.WEB_ROLE}; docs/looks.md tells how.\n"
            )


def serve_demo_key(settings: Settings) -> None:
    """Serve the pretend digital key until told to stop."""
    # By name: the demo is a program apart, and nothing of the portal knows it. It remembers in
    # one process who is signing in.
    program = "portal.demo.key:create_app()"
    serve(program, f"{settings.web_host}:{settings.key_port}", workers=1)
