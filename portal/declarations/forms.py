"""What each action may say: its fields in order, how each is read, and what they make."""

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from portal.declarations import fields
from portal.declarations.declaration import Action, Change, Declaration, NamedRecord
from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus
from portal.records.facts import DeclaredKind, Facts, RightDeclaration, TrainingDeclaration


class Field(NamedTuple):
    """One field: how its text is read, and whether it must be there.

    default: the field whose text holds where nothing is said.
    free: different texts may say the same, so that what was read stands for what was given.
    """

    name: str
    read: Callable[[str], object]
    required: bool = True
    default: str | None = None
    free: bool = False


class Changed(NamedTuple):
    """A declaration that changes a record, and which one."""

    declaration: Declaration
    change: Change


class Form(NamedTuple):
    """The fields of an action in order, and what their values make.

    names_record: whether a record must be named, by its id or by its reference.
    """

    fields: Sequence[Field]
    make: Callable[[Sequence[Any]], Facts | Changed]
    names_record: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names of all that may be said."""
        return frozenset({"action", *(field.name for field in self.fields)})


_ENTERPRISE: Final = Field("enterprise_number", fields.read_enterprise_number)
_SSIN: Final = Field("ssin", fields.read_ssin)
_REFERENCE: Final = Field("reference", fields.read_reference)
# In the order of the declarations' own fields.
_WHO: Final = (_ENTERPRISE, _SSIN, _REFERENCE)
_TRAINING: Final = (
    Field("title", fields.text_reader(fields.TITLE_LENGTH), free=True),
    Field("language", fields.read_language),
    Field("nature", fields.code_reader(Nature)),
    Field("status", fields.code_reader(TrainingStatus)),
    Field("start_date", fields.read_date),
    Field("end_date", fields.read_date),
    Field("duration_minutes", fields.minutes_reader(1)),
    Field("counts_for_right", fields.read_truth),
    Field("certificate_obtained", fields.read_truth),
    Field("not_counting_reason", fields.code_reader(NotCountingReason), required=False),
    Field("charged_minutes", fields.minutes_reader(0), required=False, default="duration_minutes"),
    Field(
        "provider_name",
        fields.text_reader(fields.PROVIDER_NAME_LENGTH),
        required=False,
        free=True,
    ),
    Field("provider_enterprise_number", fields.read_enterprise_number, required=False),
    Field("certificate_valid_until", fields.read_date, required=False),
    Field("financing", fields.code_reader(Financing), required=False),
)
_RIGHT: Final = (
    Field("year", fields.read_year),
    Field("kind", fields.code_reader(DeclaredKind)),
    Field("days", fields.read_days, required=False, free=True),
    Field("comment", fields.text_reader(fields.COMMENT_LENGTH), required=False, free=True),
)
_OPT_OUT: Final = tuple(field for field in _RIGHT if field.name in {"year", "comment"})
_CHANGE: Final = (
    Field("record_id", fields.read_record_id, required=False),
    Field("expected_version", fields.read_version, required=False),
    Field("made_at", fields.read_moment, required=False),
)
_REASON: Final = Field(
    "cancel_reason", fields.text_reader(fields.COMMENT_LENGTH), required=False, free=True
)
# Not part of the content: a replaced number still names the same worker, and the reference is
# what the content is kept under.
APART: Final = frozenset({"ssin", "reference"})


def _update(action: Action, facts: Sequence[Field], kind: type[Facts]) -> Form:
    """Return the form that says a whole record anew."""
    count = len(_WHO) + len(facts)

    def make(values: Sequence[Any]) -> Changed:
        number, ssin, reference, *others = values[:count]
        record_id, version, made_at = values[count:]
        declaration = kind(number, ssin, reference or "", *others)
        return Changed(declaration, Change(action, record_id, version, made_at, None))

    who = (_ENTERPRISE, _SSIN, _REFERENCE._replace(required=False))
    return Form((*who, *facts, *_CHANGE), make, names_record=True)


def _naming(action: Action, *more: Field) -> Form:
    """Return the form that only names a record; who it is about may be said too."""

    def make(values: Sequence[Any]) -> Changed:
        number, ssin, reference, record_id, version, made_at, *reason = values
        why = reason[0] if reason else None
        change = Change(action, record_id, version, made_at, why)
        return Changed(NamedRecord(number, ssin, reference or ""), change)

    who = (field._replace(required=False) for field in _WHO)
    return Form((*who, *_CHANGE, *more), make, names_record=True)


def _opt_out(values: Sequence[Any]) -> RightDeclaration:
    """Return the opt-out of an employer, for all of its workers."""
    number, reference, year, comment = values
    return RightDeclaration(number, "", reference, year, DeclaredKind.OPT_OUT, None, comment)


FORMS: Final = MappingProxyType(
    {
        Action.CREATE_TRAINING: Form((*_WHO, *_TRAINING), TrainingDeclaration._make),
        Action.UPDATE_TRAINING: _update(Action.UPDATE_TRAINING, _TRAINING, TrainingDeclaration),
        Action.CANCEL_TRAINING: _naming(Action.CANCEL_TRAINING, _REASON),
        Action.VERIFY_TRAINING: _naming(Action.VERIFY_TRAINING),
        Action.CREATE_RIGHT: Form((*_WHO, *_RIGHT), RightDeclaration._make),
        Action.UPDATE_RIGHT: _update(Action.UPDATE_RIGHT, _RIGHT, RightDeclaration),
        Action.OPT_OUT_EMPLOYER: Form((_ENTERPRISE, _REFERENCE, *_OPT_OUT), _opt_out),
        Action.CANCEL_RIGHT: _naming(Action.CANCEL_RIGHT, _REASON),
    }
)
read_action: Final = fields.code_reader(Action)
