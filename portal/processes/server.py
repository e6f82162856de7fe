"""The HTTP server that a program of the portal runs in."""

from collections.abc import Callable
from typing import Any

from gunicorn import util
from gunicorn.app.base import BaseApplication

WORKERS = 2
THREADS = 8  # they mostly wait: for the database, and at sign-in for the digital key

SETTINGS = {
    "worker_class": "gthread",
    "workers": WORKERS,
    "threads": THREADS,
    "preload_app": True,  # loaded once; the workers share what they never change
    "timeout": 30,  # seconds a worker may be silent
    "graceful_timeout": 5,
    "keepalive": 5,
    "worker_tmp_dir": "/dev/shm",  # noqa: S108 - the sign of life never waits for a disk
    "loglevel": "warning",
    "control_socket_disable": True,  # its folder would be the home of whoever starts us
}


class Served(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """A program, named as `module:callable` or `module:factory()`, at one address."""

    def __init__(self, program: str, address: str, forked: Callable[[], None]) -> None:
        self.program = program
        self.address = address
        self.forked = forked
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in SETTINGS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", self.address)
        self.cfg.set("post_fork", lambda _arbiter, _worker: self.forked())

    def load(self) -> Any:  # noqa: ANN401 - a WSGI callable, which only gunicorn calls
        """Return the program."""
        return util.import_app(self.program)


def serve(program: str, address: str, forked: Callable[[], None]) -> None:
    """Serve a program until told to stop.

    address: host and port. forked: called first in every worker.
    """
    Served(program, address, forked).run()
