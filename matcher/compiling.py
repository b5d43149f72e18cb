"""Templates compiled for one language, so that a page asks for as little as it can.

What never differs stands in the code itself: a sentence of ours is written where it is
said, in its language, and what surrounds it is one piece with it. A value is looked for
where it nearly always is before the library is asked. What is said is the same, letter
by letter; only how it comes about is not. It knows no page and no visitor.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from gettext import NullTranslations
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

EDITION = 4
"""Counts how often what is written here changed: kept code is of one edition."""

SAYS = frozenset({"_", "gettext"})
"""What a template calls to say a sentence that is no other for many."""

_FILLED = re.compile(r"%\((\w+)\)s|(%%)|(%)")

_as = str.__new__


def compile_for(environment: Environment, translations: NullTranslations) -> None:
    """Have the templates of an environment compiled with these sentences in them."""
    environment.extend(sentences=translations, at_hand=AtHand(environment))
    environment.code_generator_class = Compiler
    environment.context_class = Calls


class Compiler(CodeGenerator):
    """Writes what a template does."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """The whole, with our sentences in their places."""
        super().visit_Template(Sentences(self.environment).visit(node), frame)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """The attribute where there is one; else whatever the library finds."""
        of, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({of} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else ")
        self.write(f"environment.getattr({of}, {node.attr!r}))")

    def visit_Call(  # noqa: N802 - these are called as the library calls them
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as the library calls it
    ) -> None:
        """Without the variables of loops and blocks, which nothing we call asks for."""
        self.write("context.call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """One piece, where the library would hand on each of its many; its macros go
        with it, as they do with a page (``templates.OurTemplate``)."""
        usual = isinstance(node.template, nodes.Const) and node.with_context
        if not usual or node.ignore_missing:
            super().visit_Include(node, frame)
            return
        self.writeline("template = environment.at_hand[", node)
        self.visit(node.template, frame)
        self.write("]")
        local, own = self.dump_local_context(frame), self.temporary_identifier()
        self.writeline(
            f"{own} = template.new_context(context.get_all(), True, {local})"
        )
        self.writeline(f"template = concat(template.root_render_func({own}))")
        self.writeline(f"{own}.vars.clear()")
        self.simple_write("template", frame)

    def _import_common(
        self, node: nodes.Import | nodes.FromImport, frame: Frame
    ) -> None:
        """What is imported by its name is the same for every page."""
        if not isinstance(node.template, nodes.Const) or node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.at_hand[")
        self.visit(node.template, frame)
        self.write("]._get_default_module()")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        """What is safe is not asked to be so once more."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_pre(node, frame, finalize)
            return
        self._safe = self.temporary_identifier()
        self.write(f"({self._safe} if type({self._safe} := ")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_post(node, frame, finalize)
            return
        self.write(f") is Markup else escape({self._safe}))")


class AtHand(dict[str, Template]):
    """Templates by their names: none of them is read again while we are here."""

    def __init__(self, environment: Environment) -> None:
        super().__init__()
        self._environment = environment

    def __missing__(self, name: str) -> Template:
        """The template of this name."""
        return self.setdefault(name, self._environment.get_template(name))


class Sentences(NodeTransformer):
    """Puts what ``_`` would say where it is called."""

    def __init__(self, environment: Environment) -> None:
        self._escaped = bool(environment.autoescape)
        self._said: Callable[[str], str] = environment.sentences.gettext  # type: ignore[attr-defined]

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """As it is: the library would forget there that a sentence is safe."""
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        """A sentence that is written at once is part of what surrounds it."""
        parts = [part for one in node.nodes for part in self._parts(one)]
        said = nodes.Output(parts, lineno=node.lineno)
        return self.generic_visit(said)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """A sentence with nothing to fill in."""
        words = _words_of(node)
        if words is None or node.kwargs:
            return self.generic_visit(node)
        said = self._said(words) % {}
        kept = Markup(said) if self._escaped else said  # noqa: S704 - ours
        return nodes.Const(kept, lineno=node.lineno)

    def _parts(self, node: nodes.Expr) -> list[nodes.Expr]:
        words = _words_of(node)
        if words is None or not isinstance(node, nodes.Call) or not node.kwargs:
            return [node]
        values = {one.key: one.value for one in node.kwargs}
        parts = list(_split(self._said(words)))
        if sorted(name for _, name in parts if name) != sorted(values):
            return [node]
        return [
            part
            for text, name in parts
            for part in (
                self._parts(values[name])
                if name
                else [nodes.TemplateData(text, lineno=node.lineno)]
            )
        ]


def _words_of(node: nodes.Node) -> str | None:
    """What a call says, before it is translated; None for any other call."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return None
    if node.node.name not in SAYS or node.dyn_args or node.dyn_kwargs:
        return None
    one = node.args[0] if len(node.args) == 1 else None
    if isinstance(one, nodes.Const) and isinstance(one.value, str):
        return one.value
    return None


def _split(sentence: str) -> Iterator[tuple[str, str]]:
    """A sentence in texts and names of values, one of the two at a time.

    A value that is wanted in another shape than as text has a name nobody gave it.
    """
    at = 0
    for found in _FILLED.finditer(sentence):
        yield sentence[at : found.start()], ""
        name, percent, odd = found.groups()
        yield ("%", "") if percent else ("", name or odd)
        at = found.end()
    yield sentence[at:], ""


def escaped(value: Any) -> str:
    """What ``escape`` gives, without making a ``Markup`` of what is written at once."""
    return _escape_inner(value) if type(value) is str else escape(value)


class Calls(Context):
    """Calls what wants neither a context nor an environment without looking for it.

    The library looks in three places at each of the four hundred calls of a page.
    """

    def call(self, wanted: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What the macro, function or method gives."""
        kind = type(wanted)
        if kind is Macro:
            odd = wanted.caller or wanted.catch_kwargs or wanted.catch_varargs
            if odd or kwargs or len(args) != wanted._argument_count:
                return said_by(wanted, args, kwargs)
            said = wanted._func(*args)
            return _as(Markup, said) if wanted._default_autoescape else said
        if kind in PLAIN and not hasattr(wanted, "jinja_pass_arg"):
            return wanted(*args, **kwargs)
        return super().call(wanted, *args, **kwargs)


PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType, type(cache(len))})
"""Kinds of callables that are marked when they want a context; a macro never does, and
knows from its own environment whether it escapes."""


def said_by(macro: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a macro says of values given by name, or fewer than it takes; what is wrong
    or unusual is the library's to judge."""
    names = macro.arguments[len(args) :]
    given = [kwargs.get(name, missing) for name in names]
    known = len(given) - given.count(missing)
    odd = macro.caller or macro.catch_kwargs or macro.catch_varargs
    if odd or known != len(kwargs) or len(args) > len(macro.arguments):
        return macro(*args, **kwargs)
    said = macro._func(*args, *given)
    return _as(Markup, said) if macro._default_autoescape else said
