"""What is wrong with the shape of a record that the schema refuses, field by field.

What the door finds in texts it tells itself, with its own codes; here stands what has no text for
it: elements that do not exist, stand twice, in another order or within others, and attributes.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from portal.declarations import catalogue
from portal.declarations.outcome import MOST_ISSUES, Issue
from portal.declarations.reading import read_table
from portal.declarations.reason import Reason, Severity
from portal.declarations.table import Table
from portal.languages import N_
from portal.wire.xml.refusing import shown
from portal.wire.xml.texts import CODES, PLACES, SHAPES, SPACE, element_name


def _structure(kind: str, sentence: str) -> Reason:
    return Reason("schemaViolation", kind, Severity.BLOCKING, sentence)


TWICE: Final = _structure("090", N_("This stands there more than once: write it once."))
OUT_OF_ORDER: Final = _structure(
    "091", N_("This stands in another order than the schema gives: put it where it belongs.")
)
NO_TEXT_HERE: Final = _structure("003", N_("No text may stand here: write it into an element."))
ONLY_TEXT_HERE: Final = _structure("003", N_("Only a text may stand here, and no element."))
AGAINST_SCHEMA: Final = _structure(
    "003", N_("The record is not written as the schema says. Compare it with the example.")
)


def faults_of(record: etree._Element, texts: Mapping[str, str]) -> tuple[Issue, ...]:
    """Return all that is wrong with a record that the schema refuses; never nothing.

    Unknown places are named by their path in the record: `Provider/Colour`.
    """
    issues = list(_faults_within(record, SHAPES[str(record.tag)], ""))
    said = record.findtext(f"{SPACE}Action")
    told = {issue.field for issue in issues}
    if "ssin" not in texts and "ssin" not in told:
        told.add("ssin")
        issues.append(Issue(catalogue.MISSING, "ssin"))
    if not said:
        issues += [Issue(catalogue.MISSING, "action")] if "action" not in told else []
    elif said not in CODES:
        issues.append(Issue(catalogue.UNKNOWN_CODE, "action", said, {"codes": ", ".join(CODES)}))
    else:
        (read,) = read_table(Table.of([texts]))
        issues += [one for one in read if one.field not in told] if isinstance(read, list) else []
    return tuple(issues[:MOST_ISSUES]) or (Issue(AGAINST_SCHEMA, ""),)


def _faults_within(
    element: etree._Element, shape: Mapping[str, Any], before: str
) -> Iterator[Issue]:
    """Give what is wrong with an element that holds others."""
    yield from _stray(element, before)
    order = {f"{SPACE}{element_name(name)}": place for place, name in enumerate(shape)}
    kinds = {f"{SPACE}{element_name(name)}": kind for name, kind in shape.items()}
    seen: set[str] = set()
    latest = -1
    for child in element:
        tag = str(child.tag)
        path = f"{before}{etree.QName(child).localname}"
        if tag not in kinds:
            yield Issue(catalogue.UNKNOWN_INPUT, path, shown(child.text))
            continue
        kind = kinds[tag]
        name = kind[0] if isinstance(kind, tuple) else path
        if tag in seen:
            yield Issue(TWICE, name)
        elif order[tag] < latest:
            yield Issue(OUT_OF_ORDER, name)
        seen.add(tag)
        latest = max(latest, order[tag])
        if isinstance(kind, tuple):
            yield from _faults_of_text(child, name, path)
        else:
            yield from _faults_within(child, kind, f"{path}/")


def _faults_of_text(element: etree._Element, name: str, path: str) -> Iterator[Issue]:
    """Give what is wrong with an element that should hold a text alone."""
    for attribute, value in element.attrib.items():
        yield Issue(catalogue.UNKNOWN_INPUT, f"{path}/@{_local(attribute)}", shown(value))
    if len(element):
        yield Issue(ONLY_TEXT_HERE, name)
    elif not element.text:
        yield Issue(catalogue.MISSING, name, "")


def _stray(element: etree._Element, before: str) -> Iterator[Issue]:
    """Give attributes and texts where there should be none."""
    for attribute, value in element.attrib.items():
        yield Issue(catalogue.UNKNOWN_INPUT, f"{before}@{_local(attribute)}", shown(value))
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            yield Issue(NO_TEXT_HERE, before.rstrip("/"), shown(text.strip()))


def _local(name: object) -> str:
    return str(etree.QName(str(name)).localname)


def path_of(field: str) -> str:
    """Return where a field stands in a record, as a path; empty: the record itself."""
    return PLACES.get(field, field)
