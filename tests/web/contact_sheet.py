"""Lays pictures of pages side by side in one page, so that people can compare them."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pictures of the pages</title>
<style>
body { margin: 1rem; font: 1rem/1.4 system-ui, sans-serif; color-scheme: light dark }
nav { columns: 12rem; margin-bottom: 2rem }
nav a { display: block }
h2 { position: sticky; top: 0; margin: 2rem 0 .5rem; padding: .5rem 0; background: Canvas }
div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start }
figure { margin: 0 }
img { height: 22rem; width: auto; max-width: 34rem; object-fit: cover; object-position: top;
    border: 1px solid GrayText }
</style>
<h1>Pictures of the pages</h1>
"""


def sheet_of(names: Sequence[str]) -> str:
    """Return a page with every picture; names: page, language, size and scheme, with dots."""
    groups = [(page, list(of)) for page, of in groupby(names, lambda name: name.split(".")[0])]
    links = "".join(f'<a href="#{escape(page)}">{escape(page)}</a>' for page, _ in groups)
    sections = "".join(
        f'<h2 id="{escape(page)}">{escape(page)}</h2>\n<div>{"".join(map(_picture, of))}</div>\n'
        for page, of in groups
    )
    return f"{HEAD}<nav>{links}</nav>\n{sections}</html>\n"


def _picture(name: str) -> str:
    file, said = escape(f"{name}.png"), escape(" ".join(name.split(".")[1:]))
    return (
        f'<figure><a href="{file}"><img src="{file}" loading="lazy" alt=""></a>'
        f"<figcaption>{said}</figcaption></figure>\n"
    )
