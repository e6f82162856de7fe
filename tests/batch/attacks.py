"""Files that are no message, or that would cost too much to read: each with the code it gets."""

from portal.wire.xml.examples import HEAD, TAIL, write_header
from tests.batch.messages import form, message, record
from tests.declarations.world import BAKERY, TRAINING

RECORD = record(TRAINING)
GOOD = message(form(RECORD))
_BOMB = '<!DOCTYPE a [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)
_OTHER_ROOT = '<Invoice xmlns="urn:invoice:1"/>'


def _with(old: str, new: str, data: bytes = GOOD) -> bytes:
    assert old in data.decode()
    return data.decode().replace(old, new).encode()


def _before_root(text: str) -> bytes:
    return _with("<FlaDeclaration ", f"{text}<FlaDeclaration ")


ATTACKS = {
    "an empty file": (b"", "emptyFile"),
    "only spaces": (b" \n ", "emptyFile"),
    "a DOCTYPE": (_before_root("<!DOCTYPE FlaDeclaration>"), "doctypeForbidden"),
    "a DOCTYPE of elsewhere": (
        _before_root('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'),
        "doctypeForbidden",
    ),
    "a file of ours as entity": (
        _with("Veilig", "&a;", _before_root('<!DOCTYPE a [<!ENTITY a SYSTEM "/etc/passwd">]>')),
        "doctypeForbidden",
    ),
    "a bomb of entities": (
        _with("Veilig", "&a11;", _before_root(_BOMB + "]>")),
        "doctypeForbidden",
    ),
    "a bomb of parameters": (
        _before_root("<!DOCTYPE a [<!ENTITY % b \"<!ENTITY c 'd'>\"> %b; %b;]>"),
        "doctypeForbidden",
    ),
    "an entity of nobody": (_with("Veilig", "&veilig;"), "notWellFormed"),
    "an inclusion": (
        _with(
            "<TrainingRecord>",
            '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
            "<TrainingRecord>",
        ),
        "xincludeForbidden",
    ),
    "200,000 attributes": (
        _with("<Title>", "<Title " + " ".join(f'a{n}="1"' for n in range(200_000)) + ">"),
        "tooManyAttributes",
    ),
    "200,000 attributes that look like records": (
        _with("<Title>", "<Title " + " ".join(f'a{n}="Record>"' for n in range(200_000)) + ">"),
        "recordTooLarge",
    ),
    "11 MB of text": (_with("Veilig", "v" * 11_000_000), "textTooLong"),
    "11 MB of text that looks like records": (
        _with("Veilig", "Record>" * 1_600_000),
        "recordTooLarge",
    ),
    "11 MB of comment": (_with("<Title>", f"<!--{'v' * 11_000_000}--><Title>"), "recordTooLarge"),
    "100,000 elements within each other": (_with("Veilig", "<a>" * 100_000), "tooDeep"),
    "200,000 elements beside each other": (_with("Veilig", "<a/>" * 200_000), "recordTooLarge"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "notUtf8"),
    "UTF-16 without a mark": (GOOD.decode().encode("utf-16-le"), "notUtf8"),
    "another encoding": (_with("UTF-8", "ISO-8859-1"), "notUtf8"),
    "UTF-7": (_with("UTF-8", "UTF-7"), "notUtf8"),
    "a byte of Latin": (GOOD.replace(b"Veilig", b"V\xe9ilig"), "notUtf8"),
    "a NUL": (GOOD.replace(b"Veilig", b"V\0eilig"), "notWellFormed"),
    "an end in the middle of a record": (GOOD[:-200], "truncated"),
    "an end in the middle of a name": (GOOD[: GOOD.index(b"Title>") + 3], "truncated"),
    "an end before the last element": (GOOD.removesuffix(TAIL.encode()), "truncated"),
    "elements across each other": (_with("</Title>", "</Titel>"), "notWellFormed"),
    "two messages in one": (GOOD + GOOD, "notWellFormed"),
    "a sheet": (b"reference;ssin\nW1;85021400135\n", "notWellFormed"),
    "another message": (_OTHER_ROOT.encode(), "unknownMessage"),
    "another version": (
        _with('"1.0"', '"2.0"', _with('version="1.0"', "version='1.0'")),
        "unknownMessage",
    ),
    "no form": ((HEAD + TAIL).encode(), "unknownMessage"),
    "another form": (message(form(RECORD, Identification="DMFA01")), "schemaViolation"),
    "a form without number": (
        _with(write_header(BAKERY, BAKERY), write_header(BAKERY, BAKERY).partition("<Employer")[0]),
        "schemaViolation",
    ),
    "text between records": (message(form(RECORD, "85021400135", RECORD)), "unexpectedElement"),
    "an element between records": (message(form(RECORD, "<Foo/>", RECORD)), "unexpectedElement"),
    "an element behind records": (message(form(RECORD, "<Foo/>")), "unexpectedElement"),
    "an element between forms": (
        message(form(RECORD), "<Foo/>", form(RECORD)),
        "unexpectedElement",
    ),
    "an element behind forms": (message(form(RECORD), "<Foo/>"), "unexpectedElement"),
    "a record outside of a form": (message(form(RECORD), RECORD), "unexpectedElement"),
    "a message within a form": (
        message(form(RECORD, HEAD.partition("\n")[2] + TAIL)),
        "unexpectedElement",
    ),
}
