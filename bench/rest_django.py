"""The same work with Django REST framework, as its tutorial teaches it, for `bench/rest.py`.

Serializers with nested ones, validators and the ORM, in a project as `startproject` makes it. Each
declaration asks whether its sender may, for the worker, the employment, its reference and its
likes, is saved with its entry in the ledger, and is compared with the right of its year. One
submission is a row until it is worked through, item after item, for each must stand alone; then
its outcomes are written at once. Tokens are opened, and what waits is sealed, as ours are.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import uuid4

from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.db.models import Count, Sum
from django.urls import path
from rest_django_access import ISSUER
from rest_django_models import (
    DeclaredReference,
    Directory,
    EmployerSize,
    Employment,
    Mandate,
    Sender,
    Submission,
    SubmissionEmployer,
    SubmissionOutcome,
    Training,
    TrainingRight,
    WorkRegime,
)
from rest_framework import exceptions, generics, serializers, views
from rest_framework.response import Response

from portal import clock
from portal.directory.ring import key_ring
from portal.identifiers import enterprise_number_fault, new_id, ssin_fault
from portal.law.employment import Employment as LegalEmployment
from portal.law.right import DeclaredRight
from portal.law.size import Quarter
from portal.law.terms import access_closes, quarter_term
from portal.law.training import (
    Financing,
    Nature,
    NotCountingReason,
    TrainingStatus,
    day_minutes,
    implausible_duration,
)
from portal.law.words import RightKind
from portal.law.year_right import year_right
from portal.login.access import TokenIssuer
from portal.reckoning.rows import OPT_OUT, fraction_of, sizes_of
from portal.records.facts import EVERYBODY
from portal.settings import REST_BASE, load_settings
from portal.submissions.sealing import seal_bytes, unseal_bytes
from tests.rest.issuer import Issuer

BASE = f"http://localhost{REST_BASE}"


def good_ssin(number: str) -> None:
    """Raise ValidationError for what is no number of a person."""
    if ssin_fault(number):
        raise serializers.ValidationError("not a social security number")


def good_enterprise(number: str) -> None:
    """Raise ValidationError for what is no number of an enterprise."""
    if enterprise_number_fault(number):
        raise serializers.ValidationError("not an enterprise number")


class WorkerSerializer(serializers.Serializer):
    """Who followed it."""

    ssin = serializers.CharField(validators=[good_ssin])


class EmployerSerializer(serializers.Serializer):
    """For whom the worker works."""

    enterpriseNumber = serializers.CharField(  # noqa: N815 - its name in JSON
        source="enterprise_number", validators=[good_enterprise]
    )


class ProviderSerializer(serializers.Serializer):
    """Who gave it."""

    enterpriseNumber = serializers.CharField(  # noqa: N815
        source="provider_enterprise_number", validators=[good_enterprise], required=False
    )
    name = serializers.CharField(source="provider_name", max_length=250, required=False)


class CertificateSerializer(serializers.Serializer):
    """Whether there is one."""

    obtained = serializers.BooleanField(source="certificate_obtained")
    validUntil = serializers.DateField(source="certificate_valid_until", required=False)  # noqa: N815


class RegisteredBySerializer(serializers.Serializer):
    """Who declared it."""

    enterpriseNumber = serializers.CharField(source="registered_by")  # noqa: N815
    quality = serializers.CharField(source="registered_quality")


class TrainingSerializer(serializers.ModelSerializer):
    """A training as it is sent, and as it is answered."""

    id = serializers.UUIDField(source="training_id", read_only=True)
    worker = WorkerSerializer()
    employer = EmployerSerializer(source="*")
    language = serializers.ChoiceField(["nl", "fr", "de", "en"])
    nature = serializers.ChoiceField([one.value for one in Nature])
    status = serializers.ChoiceField([one.value for one in TrainingStatus])
    startDate = serializers.DateField(source="start_date")  # noqa: N815
    endDate = serializers.DateField(source="end_date")  # noqa: N815
    durationMinutes = serializers.IntegerField(source="duration_minutes", min_value=1)  # noqa: N815
    countsForRight = serializers.BooleanField(source="counts_for_right")  # noqa: N815
    notCountingReason = serializers.ChoiceField(  # noqa: N815
        [one.value for one in NotCountingReason], source="not_counting_reason", required=False
    )
    chargedMinutes = serializers.IntegerField(  # noqa: N815
        source="charged_minutes", min_value=0, required=False
    )
    provider = ProviderSerializer(source="*", required=False)
    certificate = CertificateSerializer(source="*")
    financing = serializers.ChoiceField([one.value for one in Financing], required=False)
    recordState = serializers.CharField(source="record_state", read_only=True)  # noqa: N815
    registeredBy = RegisteredBySerializer(source="*", read_only=True)  # noqa: N815
    lastModified = serializers.DateTimeField(source="registered_at", read_only=True)  # noqa: N815
    warnings = serializers.ListField(read_only=True)

    class Meta:
        """Which fields."""

        model = Training
        fields = (
            "id",
            "version",
            "reference",
            "worker",
            "employer",
            "title",
            "language",
            "nature",
            "status",
            "startDate",
            "endDate",
            "durationMinutes",
            "countsForRight",
            "notCountingReason",
            "chargedMinutes",
            "provider",
            "certificate",
            "financing",
            "recordState",
            "registeredBy",
            "lastModified",
            "warnings",
        )
        read_only_fields = ("version",)

    def to_internal_value(self, data: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the framework calls it
        """Return what was said, and nothing that nobody asked for; raises ValidationError."""
        unknown = data.keys() - self.fields.keys()
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(unknown, "unknown"))
        return super().to_internal_value(data)

    def to_representation(self, instance: Training) -> dict[str, Any]:
        """Return a training without what was not said."""
        said = super().to_representation(instance)
        said["certificate"] = known(said["certificate"])
        said["provider"] = known(said["provider"]) or None
        return known(said)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return what was said with whom it concerns; raises ValidationError."""
        sender, number = self.context["sender"], said["enterprise_number"]
        if not may_declare(sender, number, said["end_date"]):
            raise exceptions.PermissionDenied
        ssin = said["worker"]["ssin"]
        (pair,) = key_ring().in_use
        person = Directory.objects.filter(number_index=pair.index(ssin)).first()
        if person is None or person.state != "current":
            raise serializers.ValidationError({"worker": "unknown"})
        job = job_of(person, said)
        if job is None:
            raise serializers.ValidationError({"worker": "not employed there"})
        self.late = faults_of(said)
        said.setdefault("charged_minutes", said["duration_minutes"])
        return {**said, "job": job}

    @transaction.atomic
    def create(self, said: dict[str, Any]) -> Training:
        """Keep a training, its reference, and what it was warned of; or find it again."""
        sender, worker, job = self.context["sender"], said.pop("worker"), said.pop("job")
        content = digest_of(said)
        kept = DeclaredReference.objects.filter(
            declarant=sender.enterprise_number, reference=said["reference"]
        ).first()
        if kept is not None:
            if kept.content != content or kept.person_id != job.person_id:
                raise serializers.ValidationError({"reference": "used before"})
            training = Training.objects.get(training_id=kept.record_id)
            training.worker, training.warnings = worker, kept.warnings or []
            return training
        alike = Training.objects.filter(
            person_id=job.person_id,
            enterprise_number=job.enterprise_number,
            start_date=said["start_date"],
            end_date=said["end_date"],
            duration_minutes=said["duration_minutes"],
            title__iexact=said["title"],
            record_state="active",
        ).first()
        training = Training.objects.create(
            training_id=new_id(),
            person_id=job.person_id,
            version=1,
            record_state="active",
            registered_by=sender.enterprise_number,
            registered_quality=sender.quality,
            channel="rest",
            submission_id=self.context["submission_id"],
            registered_at=clock.now(),
            to_verify=sender.quality == "provider",
            **said,
        )
        reference = DeclaredReference.objects.create(
            reference=training.reference,
            declarant=sender.enterprise_number,
            person_id=job.person_id,
            record_id=training.training_id,
            record_kind="training",
            content=content,
        )
        training.worker = worker
        training.warnings = [
            *self.late,
            *(
                [["possibleDuplicate", "title", None, {"reference": alike.reference}]]
                if alike
                else []
            ),
            *overdrawn(training, job),
        ]
        if training.warnings:
            DeclaredReference.objects.filter(
                declarant=reference.declarant, reference=reference.reference
            ).update(warnings=training.warnings)
        return training


