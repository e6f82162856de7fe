"""One start of one program, for `bench/starting.py`: what it took, and what its workers weigh.

    DATABASE_URL=... BENCH_KEY=... python bench/started.py ours|drf

Nothing of the bench is imported before the program is there: it would be counted with it.
"""

import gc
import importlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WORKERS, PAGES = 4, 20  # processes, and what each serves before it is weighed
PATHS = {"ours": "/nl/account", "drf": "/trainings/"}


def made(name: str) -> Callable[..., Any]:
    """Return a program that could be asked."""
    if name == "ours":
        return importlib.import_module("wsgi").app  # type: ignore[no-any-return]
    sys.path.append(str(HERE.parent / ".venv" / "peers"))
    sys.path.insert(0, str(HERE / "peers"))
    application = importlib.import_module("drf_site").application
    # Its addresses are made when they are asked for first.
    assert importlib.import_module("django.urls").get_resolver().url_patterns
    return application  # type: ignore[no-any-return]


def weights(application: Callable[..., Any], path: str) -> list[float]:
    """Return the proportional megabytes of workers that have all served pages."""
    from sides import Asked, asking  # noqa: PLC0415 - counted for nobody

    gc.freeze()  # as the portal's server does
    asked = Asked(os.environ["BENCH_KEY"], path)
    workers = []
    for _ in range(WORKERS):
        ready, tell = os.pipe()
        pid = os.fork()
        if not pid:
            read = asking(application)
            for _ in range(PAGES):
                read(asked)
            os.write(tell, b"1")
            time.sleep(600)  # until it is weighed and ended
        workers.append((pid, ready))
    for _, ready in workers:
        assert os.read(ready, 1) == b"1"
    found = [Path(f"/proc/{pid}/smaps_rollup").read_text("ascii") for pid, _ in workers]
    for pid, _ in workers:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    return [int(rollup.split("Pss:")[1].split()[0]) / 1024 for rollup in found]


def main() -> None:
    """Start, and tell."""
    name = sys.argv[1]
    application = made(name)
    spent = time.process_time()
    megabytes = statistics.mean(weights(application, PATHS[name]))
    print(json.dumps({"s": spent, "mb": megabytes}))


if __name__ == "__main__":
    main()
