"""Small changes of a reference, as a learner might slip: each should be told apart from it by some data set."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARISONS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
METHODS = {
    "sum": "mean",
    "mean": "sum",
    "min": "max",
    "max": "min",
    "first": "last",
    "last": "first",
    "count": "size",
    "nunique": "count",
    "head": "tail",
    "tail": "head",
    "any": "all",
    "all": "any",
    "ge": "gt",
    "gt": "ge",
    "le": "lt",
    "lt": "le",
}
DROPPED = {"drop_duplicates", "dropna", "sort_values", "fillna", "reset_index", "abs", "round", "sorted", "copy"}
WORDS = {"left": "inner", "inner": "left", "first": "last", "last": "first", "right": "inner", "outer": "inner"}


@dataclass(frozen=True)
class Mutant:
    """A changed reference: what was changed in words, its class, and its text."""

    name: str
    operator: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Each change of a reference by itself, each text once."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for position, node in enumerate(ast.walk(tree)):
        for operator, change in CHANGES:
            other = copy.deepcopy(tree)
            target = next(each for number, each in enumerate(ast.walk(other)) if number == position)
            before = _text(node)
            changed = change(target, other)
            text = ast.unparse(ast.fix_missing_locations(other)) if changed else ""
            if text and text not in seen:
                seen.add(text)
                yield Mutant(f"{operator}: `{before}` {changed}", operator, text)


def _text(node: ast.AST) -> str:
    try:
        text = ast.unparse(node).splitlines()[0]
    except (AttributeError, IndexError, ValueError):
        return ""
    return text if len(text) <= 60 else f"{text[:59]}…"


Change = Callable[[ast.AST, ast.AST], str]


def _compare(node: ast.AST, tree: ast.AST) -> str:
    if not isinstance(node, ast.Compare) or type(node.ops[0]) not in COMPARISONS:
        return ""
    node.ops[0] = COMPARISONS[type(node.ops[0])]()
    return f"became `{_text(node)}`"


def _calculate(node: ast.AST, tree: ast.AST) -> str:
    if not isinstance(node, ast.BinOp) or type(node.op) not in ARITHMETIC:
        return ""
    node.op = ARITHMETIC[type(node.op)]()
    return f"became `{_text(node)}`"


def _method(node: ast.AST, tree: ast.AST) -> str:
    if not isinstance(node, ast.Attribute) or node.attr not in METHODS:
        return ""
    node.attr = METHODS[node.attr]
    return f"became `.{node.attr}`"


def _drop_call(node: ast.AST, tree: ast.AST) -> str:
    """``frame.dropna()`` becomes ``frame``, ``sorted(rows)`` becomes ``rows``."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute) and node.func.attr in DROPPED:
        return _replaced(tree, node, node.func.value, "was left out")
    if isinstance(node.func, ast.Name) and node.func.id in DROPPED and node.args:
        return _replaced(tree, node, node.args[0], "was left out")
    return ""


def _drop_filter(node: ast.AST, tree: ast.AST) -> str:
    """``frame[condition]`` becomes ``frame``."""
    is_filter = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Compare | ast.BinOp | ast.UnaryOp)
    if not is_filter or isinstance(getattr(node.slice, "operand", None), ast.Constant):
        return ""
    return _replaced(tree, node, node.value, "was left out")


def _drop_condition(node: ast.AST, tree: ast.AST) -> str:
    if isinstance(node, ast.If):
        node.test = ast.Constant(True)
        return "is always true"
    if isinstance(node, ast.comprehension) and node.ifs:
        node.ifs = []
        return "has no condition"
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return f"became `{_text(node)}`"
    return ""


def _one_more(node: ast.AST, tree: ast.AST) -> str:
    if not isinstance(node, ast.Constant) or type(node.value) is not int:
        return ""
    node.value += 1
    return f"became `{node.value}`"


def _word(node: ast.AST, tree: ast.AST) -> str:
    if not isinstance(node, ast.keyword) or not isinstance(node.value, ast.Constant):
        return ""
    if isinstance(node.value.value, bool) and node.arg in ("ascending", "sort", "dropna"):
        node.value.value = not node.value.value
    elif node.value.value in WORDS:
        node.value.value = WORDS[node.value.value]
    else:
        return ""
    return f"became `{node.arg}={node.value.value!r}`"


def _drop_item(node: ast.AST, tree: ast.AST) -> str:
    """The last of several names in a list, such as the columns to sort by, is left out."""
    is_names = isinstance(node, ast.List) and all(isinstance(each, ast.Constant) for each in node.elts)
    if not is_names or len(node.elts) < 2 or not isinstance(node.elts[-1].value, str):
        return ""
    node.elts.pop()
    return f"became `{_text(node)}`"


def _drop_step(node: ast.AST, tree: ast.AST) -> str:
    """A statement in the middle of a loop or a condition is left out."""
    if isinstance(node, ast.For | ast.If | ast.While) and len(node.body) > 1:
        left_out = _text(node.body.pop(0))
        return f"lost `{left_out}`"
    return ""


def _replaced(tree: ast.AST, node: ast.AST, by: ast.AST, words: str) -> str:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, by)
                return words
            if isinstance(value, list) and any(each is node for each in value):
                setattr(parent, name, [by if each is node else each for each in value])
                return words
    return ""


CHANGES: tuple[tuple[str, Change], ...] = (
    ("COMPARE", _compare),
    ("CALCULATE", _calculate),
    ("METHOD", _method),
    ("CALL", _drop_call),
    ("FILTER", _drop_filter),
    ("CONDITION", _drop_condition),
    ("NUMBER", _one_more),
    ("SETTING", _word),
    ("LIST", _drop_item),
    ("STEP", _drop_step),
)
