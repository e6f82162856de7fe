"""The tables of the portal as Django's models, for `bench/rest_django.py`."""

from django.db import models


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
    is_authenticated = True

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
    warnings = models.JSONField(null=True)

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
    not_counting_reason = models.TextField(null=True)
    charged_minutes = models.IntegerField()
    provider_name = models.CharField(max_length=250, null=True)
    provider_enterprise_number = models.TextField(null=True)
    certificate_obtained = models.BooleanField()
    certificate_valid_until = models.DateField(null=True)
    financing = models.TextField(null=True)
    version = models.IntegerField()
    record_state = models.TextField()
    reference = models.CharField(max_length=64)
    registered_by = models.TextField()
    registered_quality = models.TextField()
    channel = models.TextField()
    submission_id = models.UUIDField(null=True)
    registered_at = models.DateTimeField()
    to_verify = models.BooleanField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "training"


class TrainingRight(Existing):
    """What an employer said of the right of a year."""

    training_right_id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    enterprise_number = models.TextField()
    year = models.IntegerField()
    kind = models.TextField()
    days = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    record_state = models.TextField()
    registered_by = models.TextField()
    registered_at = models.DateTimeField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "training_right"


class Mandate(Existing):
    """Who may declare for whom."""

    holder_enterprise_number = models.TextField(primary_key=True)
    mandator_enterprise_number = models.TextField()
    from_quarter = models.TextField()
    until_quarter = models.TextField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "mandate"


class TryWindow(Existing):
    """How often somebody asked of late."""

    who_hash = models.BinaryField(primary_key=True)
    kind = models.TextField()
    tries = models.IntegerField()
    ends_at = models.DateTimeField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "try_window"


class Submission(Existing):
    """What was sent in bulk."""

    submission_id = models.UUIDField(primary_key=True)
    declarant = models.TextField()
    quality = models.TextField()
    channel = models.TextField()
    reference = models.TextField()
    content = models.BinaryField()
    state = models.TextField()
    total = models.IntegerField()
    cursor = models.IntegerField()
    payload = models.BinaryField(null=True)
    fence = models.IntegerField()
    tries = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    trace_id = models.UUIDField(null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "submission"


class SubmissionOutcome(Existing):
    """What became of one declaration of it."""

    submission_id = models.UUIDField(primary_key=True)
    place = models.IntegerField()
    reference = models.TextField(null=True)
    enterprise_number = models.TextField(null=True)
    result = models.TextField()
    record_kind = models.TextField(null=True)
    record_id = models.UUIDField(null=True)
    version = models.IntegerField(null=True)
    issues = models.JSONField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "submission_outcome"


class SubmissionEmployer(Existing):
    """What of it concerns an employer."""

    submission_id = models.UUIDField(primary_key=True)
    enterprise_number = models.TextField()
    channel = models.TextField()
    received_at = models.DateTimeField()
    accepted = models.IntegerField(default=0)
    accepted_with_warnings = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    first_place = models.IntegerField(null=True)
    last_place = models.IntegerField(null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "submission_employer"
