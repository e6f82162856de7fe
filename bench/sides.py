"""One side of a comparison in a process of its own: serves pages as it is told, and says the cost.

    DATABASE_URL=... python bench/sides.py ours|floor|django|fastapi

Each line it reads is JSON: whose session (`key`), which page (`path`), how many trainings
(`newest`; null: as many as the page shows), how often (`repeat`). It answers with a line of JSON:
the milliseconds of CPU time of one page in this process, the page, its type and its statements.
No server and no network is between: what is measured is what the side itself does.
"""

import asyncio
import gc
import importlib
import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]
HERE = Path(__file__).parent
ALL = 1_000_000  # trainings; nobody has more


class Asked(NamedTuple):
    """What is asked of a side."""

    key: str
    path: str = "/nl/account"
    newest: int | None = None
    repeat: int = 1


Read = Callable[[Asked], bytes]


def asking(app: Wsgi) -> Read:
    """Return how a WSGI application is asked for a page that must succeed."""
    base: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    cookies: dict[str, str] = {}

    def read(asked: Asked) -> bytes:
        heard: list[Any] = []
        sent = "; ".join([f"session={asked.key}", *(f"{k}={v}" for k, v in cookies.items())])
        environ = {
            **base,
            "PATH_INFO": asked.path,
            "QUERY_STRING": "",
            "HTTP_COOKIE": sent,
            "wsgi.input": io.BytesIO(),
            "bench.newest": asked.newest,
        }
        answer = app(environ, lambda status, headers, _=None: heard.extend((status, headers)))
        page = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        assert heard[0].startswith("200"), (heard[0], page[:2000])
        for name, value in heard[1]:
            if name == "Set-Cookie":  # as a browser keeps them
                cookie, _, told = value.partition(";")[0].partition("=")
                cookies[cookie] = told
        return page

    return read


def ours() -> Read:
    """Return the pages of the portal."""
    from portal.app import create_app  # noqa: PLC0415 - no other side imports the portal
    from portal.settings import load_settings  # noqa: PLC0415 - same
    from portal.web import worker  # noqa: PLC0415 - same

    read, shown = asking(create_app(load_settings())), worker.NEWEST

    def read_so_many(asked: Asked) -> bytes:
        worker.NEWEST = asked.newest or shown
        return read(asked)

    return read_so_many


def floor() -> Read:
    """Return the floor of the account page."""
    sys.path.insert(0, str(HERE / "floors"))
    read = asking(importlib.import_module("account").app)
    return lambda asked: read(asked._replace(newest=asked.newest or 5))


def peer(name: str) -> Any:  # noqa: ANN401 - what a framework makes
    """Return the application of another framework, made by what `requirements/peers` installs."""
    sys.path.append(str(HERE.parent / ".venv" / "peers"))
    sys.path.insert(0, str(HERE / "peers"))
    return importlib.import_module(f"{name}_site").application


def django() -> Read:
    """Return the account page of Django."""
    return asking(peer("django"))


def fastapi() -> Read:
    """Return the account page of FastAPI."""
    app, loop = peer("fastapi"), asyncio.new_event_loop()

    def read(asked: Asked) -> bytes:
        heard: list[dict[str, Any]] = []
        waiting = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> dict[str, Any]:
            return waiting.pop() if waiting else await asyncio.Future()

        async def send(message: dict[str, Any]) -> None:
            heard.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": asked.path,
            "raw_path": asked.path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1:8000"), (b"cookie", f"session={asked.key}".encode())],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
            "bench.newest": asked.newest,
        }
        loop.run_until_complete(app(scope, receive, send))
        page = b"".join(one.get("body", b"") for one in heard)
        assert heard[0]["status"] == 200, (heard[0], page[:2000])  # noqa: PLR2004
        return page

    return read


SIDES: dict[str, Callable[[], Read]] = {
    "ours": ours,
    "floor": floor,
    "django": django,
    "fastapi": fastapi,
}


def counted(read: Read, asked: Asked) -> list[str]:
    """Return the statements that one page sends."""
    from tests.statements import statements  # noqa: PLC0415 - only where asked for

    with statements() as sent:
        read(asked)
    return sent


def main() -> None:
    """Serve until nothing more is asked."""
    begun = time.process_time()
    answers, sys.stdout = sys.stdout, sys.stderr
    read = SIDES[sys.argv[1]]()
    gc.freeze()  # every side, as the portal's server does
    print(json.dumps({"start": time.process_time() - begun, "pid": os.getpid()}), file=answers)
    answers.flush()
    for line in sys.stdin:
        said = json.loads(line)
        count = said.pop("count", False)
        asked = Asked(**said)
        spent = time.process_time()
        for _ in range(asked.repeat):
            page = read(asked)
        told: dict[str, Any] = {"ms": (time.process_time() - spent) * 1000 / asked.repeat}
        told["page"] = page.decode()
        if count:
            told["statements"] = counted(read, asked)
        print(json.dumps(told), file=answers)
        answers.flush()


if __name__ == "__main__":
    main()
