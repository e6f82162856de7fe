"""Templates compiled once for each language: its sentences stand in them as if written there.

What is the same on every page of a language is settled when a template is compiled, addresses of
the frame too, and no page asks again which language it speaks.
"""

import re
from collections.abc import Callable, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, NamedTuple, TypeGuard, cast

from flask import Flask
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # not in its types
from werkzeug.routing import BuildError

from portal.web.sentences import Sentences

_HOLE: Final = re.compile(r"(?<!%)%\((\w+)\)s")


class Voice(NamedTuple):
    """What templates are compiled for; root: the path below which the portal is served."""

    language: str
    root: str


class Words(NamedTuple):
    """What templates are given in one language, besides its sentences.

    figures: filters that write figures, days and hours, which are no HTML whatever they are given.
    address: of a page that needs no more than its name; raises BuildError where it does.
    """

    filters: Mapping[str, Callable[..., Any]]
    figures: Mapping[str, Callable[..., str]]
    address: Callable[[str], str]


def shown(value: Any) -> str:  # noqa: ANN401 - whatever a template shows
    """Return a value as HTML.

    As `escape` does; but not as a text of a kind of its own, which costs eight times as much and
    nobody asks for, since it is put together with others right away.
    """
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # its type was just asked
    return str(value) if kind is int else escape(value)


class _Writing(CodeGenerator):
    """Writes the code of templates so that no figure is searched for HTML; a hook of Jinja's."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        templates = cast("Spoken", self.environment)
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        elif isinstance(node, nodes.Filter) and node.name in templates.figures:
            self.write("(")
        else:
            self.write("environment.shown(")


class Spoken(Environment):
    """The templates of the portal, in the language of the page that asks for one.

    ask: says which language that is, and where. give: what templates get there.
    """

    code_generator_class = _Writing
    shown: ClassVar[Callable[[Any], str]] = staticmethod(shown)
    figures: Mapping[str, Callable[..., str]] = MappingProxyType({})
    voice: Voice | None = None
    sentences: Sentences
    address: Callable[[str], str]
    ask: Callable[[], Voice]
    give: Callable[[Voice], Words]

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._voices: dict[Voice, Spoken] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's
    ) -> Template:
        """Return a template that speaks the language of the page."""
        if self.voice is None:
            return self._voice(self.ask()).get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template knows: one plain dictionary, copied for every page."""
        return {**self.globals, **d} if d else self.globals

    def _voice(self, voice: Voice) -> "Spoken":
        """Return the templates of one language, made when it is first spoken."""
        found = self._voices.get(voice)
        if found is None:
            sentences, words = Sentences(get_translations(), voice.language), self.give(voice)
            found = self.overlay(cache_size=400)
            found.voice = voice
            found.sentences, found.figures, found.address = sentences, words.figures, words.address
            found.filters = {
                **self.filters,
                **words.filters,
                **words.figures,
                "each_said": sentences.each,
            }
            found.globals = {
                **self.globals,
                "_": sentences.said,
                "gettext": sentences.said,
                "ngettext": sentences.of_many,
            }
            self._voices[voice] = found
        return found

    def _generate(self, source: nodes.Template, *more: Any, **options: Any) -> str:
        """Compile a template in which all that is known was put; a hook that Jinja offers."""
        return super()._generate(_Saying(self).visit(source), *more, **options)


class _Saying(NodeTransformer):
    """Puts what a language says in the place of each sentence that stands in a template.

    And in the place of each address that needs no more than the name of its page.
    """

    def __init__(self, templates: Spoken) -> None:
        self._templates = templates

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja's
        """Put sentences among what is shown."""
        parts: list[nodes.Expr] = []
        for one in node.nodes:
            parts += self._parts(one) or [self.visit(one)]
        node.nodes = parts
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - Jinja's
        """Put sentences where they are handed on, and addresses."""
        parts = self._parts(node)
        if parts is None:
            self.generic_visit(node)
            return self._address(node) or node
        return parts[0] if len(parts) == 1 else nodes.Concat(parts, lineno=node.lineno)

    def _parts(self, node: nodes.Expr) -> list[nodes.Expr] | None:
        """Return a sentence, cut where its values stand; None: this is none, or one by a name."""
        if not _calls(node, "_"):
            return None
        (said,) = node.args
        if not isinstance(said, nodes.Const):
            return None
        values = {one.key: self.visit(one.value) for one in node.kwargs}
        # Text and the name of a hole in turn, as `split` gives them.
        text, *rest = _HOLE.split(self._templates.sentences.text(said.value))
        parts: list[nodes.Expr] = [_text(text, node.lineno)]
        for name, after in zip(rest[::2], rest[1::2], strict=True):
            parts += [values[name], _text(after, node.lineno)]
        return parts

    def _address(self, node: nodes.Call) -> nodes.Const | None:
        """Return the address that is asked for; None: none is, or it hangs on the page."""
        if not _calls(node, "url_for") or node.kwargs:
            return None
        (page,) = node.args
        if not isinstance(page, nodes.Const) or page.value.startswith("."):
            return None
        try:
            return nodes.Const(self._templates.address(page.value), lineno=node.lineno)
        except BuildError:
            return (
                None  # a page that this portal has not, or one of many: known when it is asked for
            )


def _calls(node: nodes.Expr, name: str) -> TypeGuard[nodes.Call]:
    """Tell whether a function of this name is called, with nothing that is known only later."""
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == name
        and not (node.dyn_args or node.dyn_kwargs)
    )


def _text(text: str, line: int) -> nodes.TemplateData:
    return nodes.TemplateData(text.replace("%%", "%"), lineno=line)
