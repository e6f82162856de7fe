"""Puts what was typed before back into the form of a page, as a browser would have kept it."""

from collections import defaultdict
from typing import Final
from urllib.parse import urlsplit

from lxml import html

from portal.entering.unsent import Pairs

FIELD: Final = "unsent"  # by which a form says that it was put back
_TICKED: Final = {"checkbox", "radio"}
_LEFT: Final = {"submit", "button", "file", "password", "image", "reset"}


def without_language(path: str) -> str:
    """Return a path of ours without the language in front: /nl/employer becomes /employer."""
    return "/" + path.lstrip("/").partition("/")[2]


def refilled(page: str, address: str, pairs: Pairs, unsent_id: str, note: str) -> str:
    """Return a page whose form for this address holds these texts, under a note that says so.

    Texts for which it has no field go along hidden. The page itself where it has no such form.
    """
    document = html.document_fromstring(page)
    forms = [
        form
        for form in document.iter("form")
        if without_language(urlsplit(form.get("action", "")).path) == address
    ]
    form = _best(forms, {name for name, _ in pairs})
    if form is None:
        return page
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        texts[name].append(value)
    for field in form.iter("input", "textarea", "select"):
        _fill(field, texts)
    for name, values in [(FIELD, [unsent_id]), *texts.items()]:
        for value in values:
            form.append(html.Element("input", type="hidden", name=name, value=value))
    for around in form.iterancestors("details"):
        around.set("open", "open")
    told = html.Element("p")
    told.text = note
    box = html.Element("div", {"class": "note", "role": "status"})
    box.append(told)
    document.get_element_by_id("main").insert(0, box)
    filled: str = html.tostring(document, encoding="unicode", doctype="<!doctype html>")
    return filled


def _best(forms: list[html.HtmlElement], names: set[str]) -> html.HtmlElement | None:
    """Return the form that has the most of these names; None: there is none."""
    return max(
        forms,
        key=lambda form: len(names & {field.get("name") for field in form.iter()}),
        default=None,
    )


def _fill(field: html.HtmlElement, texts: defaultdict[str, list[str]]) -> None:
    """Give a field what was typed in it, and take that from what is still to be placed."""
    name, kind = field.get("name"), field.get("type", "text")
    if not name or name in {"csrf_token", "acting_for"} or kind in _LEFT:
        return
    typed = texts.get(name, [])
    if field.tag == "input" and kind in _TICKED:
        value = field.get("value", "on")
        _mark(field, "checked", is_marked=value in typed)
        if value in typed:
            typed.remove(value)
    elif field.tag == "select":
        _choose(field, typed)
    elif typed and field.tag == "textarea":
        # A browser leaves out the first line break.
        field.text = f"\n{typed.pop(0)}"
    elif typed:
        field.set("value", typed.pop(0))


def _choose(field: html.HtmlElement, typed: list[str]) -> None:
    options = {one.get("value", one.text_content()): one for one in field.iter("option")}
    if typed and typed[0] in options:
        wanted = typed.pop(0)
        for value, option in options.items():
            _mark(option, "selected", is_marked=value == wanted)


def _mark(element: html.HtmlElement, name: str, *, is_marked: bool) -> None:
    if is_marked:
        element.set(name, name)
    else:
        element.attrib.pop(name, None)
