"""Styles, script, font, pictures under names that carry their content, so that browsers keep them.

What changes gets another name: a browser never asks again, and never shows an old style.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

# Served under their own name too, because browsers and robots ask for them unprompted.
WELL_KNOWN = ("favicon.ico", "robots.txt")
_REFERENCE = re.compile(rb'url\("([^"/:]+)"\)')
_HASHED = re.compile(r"/static/.+\.[0-9a-f]{12}\.\w+$")


class _Files(WhiteNoise):  # type: ignore[misc]  # comes without types
    """Files before an application, each answer with our headers: refusals too."""

    def __init__(self, app: Any, headers: Sequence[tuple[str, str]], **options: Any) -> None:  # noqa: ANN401 - WSGI
        super().__init__(app, **options)
        self._headers = list(headers)

    def serve(self, file: Any, environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - WSGI
        def start(status: str, headers: list[tuple[str, str]]) -> Any:  # noqa: ANN401 - WSGI
            return start_response(status, headers + self._headers)

        return WhiteNoise.serve(file, environ, start)


def serve_assets(
    app: Flask, source: Path, published: Path, headers: Sequence[tuple[str, str]]
) -> None:
    """Publish what lies in `source` and serve it before Flask is asked.

    published: where the named and compressed copies are written; may hold earlier ones.
    headers: what every answer carries.
    """
    names = publish(source, published)
    app.jinja_env.filters["asset"] = lambda name: f"/static/{names[name]}"

    server = _Files(
        app.wsgi_app,
        headers,
        max_age=3600,
        allow_all_origins=False,
        charset="utf-8",
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
    )
    for name in names.values():
        server.add_file_to_dictionary(f"/static/{name}", str(published / name))
    for name in WELL_KNOWN:
        server.add_file_to_dictionary(f"/{name}", str(source / name))
    app.wsgi_app = server  # type: ignore[method-assign]  # the way Flask documents middleware


def publish(source: Path, published: Path) -> dict[str, str]:
    """Return the name under which each file is served; write what is not yet there.

    Styles come last: the files that they name are called by their new names inside them.
    """
    published.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for path in sorted(source.iterdir(), key=lambda path: (path.suffix == ".css", path.name)):
        content = path.read_bytes()
        if path.suffix == ".css":
            content = _REFERENCE.sub(
                lambda found: b'url("%s")' % names[found[1].decode()].encode(), content
            )
        names[path.name] = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
        _write(published / names[path.name], content)
    return names


def _write(path: Path, content: bytes) -> None:
    """Write a file that several workers may be writing at once, with its compressed forms."""
    if path.exists():
        return
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    unfinished.write_bytes(content)
    if Compressor(quiet=True).should_compress(path.name):
        for made in Compressor(quiet=True).compress(str(unfinished)):
            suffix = Path(made).suffix
            Path(made).rename(path.with_name(path.name + suffix))
    unfinished.rename(path)
