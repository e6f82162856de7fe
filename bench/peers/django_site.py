"""The account page with Django, as its tutorial teaches it: models, a view, templates.

Relations are read by `select_related` and `prefetch_related`, what is summed by `aggregate`. It
draws what our page draws for the workers of the bench; rarer states (a right in advance, no right)
it does not know, so it does less than the portal.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django import setup
from django.conf.urls.i18n import i18n_patterns
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.db.models import Count, F, Max, Prefetch, Q, Sum
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.urls import path, translate_url
from django.utils import timezone
from shared import EVERYBODY, HEADERS, LANGUAGES, NAMES, Shown, look_hash, order, shown, tag_of

os.environ["DJANGO_SETTINGS_MODULE"] = "django_conf"
setup()

from django_models import Employment, FeedLoad, Training, TrainingRight, WorkRegime  # noqa: E402 - when Django is set up
from django_people import Look, LookChain, Representative, Session, TryWindow  # noqa: E402 - same

View = Callable[[HttpRequest], HttpResponse]
CHARGED = Q(record_state="active", status="completed", counts_for_right=True, to_verify=False)


def signed_in(get_response: View) -> View:
    """Return the middleware that finds the session, and writes its last use down."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key, now = request.COOKIES.get("session", ""), timezone.now()
        session = (
            Session.objects.select_related("person")
            .filter(session_hash=sha256(key.encode()).digest(), revoked_at=None)
            .filter(idle_end_at__gt=now, absolute_end_at__gt=now)
            .first()
        )
        if session is None:
            return HttpResponseForbidden()
        if session.last_seen_at <= now - timedelta(minutes=1):
            session.last_seen_at = now
            session.idle_end_at = min(now + timedelta(minutes=15), session.absolute_end_at)
            session.save(update_fields=["last_seen_at", "idle_end_at"])
        session.ends_at = min(session.idle_end_at, session.absolute_end_at)
        session.seconds_left = round((session.ends_at - now).total_seconds())
        session.represents = Representative.objects.filter(
            person=session.person_id, revoked_at=None
        ).exists()
        session.stopped = TryWindow.objects.filter(
            kind="miss-person", who_hash=sha256(session.person_id.bytes).digest(), tries__gte=60
        ).first()
        request.identity = session
        answer = get_response(request)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    return middleware


def charged_of(job: Employment) -> dict[int, int]:
    """Return the minutes charged to an employment, year by year."""
    trainings = Training.objects.filter(
        CHARGED, person=job.person_id, employer=job.employer_id, start_date__gte=job.start_date
    )
    if job.end_date:
        trainings = trainings.filter(end_date__lte=job.end_date)
    yearly = trainings.annotate(year=ExtractYear("end_date")).values("year")
    return {one["year"]: one["total"] for one in yearly.annotate(total=Sum("charged_minutes"))}


def jobs_of(person_id: Any, today: date) -> list[Shown]:  # noqa: ANN401 - a UUID
    """Return the employments of a worker with their years."""
    regimes = WorkRegime.objects.filter(person=person_id).order_by("from_date")
    jobs = list(
        Employment.objects.filter(person=person_id)
        .select_related("employer")
        .prefetch_related(Prefetch("regimes", regimes, to_attr="regimes_by_day"), "employer__sizes")
    )
    said = list(
        TrainingRight.objects.filter(
            person_id__in=[person_id, EVERYBODY],
            enterprise_number__in=[job.enterprise_number for job in jobs],
            record_state="active",
        )
    )
    found = [shown(job, job.employer.sizes.all(), said, charged_of(job), today) for job in jobs]
    return sorted(found, key=order)


@transaction.atomic
def write_look(person_id: Any) -> None:  # noqa: ANN401 - a UUID
    """Write down that the worker looked."""
    now = timezone.now()
    chain, _ = LookChain.objects.select_for_update().get_or_create(
        person_id=person_id,
        defaults={"holder_id": person_id, "sequence": 0, "previous_hash": b"", "hash": b""},
    )
    chain.previous_hash, chain.sequence = bytes(chain.hash), chain.sequence + 1
    chain.hash = look_hash(chain.previous_hash, person_id, chain.sequence, now)
    chain.save()
    Look.objects.create(
        person_id=person_id,
        sequence=chain.sequence,
        looked_at=now,
        looker_id=person_id,
        role="worker",
        data_group="account",
        channel="page",
        previous_hash=chain.previous_hash,
        hash=chain.hash,
    )


def account(request: HttpRequest) -> HttpResponse:
    """Show the worker's account."""
    person_id, today = request.identity.person_id, timezone.localdate()
    jobs = jobs_of(person_id, today)
    own = Training.objects.filter(person=person_id)
    newest = own.select_related("employer").order_by("-start_date", "-training_id")
    trainings = list(newest[: request.META["bench.newest"] or 5])
    for training in trainings:
        training.tag = tag_of(training, jobs)
    record = own.aggregate(count=Count("*"), latest=Max("registered_at"))
    latest = (
        record["latest"],
        FeedLoad.objects.aggregate(latest=Max("loaded_at"))["latest"],
        TrainingRight.objects.filter(person=person_id).aggregate(m=Max("registered_at"))["m"],
    )
    expiring = own.filter(
        certificate_valid_until__range=(today, today + timedelta(days=90)),
        certificate_obtained=True,
        record_state="active",
    ).order_by(F("certificate_valid_until"))
    write_look(person_id)
    context = {
        "person": request.identity.person,
        "data_date": max(moment for moment in latest if moment),
        "present": [job for job in jobs if job.present],
        "past": [job for job in jobs if not job.present],
        "before": any(not job.years for job in jobs if not job.present),
        "trainings": trainings,
        "training_count": record["count"],
        "expiring": list(expiring),
        "addresses": {code: translate_url(request.path, code) for code in LANGUAGES},
        "languages": LANGUAGES,
    }
    return render(request, "account.html", context)


def other(_request: HttpRequest, **_: Any) -> HttpResponse:
    """Show any other page: nobody asks for it here."""
    return HttpResponse()


urlpatterns = i18n_patterns(
    path("account", account, name="account"),
    path("account/rights/<path:key>", other, name="rights"),
    path("account/trainings/<uuid:key>", other, name="training"),
    *(path(name, other, name=name.rpartition("/")[2]) for name in NAMES),
)
application = get_wsgi_application()
