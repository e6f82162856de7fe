"""Templates mirror the views, hold no sentence that is not translated, and no script or style."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment

HOUSE = Path(__file__).parent.parent.parent
TEMPLATES = HOUSE / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
# The page on which no language is chosen yet says its name in each of the four.
IN_ALL_LANGUAGES = "public/choose.html"
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|title|alt|placeholder|content)="([^"]*)"')
OWN_SCRIPT = """<script src="{{ 'session.js'|asset }}" defer></script>"""
TAG = re.compile(r"<[^>]*>", re.DOTALL)
# What is the same in every language.
NO_WORDS = {"width=device-width, initial-scale=1"}


def bare_text(source: str) -> set[str]:
    """Return the words that a template says without asking the catalogue."""
    tokens = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).lex(source)
    # A hole where an expression stands, so that tags around it stay whole.
    data = "".join(text if kind == "data" else "\0" for _, kind, text in tokens)
    attributes = SPOKEN_ATTRIBUTES.findall(data)
    texts = [*attributes, *TAG.sub("\n", data).split("\n")]
    return {text.strip("\0 ") for text in texts if re.search(r"[^\W\d_]{2,}", text)} - NO_WORDS


def views_and_templates() -> dict[str, set[str]]:
    """Return which templates each file of views renders."""
    found: dict[str, set[str]] = {}
    for path in sorted((HOUSE / "portal").rglob("*.py")):
        if "demo" in path.parts:  # apart: it has templates of its own
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
                name = node.args[0]
                assert isinstance(name, ast.Constant)
                found.setdefault(path.stem, set()).add(str(name.value))
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if page != IN_ALL_LANGUAGES])
def test_no_template_says_anything_that_is_not_translated(page: str) -> None:
    assert bare_text((TEMPLATES / page).read_text("utf-8")) == set()


def test_a_sentence_in_a_template_is_seen() -> None:
    assert bare_text("<p>Your days</p>") == {"Your days"}
    assert bare_text('<nav aria-label="Main menu">{{ _("Menu") }}</nav>') == {"Main menu"}
    assert bare_text('<p class="soft">{{ _("Your days") }} · {{ 3 }}</p>') == set()


@pytest.mark.parametrize("page", PAGES)
def test_no_template_brings_script_or_style_of_its_own(page: str) -> None:
    source = (TEMPLATES / page).read_text("utf-8").replace(OWN_SCRIPT, "")
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", source, re.IGNORECASE)


def test_every_page_is_rendered_by_a_view_and_every_rendered_page_exists() -> None:
    rendered = set().union(*views_and_templates().values())
    shown = {page for page in PAGES if "/" in page and not page.startswith("macros/")}
    assert rendered == shown


def test_the_template_bears_the_name_of_its_view() -> None:
    for views, folder in (("public", "public"), ("trainings", "trainings"), ("worker", "worker")):
        source = ast.parse((HOUSE / f"portal/web/{views}.py").read_text("utf-8"))
        names = {node.name for node in source.body if isinstance(node, ast.FunctionDef)}
        for template in views_and_templates()[views]:
            assert template.removeprefix(f"{folder}/").removesuffix(".html") in names


def test_every_macro_is_used() -> None:
    everything = "\n".join((TEMPLATES / page).read_text("utf-8") for page in PAGES)
    for macro in re.findall(r"{% macro (\w+)", everything):
        assert len(re.findall(rf"\b{macro}\b", everything)) > 1, macro
