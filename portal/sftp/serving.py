"""Listens for senders, lets in who has the key, and gives each its mailbox."""

import asyncio
import logging
import signal
from collections import Counter
from functools import partial
from typing import Any, Final

import asyncssh
import structlog

from portal.settings import Settings
from portal.sftp.box import Box
from portal.sftp.guard import knows, require
from portal.sftp.host_key import host_key
from portal.sftp.quota import Quota

SESSIONS: Final = 8  # of one sender at a time
CONNECTIONS: Final = 256  # of all, those that have not said who they are included
TRIES: Final = 6  # keys that one connection may offer
PATIENCE: Final = 30  # seconds to say who one is
SILENCE: Final = 60  # seconds, then we ask whether somebody is still there; three times
log = structlog.get_logger()


class Senders:
    """Who is connected, and how much each has waiting."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sessions: Counter[str] = Counter()
        self.connections = 0
        self._quotas: dict[str, Quota] = {}

    def quota(self, sender_number: str) -> Quota:
        """Return what all connections of a sender share."""
        return self._quotas.setdefault(sender_number, Quota(self.settings, sender_number))


class Guard(asyncssh.SSHServer):
    """One connection: who it is, before anything else."""

    def __init__(self, senders: Senders) -> None:
        self._senders = senders
        self._connection: asyncssh.SSHServerConnection | None = None
        self._tries = 0
        self._sender: str | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Take a connection, or send it away where there are too many."""
        self._connection = conn
        self._senders.connections += 1
        if self._senders.connections > CONNECTIONS:
            conn.disconnect(asyncssh.DISC_TOO_MANY_CONNECTIONS, "Too many connections.")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        del exc
        self._senders.connections -= 1
        if self._sender is not None:
            self._senders.sessions[self._sender] -= 1

    def public_key_auth_supported(self) -> bool:
        """Let keys in, and nothing else."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Tell whether a key is the one of this sender."""
        self._tries += 1
        if self._tries > 2 * TRIES:  # each is asked about first, then proved
            raise asyncssh.PermissionDenied("Too many keys.")
        if not await knows(username, key):
            log.info("sftp_refused")
            return False
        if self._connection is not None:
            self._connection.set_extra_info(sender_key=key)
        return True

    def auth_completed(self) -> None:
        """Count who came in, or send it away where it is there too often."""
        if self._connection is None:
            return
        number = str(self._connection.get_extra_info("username"))
        self._sender = number
        self._senders.sessions[number] += 1
        if self._senders.sessions[number] > SESSIONS:
            self._connection.disconnect(
                asyncssh.DISC_TOO_MANY_CONNECTIONS, f"At most {SESSIONS} connections of a sender."
            )
        log.info("sftp_in", sender=number)


async def listen(settings: Settings) -> asyncssh.SSHAcceptor:
    """Begin to take connections; raises OSError where the port is not to be had."""
    senders = Senders(settings)
    return await asyncssh.create_server(
        partial(Guard, senders),
        settings.sftp_host,
        settings.sftp_port,
        server_host_keys=[host_key(settings)],
        sftp_factory=partial(_box, senders),
        sftp_version=3,  # what every client speaks
        allow_scp=False,
        agent_forwarding=False,
        x11_forwarding=False,
        allow_pty=False,
        password_auth=False,
        kbdint_auth=False,
        host_based_auth=False,
        gss_host=None,
        server_version="portal",
        login_timeout=PATIENCE,
        keepalive_interval=SILENCE,
    )


def _box(senders: Senders, chan: Any) -> Box:  # noqa: ANN401 - a channel of asyncssh
    number = str(chan.get_extra_info("username"))
    still_may = partial(require, number, chan.get_extra_info("sender_key"))
    return Box(chan, senders.settings, number, senders.quota(number), still_may)


async def _serve(settings: Settings) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    listening = await listen(settings)
    await over.wait()
    # Whoever is connected is not waited for: an upload that breaks off has no effect.
    listening.close()


def serve_until_told(settings: Settings) -> None:
    """Serve senders until told to stop; raises HostKeyFault."""
    # It tells of every packet, with names and addresses; we say what is worth knowing.
    asyncssh.set_log_level(logging.WARNING)
    asyncio.run(_serve(settings))
