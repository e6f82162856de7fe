"""People who ask for pages however long the answers take: each at its moment, none after another.

A closed loop, as `wrk` has it, asks less the slower the answers are, so it never offers twice what
a server can give. Here each request is a connection of its own, as behind nginx, begun at its
moment whatever became of the others.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from typing import NamedTuple

PATIENCE = 60.0  # seconds, after which somebody has seen nothing


class Asked(NamedTuple):
    """One request: when it began (of `time.monotonic`), what came of it, after how many seconds.

    said: a status, or in one word why there was none.
    """

    at: float
    said: str
    seconds: float


class Crowd:
    """Requests of many, at an even pace."""

    def __init__(self, port: int, path: str, keys: Sequence[str]) -> None:
        self.port = port
        self._path = path
        self._keys = cycle(keys)
        self.asked: list[Asked] = []

    async def come(self, a_second: float, seconds: float) -> None:
        """Ask so often for so long, and wait for the last answer."""
        begun, going = time.monotonic(), set()
        for number in range(int(a_second * seconds)):
            await asyncio.sleep(max(0.0, begun + number / a_second - time.monotonic()))
            one = asyncio.create_task(self.ask())
            going.add(one)
            one.add_done_callback(going.discard)
        if going:
            await asyncio.wait(going)

    async def ask(self, path: str = "") -> Asked:
        """Ask once, as the next of the people."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                said = await self._answer(path or self._path)
        except TimeoutError:
            said = "no answer"
        except ConnectionRefusedError:
            said = "refused"
        except OSError:
            said = "broken off"
        one = Asked(began, said, time.monotonic() - began)
        self.asked.append(one)
        return one

    async def _answer(self, path: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                f"Cookie: session={next(self._keys)}\r\n\r\n".encode()
            )
            answer = await reader.read(-1)
        finally:
            writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 ") or not body.rstrip().endswith((b"</html>", b"}")):
            return "broken off"
        return head[9:12].decode()

    def tell(self) -> str:
        """Say how often each came, and how long the slow ones of the pages took."""
        counted = sorted(Counter(one.said for one in self.asked).items())
        said = ", ".join(f"{many:,} times {what}" for what, many in counted)
        pages = sorted(one.seconds for one in self.asked if one.said == "200")
        if not pages:
            return said
        slow = (pages[int(len(pages) * share)] for share in (0.5, 0.99, 0.999))
        busy = sorted(one.seconds for one in self.asked if one.said == "503") or [0.0]
        return (
            said
            + "; pages after {:.2f} s, p99 {:.2f}, p99.9 {:.2f}".format(*slow)
            + f"; 503 after {busy[len(busy) // 2]:.2f} s, at most {busy[-1]:.2f}"
        )

    def kinds(self) -> set[str]:
        """Return all that came."""
        return {one.said for one in self.asked}

    def slowest(self, share: float) -> float:
        """Return after how many seconds that share of all pages had come."""
        pages = sorted(one.seconds for one in self.asked if one.said == "200")
        return pages[min(len(pages) - 1, int(len(pages) * share))]

    def recovered(self, since: float) -> float:
        """Return how many seconds after a moment the last request began that found no page."""
        failed = [one.at for one in self.asked if one.at >= since and one.said != "200"]
        return max(failed, default=since) - since