def known(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object without what is not known."""
    return {name: value for name, value in said.items() if value is not None}


def may_declare(sender: Sender, number: str, end_date: date) -> bool:
    """Tell whether a sender may declare a training for an enterprise."""
    if sender.quality != "mandateHolder":
        return sender.quality == "provider" or sender.enterprise_number == number
    quarters = str(Quarter.of(end_date)), str(Quarter.of(clock.today()))
    return Mandate.objects.filter(
        models.Q(until_quarter=None) | models.Q(until_quarter__gte=max(quarters)),
        holder_enterprise_number=sender.enterprise_number,
        mandator_enterprise_number=number,
        from_quarter__lte=min(quarters),
        revoked_at=None,
    ).exists()


def job_of(person: Directory, said: Mapping[str, Any]) -> Employment | None:
    """Return the employment in which a training lies, if the employer still has access to it."""
    job = Employment.objects.filter(
        models.Q(end_date=None) | models.Q(end_date__gte=said["end_date"]),
        person_id=person.person_id,
        enterprise_number=said["enterprise_number"],
        start_date__lte=said["start_date"],
    ).first()
    if job is None or (job.end_date and clock.today() > access_closes(job.end_date)):
        return None
    return job


def faults_of(said: Mapping[str, Any]) -> list[Any]:
    """Return what a training is warned of by its own words; raises ValidationError."""
    start, end, minutes = said["start_date"], said["end_date"], said["duration_minutes"]
    if end < start:
        raise serializers.ValidationError({"endDate": "before the start"})
    if said["status"] == "completed" and end > clock.today():
        raise serializers.ValidationError({"endDate": "still to come"})
    if said.get("charged_minutes", 0) > minutes:
        raise serializers.ValidationError({"chargedMinutes": "more than it lasted"})
    if said["counts_for_right"] == ("not_counting_reason" in said):
        raise serializers.ValidationError({"notCountingReason": "missing, or not expected"})
    until = said.get("certificate_valid_until")
    if until and (not said["certificate_obtained"] or until < end):
        raise serializers.ValidationError({"certificate": "not valid"})
    doubt = implausible_duration(start, end, minutes)
    if doubt == "blocking":
        raise serializers.ValidationError({"durationMinutes": "impossible"})
    term = quarter_term(end)
    late = said["status"] == "completed" and term is not None and clock.today() > term
    day = end.isoformat()
    return [
        *([["lateForQuarter", "end_date", day, {"term": {"day": str(term)}}]] if late else []),
        *([["durationImplausible", "duration_minutes", str(minutes), {}]] if doubt else []),
    ]


def digest_of(said: Mapping[str, Any]) -> bytes:
    """Return by what is known again what was declared."""
    names = (
        "enterprise_number title language nature status start_date end_date duration_minutes"
        " counts_for_right certificate_obtained not_counting_reason charged_minutes provider_name"
        " provider_enterprise_number certificate_valid_until financing"
    )
    return hashlib.sha256("\x1f".join(map(text_of, map(said.get, names.split()))).encode()).digest()


def text_of(value: object) -> str:
    """Return a value as it is written in JSON; nothing where there is none."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def overdrawn(training: Training, job: Employment) -> list[Any]:
    """Return the warning that more was used than the right of the year gives, if so."""
    year, number = training.end_date.year, job.enterprise_number
    regimes = WorkRegime.objects.filter(
        person_id=job.person_id, employment_id=job.employment_id
    ).order_by("from_date")
    sizes = EmployerSize.objects.filter(enterprise_number=number).order_by("quarter")
    history = " ".join(f"{one.quarter},{one.fte or '-'},{one.headcount or '-'}" for one in sizes)
    employment = LegalEmployment(
        job.joint_committee,
        job.start_date,
        job.end_date,
        None,
        job.weekly_minutes,
        tuple((one.from_date, fraction_of(str(one.work_regime))) for one in regimes),
    )
    said = TrainingRight.objects.filter(
        person_id__in=[job.person_id, EVERYBODY],
        enterprise_number=number,
        year=year,
        record_state="active",
    )
    declared, opted_out = rights_of(said)
    size = sizes_of(history).in_year(year).size_class
    gained = year_right(year, employment, size, declared, opted_out).gained
    charged = Training.objects.filter(
        person_id=job.person_id,
        enterprise_number=number,
        end_date__year=year,
        status="completed",
        counts_for_right=True,
        record_state="active",
    ).aggregate(minutes=Sum("charged_minutes"))["minutes"]
    if (charged or 0) <= gained * day_minutes(job.weekly_minutes, year):
        return []
    minutes = str(training.charged_minutes)
    return [["overTheRight", "charged_minutes", minutes, {"year": str(year)}]]


def rights_of(said: Iterable[TrainingRight]) -> tuple[dict[RightKind, DeclaredRight], bool]:
    """Return what was declared of a right by kind, and whether nothing is to be computed."""
    found = list(said)
    declared = {
        (kind := RightKind(one.kind)): DeclaredRight(
            one.year, kind, Fraction(one.days), one.registered_at.date(), one.registered_by
        )
        for one in found
        if one.kind != OPT_OUT
    }
    return declared, len(declared) < len(found)


class Trainings(generics.CreateAPIView):
    """POST one training."""

    queryset = Training.objects.all()
    serializer_class = TrainingSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Return who declares."""
        context = super().get_serializer_context()
        return {**context, "sender": self.request.user, "submission_id": None}


class ParcelSerializer(serializers.Serializer):
    """Many trainings as they are sent."""

    reference = serializers.RegexField(r"^[A-Za-z0-9._:-]{1,64}$")
    items = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=1000)


class SubmissionSerializer(serializers.ModelSerializer):
    """A submission as it is answered."""

    id = serializers.UUIDField(source="submission_id")
    counts = serializers.SerializerMethodField()
    receivedAt = serializers.DateTimeField(source="received_at")  # noqa: N815
    outcomes = serializers.SerializerMethodField()

    class Meta:
        """Which fields."""

        model = Submission
        fields = ("id", "reference", "channel", "state", "counts", "receivedAt", "outcomes")

    def get_counts(self, submission: Submission) -> dict[str, int]:
        """Return how many declarations came to which end."""
        rows = SubmissionOutcome.objects.filter(submission_id=submission.submission_id)
        found = dict(rows.values_list("result").annotate(Count("place")))
        ends = ("accepted", "acceptedWithWarnings", "rejected", "unchanged")
        return {"total": submission.total, **{end: found.get(end, 0) for end in ends}}

    def get_outcomes(self, submission: Submission) -> dict[str, str]:
        """Return where the outcomes are."""
        return {"href": f"{BASE}/submissions/{submission.submission_id}/outcomes"}


class Submissions(views.APIView):
    """POST many trainings."""

    def post(self, request: Any) -> Response:  # noqa: ANN401 - as the framework calls it
        """Keep them until they are worked through."""
        parcel = ParcelSerializer(data=request.data)
        parcel.is_valid(raise_exception=True)
        packed = json.dumps(parcel.validated_data["items"]).encode()
        content, sender = hashlib.sha256(packed).digest(), request.user
        named = {
            "declarant": sender.enterprise_number,
            "channel": "rest",
            "reference": parcel.validated_data["reference"],
        }
        known_before = Submission.objects.filter(**named).first()
        if known_before is not None and known_before.content != content:
            raise serializers.ValidationError({"reference": "used before"})
        submission = known_before or self.keep(named, sender.quality, packed, content)
        return Response(SubmissionSerializer(submission).data, status=202)

    @transaction.atomic
    def keep(
        self, named: Mapping[str, Any], quality: str, packed: bytes, content: bytes
    ) -> Submission:
        """Keep a submission, for its sender to see."""
        submission_id = new_id()
        submission = Submission.objects.create(
            submission_id=submission_id,
            quality=quality,
            content=content,
            state="received",
            total=len(json.loads(packed)),
            cursor=0,
            payload=seal_bytes(packed, submission_id),
            fence=0,
            received_at=clock.now(),
            trace_id=uuid4(),
            **named,
        )
        SubmissionEmployer.objects.create(
            submission_id=submission_id,
            enterprise_number=submission.declarant,
            channel=submission.channel,
            received_at=submission.received_at,
        )
        return submission


@transaction.atomic
def work() -> None:
    """Work through the submission that waits longest."""
    submission = (
        Submission.objects.select_for_update(skip_locked=True)
        .filter(state="received")
        .order_by("received_at")
        .first()
    )
    sender = Sender(enterprise_number=submission.declarant, quality=submission.quality)
    context = {"sender": sender, "submission_id": submission.submission_id}
    items = json.loads(unseal_bytes(bytes(submission.payload), submission.submission_id))
    outcomes = [outcome_of(place, item, context) for place, item in enumerate(items)]
    SubmissionOutcome.objects.bulk_create(outcomes)
    tell_employers(submission, outcomes)
    submission.state, submission.cursor = "done", submission.total
    submission.payload, submission.done_at = None, clock.now()
    submission.save()


def outcome_of(place: int, item: dict[str, Any], context: dict[str, Any]) -> SubmissionOutcome:
    """Declare one item; return what became of it."""
    said = {name: value for name, value in item.items() if name != "action"}
    outcome = SubmissionOutcome(
        submission_id=context["submission_id"],
        place=place,
        reference=said.get("reference"),
        enterprise_number=said.get("employer", {}).get("enterpriseNumber"),
        result="accepted",
        record_kind="training",
        issues=[],
    )
    serializer = TrainingSerializer(data=said, context=context)
    try:
        serializer.is_valid(raise_exception=True)
        training = serializer.save()
    except exceptions.APIException as fault:
        outcome.result, outcome.issues = "rejected", [fault.get_full_details()]
        return outcome
    outcome.record_id, outcome.version = training.training_id, 1
    if training.warnings:
        outcome.result, outcome.issues = "acceptedWithWarnings", training.warnings
    return outcome


def tell_employers(submission: Submission, outcomes: list[SubmissionOutcome]) -> None:
    """Let each employer see its part."""
    parts: dict[str, list[SubmissionOutcome]] = {}
    for outcome in outcomes:
        if outcome.enterprise_number:
            parts.setdefault(outcome.enterprise_number, []).append(outcome)
    for number, part in parts.items():
        ends = [outcome.result for outcome in part]
        SubmissionEmployer.objects.update_or_create(
            submission_id=submission.submission_id,
            enterprise_number=number,
            defaults={
                "channel": submission.channel,
                "received_at": submission.received_at,
                "accepted": ends.count("accepted"),
                "accepted_with_warnings": ends.count("acceptedWithWarnings"),
                "rejected": ends.count("rejected"),
                "first_place": part[0].place,
                "last_place": part[-1].place,
            },
        )


urlpatterns = [
    path("REST/fla/v1/trainings", Trainings.as_view()),
    path("REST/fla/v1/submissions", Submissions.as_view()),
]


def application(issuer: Issuer) -> Any:  # noqa: ANN401 - a WSGI callable
    """Return the application for tokens of an issuer."""
    ours = {"token_issuer": issuer.url, "token_audience": issuer.audience}
    ISSUER.append(TokenIssuer(load_settings().model_copy(update=ours)))
    return get_wsgi_application()
