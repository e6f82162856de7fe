"""The HTTP server that a program of the portal runs in."""

import gc
from typing import Any

from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from portal import database

THREADS = 8  # they mostly wait: for the database, and at sign-in for the digital key


class OurLogger(Logger):
    """What gunicorn says, written down with everything else that this process says."""

    def setup(self, cfg: Config) -> None:
        """Leave to the root of all loggers where lines go, and how they look."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


SETTINGS = {
    "worker_class": "portal.processes.worker.Worker",
    "threads": THREADS,
    "preload_app": True,  # loaded once; the workers share what they never change
    "timeout": 30,  # seconds a worker may be silent
    "graceful_timeout": 5,
    "keepalive": 5,
    "loglevel": "warning",
    "logger_class": OurLogger,
    # No header of a request changes what we take it for. Where proxies stand before us, a setting
    # of ours says so, and Werkzeug reads what they add.
    "forwarder_headers": "",
    "secure_scheme_headers": {},
    "forwarded_allow_ips": "",
    "control_socket_disable": True,  # its folder would be the home of whoever starts us
}


class Served(BaseApplication):
    """A program, named as `module:callable` or `module:factory()`, at one address."""

    def __init__(self, program: str, address: str, workers: int) -> None:
        self.program = program
        self.own_settings = {"bind": address, "workers": workers, "post_fork": _forked}
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in {**SETTINGS, **self.own_settings}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 - a WSGI callable, which only gunicorn calls
        """Return the program."""
        return util.import_app(self.program)


def serve(program: str, address: str, workers: int) -> None:
    """Serve a program until told to stop.

    address: host and port. workers: how many processes.
    """
    Served(program, address, workers).run()


def _forked(_arbiter: object, _worker: object) -> None:
    database.forget_connections()
    gc.freeze()  # what was loaded before stays, so nobody need look at it for what is over
