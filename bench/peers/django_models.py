"""Our tables of jobs and records as Django models; the frame of each is what `inspectdb` gives."""

from django.db import models
from django_people import Existing, Person


class Employer(Existing):
    """Who employs."""

    enterprise_number = models.TextField(primary_key=True)
    name = models.TextField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "employer"


class EmployerSize(Existing):
    """How large an employer was."""

    pk = models.CompositePrimaryKey("employer_id", "quarter")
    employer = models.ForeignKey(
        Employer, models.DO_NOTHING, db_column="enterprise_number", related_name="sizes"
    )
    quarter = models.TextField()
    fte = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    headcount = models.IntegerField(null=True)

    class Meta(Existing.Meta):
        """Where it is, and in which order."""

        db_table = "employer_size"
        ordering = ("quarter",)


class Employment(Existing):
    """Who works where."""

    employment_id = models.TextField(primary_key=True)
    person = models.ForeignKey(Person, models.DO_NOTHING)
    employer = models.ForeignKey(Employer, models.DO_NOTHING, db_column="enterprise_number")
    joint_committee = models.TextField()
    start_date = models.DateField()
    end_date = models.DateField(null=True)
    end_reason = models.TextField(null=True)
    weekly_minutes = models.IntegerField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "employment"

    @property
    def enterprise_number(self) -> str:
        """With whom."""
        return str(self.employer_id)


class WorkRegime(Existing):
    """How much of a full-time week."""

    pk = models.CompositePrimaryKey("person_id", "employment_id", "from_date")
    person = models.ForeignKey(Person, models.DO_NOTHING)
    employment = models.ForeignKey(Employment, models.DO_NOTHING, related_name="regimes")
    from_date = models.DateField()
    work_regime = models.DecimalField(max_digits=5, decimal_places=4)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "work_regime"


class Recorded(Existing):
    """What every declared record keeps of its declaration."""

    person = models.ForeignKey(Person, models.DO_NOTHING)
    version = models.IntegerField()
    record_state = models.TextField()
    reference = models.TextField()
    registered_by = models.TextField()
    registered_quality = models.TextField()
    channel = models.TextField()
    registered_at = models.DateTimeField()

    class Meta(Existing.Meta):
        """No table of its own."""

        abstract = True


class TrainingRight(Recorded):
    """A declared right."""

    training_right_id = models.UUIDField(primary_key=True)
    enterprise_number = models.TextField()
    year = models.IntegerField()
    kind = models.TextField()
    days = models.DecimalField(max_digits=12, decimal_places=4, null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "training_right"


class Training(Recorded):
    """A training."""

    training_id = models.UUIDField(primary_key=True)
    employer = models.ForeignKey(Employer, models.DO_NOTHING, db_column="enterprise_number")
    title = models.TextField()
    language = models.TextField()
    nature = models.TextField()
    status = models.TextField()
    start_date = models.DateField()
    end_date = models.DateField()
    duration_minutes = models.IntegerField()
    counts_for_right = models.BooleanField()
    not_counting_reason = models.TextField(null=True)
    charged_minutes = models.IntegerField()
    provider_name = models.TextField(null=True)
    provider_enterprise_number = models.TextField(null=True)
    certificate_obtained = models.BooleanField()
    certificate_valid_until = models.DateField(null=True)
    financing = models.TextField(null=True)
    to_verify = models.BooleanField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "training"

    @property
    def enterprise_number(self) -> str:
        """At whom."""
        return str(self.employer_id)


class FeedLoad(Existing):
    """When the authentic sources came in."""

    feed_load_id = models.UUIDField(primary_key=True)
    loaded_at = models.DateTimeField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "feed_load"
