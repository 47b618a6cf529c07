"""A bracket in the wrong place: the same signs and numbers with one bracket elsewhere would give the right column."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.code import code_only
from course.grade.query.groups import key_width
from course.grade.query.parts import made_earlier
from course.grade.query.results import canonical_rows, is_number
from course.grade.query.search import optional
from course.grade.query.sqltext import outermost

if TYPE_CHECKING:
    from course.grade.query.attempt import Attempt

LEAST_ROWS, MOST_TOKENS, MOST_FORMS = 3, 60, 1_500
TOKEN = re.compile(r"\d+(?:\.\d+)?|\w+|//|[-+*/(),]")
OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}
FUNCTIONS: dict[str, Callable] = {"round": lambda value, *_: value, "sqrt": math.sqrt, "abs": abs, "power": math.pow}
WHOLE = (exp.AggFunc, exp.Filter, exp.Window, exp.Case, exp.Cast, exp.Coalesce, exp.Nullif, exp.Subquery)
Values = dict[str, float]


@optional
def cause(attempt: Attempt) -> Cause | None:
    """The first wrong column that one bracket in another place would make right in every row."""
    query, right, differences = attempt.query, attempt.expected, attempt.differences
    width = key_width(right)
    select = outermost(query.tree) if query else None
    if (
        not isinstance(select, exp.Select)
        or not width
        or len(right.rows) < LEAST_ROWS
        or not differences.changed
        or differences.extra
        or differences.missing
        or len(select.expressions) != len(right.columns)
    ):
        return None
    position = differences.columns[0]
    formula, atoms = _formula(query, select.expressions[position].unalias().copy())
    tokens = TOKEN.findall(formula)
    if position < width or not {"(", "/"} <= set(tokens) or len(tokens) > MOST_TOKENS:
        return None
    rows = _rows(attempt, select, width, atoms)
    expected = {key[:width]: row[position] for key, row in zip(canonical_rows(right), right.rows, strict=True)}
    if rows.keys() != expected.keys():
        return None
    pairs = [(values, expected[key]) for key, values in rows.items()]
    tolerance = 0.51 * 10 ** -(6 if attempt.decimals is None else attempt.decimals)
    for tree, (start, end), words in islice(_forms(tokens), MOST_FORMS):
        if all(_fits(tree, values, target, tolerance) for values, target in pairs):
            end = next((at for at in range(end, len(tokens)) if _is_closed(tokens[start:at])), end)
            part = [atoms.get(token, token) for token in tokens[start:end]]
            return _found(query, part, words, right.columns[position])
    return None


def _is_closed(tokens: list[str]) -> bool:
    return tokens.count("(") == tokens.count(")")


def _formula(query: Query, maker: exp.Expression) -> tuple[str, dict[str, str]]:
    """A calculation with a name for each part that stays whole, and these parts; a step's calculations are put in."""
    for column in list(maker.find_all(exp.Column)):
        made = made_earlier(query, column)
        if made is not None and made.find(exp.Div) and not made.find(exp.AggFunc):
            column.replace(exp.paren(made.copy()))
    atoms: dict[str, str] = {}
    for node in list(maker.find_all(*WHOLE, exp.Column)):
        if node.parent is None or any(node.find_ancestor(kind) for kind in WHOLE):
            continue
        text = node.sql("duckdb")
        name = next((name for name, known in atoms.items() if known == text), f"a{len(atoms)}")
        atoms[name] = text
        node.replace(exp.column(name))
    return maker.sql("duckdb").lower(), atoms


def _rows(attempt: Attempt, select: exp.Select, width: int, atoms: dict[str, str]) -> dict[tuple, Values]:
    """The values of the parts in each row, by what tells the row apart."""
    copy = attempt.query.tree.copy()
    last = outermost(copy)
    shown = [item.copy() for item in select.expressions[:width]]
    last.set(
        "expressions",
        [
            *shown,
            *(exp.alias_(exp.maybe_parse(text, dialect="duckdb"), f"part_{name}") for name, text in atoms.items()),
        ],
    )
    last.set("order", None)
    result = attempt.result_of(copy.sql("duckdb"))
    if not result or not result.complete:
        return {}
    return {
        key[:width]: {name: row[width + at] for at, name in enumerate(atoms)}
        for key, row in zip(canonical_rows(result), result.rows, strict=True)
    }


def _forms(tokens: list[str]) -> Iterator[tuple[ast.expr, tuple[int, int], str]]:
    """The calculation with one bracket moved, left out or put in, which of the tokens that is about, and what to say."""
    seen = {ast.dump(first)} if (first := _tree(tokens)) is not None else set()
    for changed, span, words in _moved(tokens):
        tree = _tree(changed)
        if tree is not None and (text := ast.dump(tree)) not in seen:
            seen.add(text)
            yield tree, span, words


def _tree(tokens: list[str]) -> ast.expr | None:
    try:
        return ast.parse(" ".join(tokens), mode="eval").body
    except SyntaxError:
        return None


MOVED = "In {} a bracket ends in another place than in the formula"
NEEDLESS = "The brackets of {} are none of the formula's"
MISSING = "{} belongs together, and has no brackets of its own"


def _moved(tokens: list[str]) -> Iterator[tuple[list[str], tuple[int, int], str]]:
    for start, end in sorted(_pairs(tokens), key=lambda pair: not tokens[max(pair[0] - 1, 0)].isidentifier()):
        begins = start - 1 if start and tokens[start - 1].isidentifier() else start
        for to in sorted(range(start + 2, len(tokens) + 1), key=lambda at: abs(at - end)):
            rest = [*tokens[:end], *tokens[end + 1 :]]
            place = to - 1 if to > end else to
            yield [*rest[:place], ")", *rest[place:]], (begins, max(to, end + 1)), MOVED
    for start, end in _pairs(tokens):
        if not (start and tokens[start - 1].isidentifier()):
            yield [*tokens[:start], *tokens[start + 1 : end], *tokens[end + 1 :]], (start, end + 1), NEEDLESS
    for start in range(len(tokens)):
        for end in range(start + 3, len(tokens) + 1):
            yield [*tokens[:start], "(", *tokens[start:end], ")", *tokens[end:]], (start, end), MISSING


def _pairs(tokens: list[str]) -> list[tuple[int, int]]:
    open_at, pairs = [], []
    for at, token in enumerate(tokens):
        if token == "(":
            open_at.append(at)
        elif token == ")" and open_at:
            pairs.append((open_at.pop(), at))
    return pairs


def _fits(tree: ast.expr, values: Values, target: object, tolerance: float) -> bool:
    try:
        value = _value(tree, values)
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return False
    return is_number(target) and isinstance(value, int | float) and abs(value - target) <= tolerance


def _value(node: ast.expr, values: Values) -> float:
    """Only numbers, names, signs and a few functions: no code of the learner's is run."""
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return FUNCTIONS[node.func.id](*(_value(argument, values) for argument in node.args))
    if isinstance(node, ast.Constant):
        return node.value
    return values[node.id] if isinstance(node, ast.Name) else math.nan


def _found(query: Query, part: list[str], words: str, name: str) -> Cause:
    signs = [re.escape(sign) for text in part for sign in re.findall(r"\w+|[^\w\s]", text)]
    found = re.search(r"\s*".join(signs), code_only(query.sql), re.IGNORECASE)
    place = (found.start(), len(found[0])) if found else None
    written = f"`{' '.join(found[0].split())}`" if found else f"`{' '.join(part)}`"
    words = f"{words.format(written)}: with that changed, `{name}` would be right."
    return Cause("bracket", words, "What belongs together there, as the task has it?", place)
