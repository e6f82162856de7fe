"""Our tables of people, sessions and looks as Django models; as `inspectdb` gives them."""

from django.db import models


class Existing(models.Model):
    """A table that the portal made."""

    class Meta:
        """What Django must know."""

        abstract = True
        managed = False
        app_label = "peer"


class Person(Existing):
    """Who works."""

    person_id = models.UUIDField(primary_key=True)
    family_name = models.TextField()
    given_names = models.TextField()
    birth_date = models.DateField(null=True)
    language = models.TextField(null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "person"


class Session(Existing):
    """Who is signed in."""

    session_hash = models.BinaryField(primary_key=True)
    person = models.ForeignKey(Person, models.DO_NOTHING)
    language = models.TextField()
    provider = models.TextField()
    level = models.TextField()
    last_seen_at = models.DateTimeField()
    idle_end_at = models.DateTimeField()
    absolute_end_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    acting_for = models.TextField(null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "session"


class Representative(Existing):
    """Who acts for an enterprise."""

    pk = models.CompositePrimaryKey("person_id", "enterprise_number")
    person = models.ForeignKey(Person, models.DO_NOTHING)
    enterprise_number = models.TextField()
    revoked_at = models.DateTimeField(null=True)

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "representative"


class TryWindow(Existing):
    """Who guessed too often."""

    pk = models.CompositePrimaryKey("kind", "who_hash")
    kind = models.TextField()
    who_hash = models.BinaryField()
    tries = models.IntegerField()
    ends_at = models.DateTimeField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "try_window"


class LookChain(Existing):
    """The last look at somebody."""

    person_id = models.UUIDField(primary_key=True)
    holder_id = models.UUIDField()
    sequence = models.BigIntegerField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "look_chain"


class Look(Existing):
    """A look at somebody."""

    pk = models.CompositePrimaryKey("person_id", "sequence")
    person_id = models.UUIDField()
    sequence = models.BigIntegerField()
    looked_at = models.DateTimeField()
    looker_id = models.UUIDField(null=True)
    organisation = models.TextField(null=True)
    through = models.TextField(null=True)
    role = models.TextField()
    reason = models.TextField(null=True)
    data_group = models.TextField()
    channel = models.TextField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta(Existing.Meta):
        """Where it is."""

        db_table = "look"
