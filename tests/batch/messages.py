"""Messages as senders write them, from the same texts that the door reads."""

from collections.abc import Iterable, Mapping

from portal.wire.xml.examples import HEAD, TAIL, write_header, write_record
from tests.declarations.world import BAKERY


def record(texts: Mapping[str, str]) -> str:
    """Return one record; unknown fields as elements of that name."""
    return write_record({"action": "createTraining", **texts})


def form(*records: str, declarant: str = BAKERY, employer: str = BAKERY, **other: str) -> str:
    """Return a form of records."""
    return f"<Form>{write_header(declarant, employer, **other)}{''.join(records)}</Form>\n"


def message(*forms: str) -> bytes:
    """Return a whole message."""
    return f"{HEAD}{''.join(forms)}{TAIL}".encode(errors="surrogatepass")


def of_rows(rows: Iterable[Mapping[str, str]], declarant: str = BAKERY) -> bytes:
    """Return a message that declares rows; one form an employer, as they follow each other."""
    forms: list[tuple[str, list[str]]] = []
    for row in rows:
        number = row.get("enterprise_number", declarant)
        if not forms or forms[-1][0] != number:
            forms.append((number, []))
        forms[-1][1].append(record(row))
    return message(*(form(*one, declarant=declarant, employer=number) for number, one in forms))
