"""Messages as senders write them, from the same texts that the door reads."""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from portal.wire.xml.texts import PLACES, SHAPES, fields_of
from tests.declarations.world import BAKERY

TRAINING = "TrainingRecord"
RIGHT = "TrainingRightRecord"
# As the schema orders them.
ORDER = list(dict.fromkeys(field for shape in SHAPES.values() for _, field in fields_of(shape)))
TAIL = "</FlaDeclaration>\n"


def record(texts: Mapping[str, str]) -> str:
    """Return one record; fields of the door by name, unknown ones as elements of that name."""
    action = texts.get("action", "createTraining")
    kind = RIGHT if action.endswith("Right") else TRAINING
    said = {name: text for name, text in texts.items() if name != "enterprise_number"}
    said["action"] = action.removesuffix("Training").removesuffix("Right")
    names = [name for name in ORDER if name in said] + [n for n in said if n not in ORDER]
    written, opened = "", ""
    for name in names:
        outer, _, inner = PLACES.get(name, name.title()).rpartition("/")
        if outer != opened:
            written += (f"</{opened}>" if opened else "") + (f"<{outer}>" if outer else "")
            opened = outer
        written += f"<{inner}>{escape(said[name])}</{inner}>"
    return f"<{kind}>{written}" + (f"</{opened}>" if opened else "") + f"</{kind}>\n"


def header(
    declarant: str = BAKERY, employer: str = BAKERY, hour: str = "09:00:00.000", **other: str
) -> str:
    """Return what stands before the records of a form."""
    said = {
        "Identification": "FLAD001",
        "FormCreationDate": "2026-11-24",
        "FormCreationHour": hour,
        "AttestationStatus": "0",
        "TypeForm": "SU",
        "Reference": "F2026-1",
    } | other
    told = "".join(f"<{name}>{text}</{name}>" for name, text in said.items())
    for name, number in (("Declarant", declarant), ("Employer", employer)):
        told += f"<{name}><EnterpriseNumber>{escape(number)}</EnterpriseNumber></{name}>"
    return told


def form(*records: str, **other: str) -> str:
    """Return a form of records."""
    return f"<Form>{header(**other)}\n{''.join(records)}</Form>\n"


def head() -> str:
    """Return what stands before the forms."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<FlaDeclaration xmlns="urn:fla:declaration:1" schemaVersion="1.0">\n'
    )


def message(*forms: str) -> bytes:
    """Return a whole message."""
    return f"{head()}{''.join(forms)}{TAIL}".encode(errors="surrogatepass")


def of_rows(rows: Iterable[Mapping[str, str]], declarant: str = BAKERY) -> bytes:
    """Return a message that declares rows; one form an employer, as they follow each other."""
    forms: list[tuple[str, list[str]]] = []
    for row in rows:
        number = row.get("enterprise_number", declarant)
        if not forms or forms[-1][0] != number:
            forms.append((number, []))
        forms[-1][1].append(record(row))
    return message(*(form(*one, declarant=declarant, employer=number) for number, one in forms))
