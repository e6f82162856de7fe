"""What Prometheus asks for, at an address of its own; only the token of operators opens it."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from portal import meters
from portal.clock import now
from portal.duties.condition import Parts, parts_now
from portal.settings import Settings
from portal.watched import Wsgi, name_route

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

MOUNT = "/metrics"


def create_gauges(settings: Settings) -> Wsgi:
    """Return the application that tells what was counted, and how much waits."""
    meters.begin(settings)
    token = settings.metrics_token()

    @Request.application
    def tell(request: Request) -> Response:
        name_route(request.environ, MOUNT)
        given = request.authorization
        if given is None or not secrets.compare_digest(
            (given.token or "").encode(), token.encode()
        ):
            return Response(status=401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
        return _told()

    return tell


def _told() -> Response:
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest  # noqa: PLC0415 - only here

    registry = meters.counted()
    registry.register(_Standing())
    answer = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer


class _Standing:
    """What is so just now; asked of the database, so it is the same on every machine."""

    def collect(self) -> Iterator["GaugeMetricFamily"]:
        """Give the gauges."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - only here

        parts = parts_now()
        works = GaugeMetricFamily(
            "portal_part_works", "1: the part of the service works.", labels=["part"]
        )
        for part in parts.all:
            works.add_metric([part.name], float(part.works))
        yield works
        for name, text, value in _measures(parts):
            yield GaugeMetricFamily(name, text, value=value)


def _measures(parts: Parts) -> Iterator[tuple[str, str, float]]:
    queue = parts.queue
    if queue is None:
        return
    yield "portal_submissions_waiting", "Submissions not worked through yet.", queue.waiting
    yield (
        "portal_submissions_oldest_seconds",
        "How long the oldest of them has waited.",
        _age(queue.waiting_since),
    )
    yield "portal_answers_waiting", "Files whose answers are not laid out yet.", queue.unanswered
    yield (
        "portal_answers_oldest_seconds",
        "How long the oldest of them has waited.",
        _age(queue.unanswered_since),
    )
    if parts.loaded_at is not None:
        yield (
            "portal_sources_age_seconds",
            "Since the authentic sources were last loaded.",
            _age(parts.loaded_at),
        )


def _age(moment: datetime | None) -> float:
    return 0.0 if moment is None else max(0.0, (now() - moment).total_seconds())
