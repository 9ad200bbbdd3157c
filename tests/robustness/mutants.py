"""Small wrong changes of functions: a comparison turned round, a number off by one, a statement left out.

Each is the code of one function, compiled from the file with one place of its tree changed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import NamedTuple

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
UNCHANGED = ("annotation", "returns", "decorator_list", "type_params", "pattern")  # fields of a tree
Function = ast.FunctionDef | ast.AsyncFunctionDef
Change = Callable[[ast.AST], None]


Way = tuple[tuple[str, int | None], ...]  # fields that lead to a part of a tree, each with its index in a list


class Mutant(NamedTuple):
    """A change of a function: in which file and line it is, and of what; `first` is the line its code begins at."""

    file: Path
    line: int
    name: str  # of the function, with what it stands in
    first: int
    what: str
    way: Way
    change: Change

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.name}: {self.what}"

    def code(self) -> CodeType:
        """The code of the function as it is changed."""
        tree = ast.parse(self.file.read_text(encoding="utf-8"))
        self.change(_at(tree, self.way))
        ast.fix_missing_locations(tree)
        (code,) = (
            code
            for code in _codes(compile(tree, str(self.file), "exec", dont_inherit=True))
            if code.co_qualname == self.name and code.co_firstlineno == self.first
        )
        return code


def mutants(path: Path) -> Iterator[Mutant]:
    """All of a file. Annotations, docstrings, words of messages, `assert` and `raise` stay as they are."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, at in _functions(tree, ""):
        function = _at(tree, at)
        assert isinstance(function, Function)
        first = min([function.lineno, *(one.lineno for one in function.decorator_list)])
        for where, what, change in _changes(function):
            line = getattr(_at(function, where), "lineno", function.lineno)
            yield Mutant(path, line, name, first, what, (*at, *where), change)


def _changes(function: Function) -> Iterator[tuple[Way, str, Change]]:
    """What can be changed in a function, and how; functions inside it are its own affair."""
    for way, node in _walk(function, ()):
        match node:
            case ast.Compare(ops=ops):
                for n, op in enumerate(ops):
                    new = COMPARED[type(op)]
                    yield way, f"{type(op).__name__} → {new.__name__}", _set_op(n, new)
            case ast.BoolOp(op=op):
                other = ast.Or if isinstance(op, ast.And) else ast.And
                yield way, f"{type(op).__name__} → {other.__name__}", _set("op", other())
            case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in COMPUTED:
                if not (isinstance(node, ast.BinOp) and _is_text(node)):
                    yield way, f"{type(op).__name__} → {COMPUTED[type(op)].__name__}", _set("op", COMPUTED[type(op)]())
            case ast.UnaryOp(op=ast.Not()):
                yield way, "not x → x", _double_not
            case ast.Constant(value=bool() as value):
                yield way, f"{value} → {not value}", _set("value", not value)
            case ast.Constant(value=int() as value):
                yield way, f"{value} → {value + 1}", _set("value", value + 1)
            case ast.If() | ast.While() | ast.IfExp():
                yield way, "condition turned round", _negate
            case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
                yield way, "returns None", _set("value", ast.Constant(None))
            case ast.Expr(value=ast.Call()):
                yield way, "call left out", _set("value", ast.Constant(None))
            case ast.Continue():
                yield way, "continue left out", _gone
            case ast.Break():
                yield way, "break left out", _gone
            case ast.comprehension(ifs=[_, *_]):
                yield way, "filter left out", _set("ifs", [])


def _walk(node: ast.AST, way: Way) -> Iterator[tuple[Way, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if name in UNCHANGED or (name == "args" and not isinstance(node, ast.Call)):
            continue
        for n, inner in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(inner, ast.AST) or isinstance(inner, (Function, ast.ClassDef, ast.Assert, ast.JoinedStr)):
                continue
            if isinstance(inner, ast.Raise) or (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant)):
                continue
            here = (*way, (name, n))
            yield here, inner
            yield from _walk(inner, here)


def _functions(tree: ast.AST, inside: str) -> Iterator[tuple[str, Way]]:
    """Every function that is not in another, by its qualified name, and the way to it."""
    for n, node in enumerate(getattr(tree, "body", ())):
        if isinstance(node, Function):
            yield f"{inside}{node.name}", (("body", n),)
        elif isinstance(node, ast.ClassDef):
            yield from ((name, (("body", n), *way)) for name, way in _functions(node, f"{inside}{node.name}."))


def _at(node: ast.AST, way: Way) -> ast.AST:
    for name, n in way:
        value = getattr(node, name)
        node = value if n is None else value[n]
    return node


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _set(name: str, value: object) -> Change:
    return lambda node: setattr(node, name, value)


def _set_op(n: int, new: type[ast.cmpop]) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Compare)
        node.ops[n] = new()

    return change


def _negate(node: ast.AST) -> None:
    assert isinstance(node, ast.If | ast.While | ast.IfExp)
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _double_not(node: ast.AST) -> None:
    assert isinstance(node, ast.UnaryOp)
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _gone(node: ast.AST) -> None:
    """Make a statement nothing: a `pass` in its place."""
    node.__class__ = ast.Pass


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )
