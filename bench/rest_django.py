"""The same work with Django REST framework, as its tutorial teaches it, for `bench/rest.py`.

Model serializers, validators and the ORM: each declaration asks for the worker, the employment,
its reference and its likes, is saved with its entry in the ledger, and is compared with the right
of its year. A thousand are a list serializer, `many=True`. Tokens are opened as ours are, and
counted by the throttle that the framework brings. It takes no change, keeps no submission and
tells nothing of mandates: it does less than the service.
"""

import hashlib
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.db.models import Sum
from django.urls import path
from rest_framework import authentication, exceptions, generics, serializers
from rest_framework.response import Response

from portal import clock
from portal.directory.ring import key_ring
from portal.identifiers import new_id
from portal.law.employment import Employment as LegalEmployment
from portal.law.training import day_minutes
from portal.law.year_right import year_right
from portal.login.access import TokenIssuer
from portal.reckoning.rows import fraction_of, sizes_of
from portal.settings import load_settings
from tests.rest.issuer import Issuer

ISSUER: list[TokenIssuer] = []


class Existing(models.Model):
    """A table that the portal made."""

    class Meta:
        """What Django must know."""

        abstract = True
        managed = False
        app_label = "bench"


class Sender(Existing):
    """Software that may declare."""

    sender_number = models.TextField(primary_key=True)
    enterprise_number = models.TextField()
    quality = models.TextField()
    client_id = models.TextField(unique=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "sender"


class Directory(Existing):
    """Whose number it is."""

    number_index = models.BinaryField(primary_key=True)
    person_id = models.UUIDField()
    state = models.TextField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "directory"


class Employment(Existing):
    """Who works where."""

    employment_id = models.TextField(primary_key=True)
    person_id = models.UUIDField()
    enterprise_number = models.TextField()
    joint_committee = models.TextField()
    start_date = models.DateField()
    end_date = models.DateField(null=True)
    weekly_minutes = models.IntegerField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "employment"


class WorkRegime(Existing):
    """How much of a full-time week."""

    employment_id = models.TextField(primary_key=True)
    person_id = models.UUIDField()
    from_date = models.DateField()
    work_regime = models.DecimalField(max_digits=5, decimal_places=4)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "work_regime"


class EmployerSize(Existing):
    """How large an employer was."""

    quarter = models.TextField(primary_key=True)
    enterprise_number = models.TextField()
    fte = models.TextField(null=True)
    headcount = models.TextField(null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "employer_size"


class DeclaredReference(Existing):
    """The ledger."""

    reference = models.TextField(primary_key=True)
    declarant = models.TextField()
    person_id = models.UUIDField()
    record_id = models.UUIDField()
    record_kind = models.TextField()
    content = models.BinaryField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "declared_reference"


class Training(Existing):
    """A training."""

    training_id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    enterprise_number = models.TextField()
    title = models.CharField(max_length=250)
    language = models.TextField()
    nature = models.TextField()
    status = models.TextField()
    start_date = models.DateField()
    end_date = models.DateField()
    duration_minutes = models.IntegerField()
    counts_for_right = models.BooleanField()
    charged_minutes = models.IntegerField()
    certificate_obtained = models.BooleanField()
    certificate_valid_until = models.DateField(null=True)
    version = models.IntegerField()
    record_state = models.TextField()
    reference = models.CharField(max_length=64)
    registered_by = models.TextField()
    registered_quality = models.TextField()
    channel = models.TextField()
    registered_at = models.DateTimeField()
    to_verify = models.BooleanField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "training"


class ByToken(authentication.BaseAuthentication):
    """Who asks, by the token of the social security."""

    def authenticate(self, request: Any) -> tuple[Any, None]:  # noqa: ANN401 - as the framework calls it
        """Return the sender of a request."""
        access = ISSUER[0].open(request.headers["Authorization"].removeprefix("Bearer "))
        sender = Sender.objects.filter(
            client_id=access.client_id, enterprise_number=access.enterprise_number
        ).first()
        if sender is None:
            raise exceptions.AuthenticationFailed
        sender.is_authenticated = True
        return sender, None


class WorkerSerializer(serializers.Serializer):
    """Who followed it."""

    ssin = serializers.RegexField(r"^[0-9]{11}$")


class EmployerSerializer(serializers.Serializer):
    """For whom the worker works."""

    enterpriseNumber = serializers.RegexField(r"^[0-9]{10}$")  # noqa: N815 - its name in JSON


class CertificateSerializer(serializers.Serializer):
    """Whether there is one."""

    obtained = serializers.BooleanField(source="certificate_obtained")
    validUntil = serializers.DateField(source="certificate_valid_until", required=False)  # noqa: N815


class TrainingSerializer(serializers.ModelSerializer):
    """A training as it is sent, and as it is answered."""

    worker = WorkerSerializer()
    employer = EmployerSerializer()
    language = serializers.ChoiceField(["nl", "fr", "de", "en"])
    nature = serializers.ChoiceField(["formal", "informal"])
    status = serializers.ChoiceField(["completed", "reserved"])
    startDate = serializers.DateField(source="start_date")  # noqa: N815
    endDate = serializers.DateField(source="end_date")  # noqa: N815
    durationMinutes = serializers.IntegerField(source="duration_minutes", min_value=1)  # noqa: N815
    countsForRight = serializers.BooleanField(source="counts_for_right")  # noqa: N815
    certificate = CertificateSerializer(source="*")

    class Meta:
        """Which fields."""

        model = Training
        fields = (
            "training_id",
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
            "certificate",
        )
        read_only_fields = ("training_id", "version")

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return what was said with whom it concerns; raises ValidationError."""
        number = said["employer"]["enterpriseNumber"]
        sender = self.context["request"].user
        if number != sender.enterprise_number:
            raise exceptions.PermissionDenied
        if said["end_date"] < said["start_date"]:
            raise serializers.ValidationError({"endDate": "before the start"})
        (pair,) = key_ring().in_use
        known = Directory.objects.filter(number_index=pair.index(said["worker"]["ssin"])).first()
        if known is None or known.state != "current":
            raise serializers.ValidationError({"worker": "unknown"})
        job = Employment.objects.filter(
            models.Q(end_date=None) | models.Q(end_date__gte=said["end_date"]),
            person_id=known.person_id,
            enterprise_number=number,
            start_date__lte=said["start_date"],
        ).first()
        if job is None:
            raise serializers.ValidationError({"worker": "not employed there"})
        if DeclaredReference.objects.filter(declarant=number, reference=said["reference"]).exists():
            raise serializers.ValidationError({"reference": "used before"})
        said["is_double"] = Training.objects.filter(
            person_id=known.person_id,
            start_date=said["start_date"],
            end_date=said["end_date"],
            title__iexact=said["title"],
            record_state="active",
        ).exists()
        return {**said, "job": job}

    @transaction.atomic
    def create(self, said: dict[str, Any]) -> Training:
        """Keep a training, its reference, and what it was warned of."""
        worker, employer, job = said.pop("worker"), said.pop("employer"), said.pop("job")
        doubled = said.pop("is_double")
        number = employer["enterpriseNumber"]
        training = Training.objects.create(
            training_id=new_id(),
            person_id=job.person_id,
            enterprise_number=number,
            charged_minutes=said["duration_minutes"],
            version=1,
            record_state="active",
            registered_by=number,
            registered_quality="employer",
            channel="rest",
            registered_at=clock.now(),
            to_verify=False,
            **said,
        )
        DeclaredReference.objects.create(
            reference=training.reference,
            declarant=number,
            person_id=job.person_id,
            record_id=training.training_id,
            record_kind="training",
            content=hashlib.sha256(repr(sorted(said.items())).encode()).digest(),
        )
        training.worker, training.employer = worker, employer
        training.warnings = [doubled, is_overdrawn(training, job)]
        return training


def is_overdrawn(training: Training, job: Employment) -> bool:
    """Tell whether more was used than the right of the year gives."""
    year = training.end_date.year
    regimes = WorkRegime.objects.filter(
        person_id=job.person_id, employment_id=job.employment_id
    ).order_by("from_date")
    sizes = EmployerSize.objects.filter(enterprise_number=job.enterprise_number).order_by("quarter")
    history = " ".join(f"{one.quarter},{one.fte or '-'},{one.headcount or '-'}" for one in sizes)
    employment = LegalEmployment(
        job.joint_committee,
        job.start_date,
        job.end_date,
        None,
        job.weekly_minutes,
        tuple((one.from_date, fraction_of(str(one.work_regime))) for one in regimes),
    )
    size = sizes_of(history).in_year(year).size_class
    gained = year_right(year, employment, size, {}, False).gained  # noqa: FBT003 - no opt-out
    charged = Training.objects.filter(
        person_id=job.person_id,
        enterprise_number=job.enterprise_number,
        end_date__year=year,
        status="completed",
        counts_for_right=True,
        record_state="active",
    ).aggregate(minutes=Sum("charged_minutes"))["minutes"]
    return bool(charged > gained * day_minutes(job.weekly_minutes, year))


class Trainings(generics.CreateAPIView):
    """POST one training."""

    queryset = Training.objects.all()
    serializer_class = TrainingSerializer
    authentication_classes = (ByToken,)


class Submissions(generics.CreateAPIView):
    """POST many trainings."""

    authentication_classes = (ByToken,)

    def create(self, request: Any, *_: Any, **__: Any) -> Response:  # noqa: ANN401
        """Keep them all."""
        items = [{k: v for k, v in one.items() if k != "action"} for one in request.data["items"]]
        many = TrainingSerializer(data=items, many=True, context={"request": request})
        many.is_valid(raise_exception=True)
        many.save()
        return Response(many.data, status=201)


urlpatterns = [
    path("REST/fla/v1/trainings", Trainings.as_view()),
    path("REST/fla/v1/submissions", Submissions.as_view()),
]


def application(issuer: Issuer) -> Any:  # noqa: ANN401 - a WSGI callable
    """Return the application for tokens of an issuer."""
    ours = {"token_issuer": issuer.url, "token_audience": issuer.audience}
    ISSUER.append(TokenIssuer(load_settings().model_copy(update=ours)))
    return get_wsgi_application()
