"""Wrong queries that nobody thought of: references and accepted alternatives, changed at random, and what the judge says of them.

``python -m tests.grade.query.slips_at_random 7 150`` makes 150 of them from the seed 7, and prints for each what was changed, the
verdict, and ELSEWHERE if it underlines something that the change did not touch. Read what it says: a sentence that blames what is as
in the right query misleads. A third argument names exercises (5.3,7.1), a fourth how many changes each query gets.
"""

from __future__ import annotations

import difflib
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from course import sheet as sheets
from course.grade import data
from course.grade.query import sandbox
from course.grade.query.judge import judge_query
from course.grade.query.sqltext import outermost, parse
from course.grade.query.tables import tables_of
from course.verdict import Finding, Outcome, Verdict
from tests.grade.query.test_wrong_answers import exercises

WORD = re.compile(r"\w+|'[^']*'|\S")
TOTALS = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)
COMPARISONS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ, exp.NEQ)
OPPOSITES = {exp.Mul: exp.Div, exp.Div: exp.Mul, exp.IntDiv: exp.Div, exp.Sub: exp.Add, exp.Add: exp.Sub}
TEXTS = (
    "paid",
    "refunded",
    "failed",
    "approved",
    "declined",
    "active",
    "A",
    "KE2",
    "organic",
    "visited",
    "signed",
    "ios",
)
Change = Callable[[random.Random, exp.Expression], bool]


@dataclass(frozen=True)
class Slip:
    exercise: str
    changes: tuple[str, ...]
    right: str
    wrong: str
    verdict: Verdict

    @property
    def finding(self) -> Finding:
        return self.verdict.findings[0]

    def differences(self) -> list[tuple[str, str, int, int]]:
        """The texts before and after each change, and where it is in the wrong query."""
        left, right = (list(WORD.finditer(text)) for text in (self.right, self.wrong))
        matcher = difflib.SequenceMatcher(None, [each[0] for each in left], [each[0] for each in right], autojunk=False)
        found = []
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal":
                start = right[c].start() if c < len(right) else len(self.wrong)
                end = right[d - 1].end() if d > c else start
                before = self.right[left[a].start() : left[b - 1].end()] if b > a else ""
                found.append((before, self.wrong[start:end], start, end))
        return found

    @property
    def is_elsewhere(self) -> bool:
        """Whether what is underlined touches no change."""
        if not self.finding.place:
            return False
        first, last = self.finding.place[0], sum(self.finding.place)
        return not any(start <= last + 2 and end >= first - 2 for _, _, start, end in self.differences())

    def __str__(self) -> str:
        changes = "; ".join(
            f"{_line(before, 70)} => {_line(after, 90)}" for before, after, *_ in self.differences()[:6]
        )
        place = self.finding.place
        underlined = f" [at {_line(self.wrong[place[0] : sum(place)], 110)}]" if place else ""
        mark = "ELSEWHERE " if self.is_elsewhere else ""
        return f"{self.exercise} {'+'.join(self.changes)} | {changes}\n   {mark}<{self.finding.kind}> {self.finding.text}{underlined}"


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


def columns() -> dict[str, dict[str, str]]:
    return tables_of(data.database()).columns


def _tables(select: exp.Expression | None) -> list[exp.Table]:
    found = select.find_all(exp.Table) if select is not None else ()
    return [table for table in found if table.find_ancestor(exp.Select) is select and table.name.lower() in columns()]


def _picked(dice: random.Random, nodes: list) -> exp.Expression | None:
    return dice.choice(nodes) if nodes else None


def other_column(dice: random.Random, tree: exp.Expression) -> bool:
    nodes = list(tree.find_all(exp.Column))
    dice.shuffle(nodes)
    for node in nodes:
        tables = _tables(node.find_ancestor(exp.Select))
        own = [table for table in tables if node.table in ("", table.alias_or_name)]
        own = [table for table in own if node.name.lower() in columns()[table.name.lower()]]
        if len(own) != 1:
            continue
        kind = columns()[own[0].name.lower()][node.name.lower()]
        others = [
            (table.alias_or_name, name)
            for table in tables
            for name, other in columns()[table.name.lower()].items()
            if other == kind and name != node.name.lower()
        ]
        if others:
            table, name = dice.choice(others)
            node.replace(exp.column(name, table))
            return True
    return False


def one_condition_less(dice: random.Random, tree: exp.Expression) -> bool:
    clauses = [node for node in tree.find_all(exp.Where) if not isinstance(node.this, exp.And)]
    node = _picked(dice, [*tree.find_all(exp.And), *clauses])
    if isinstance(node, exp.And):
        node.replace(dice.choice((node.this, node.expression)))
    elif node is not None and isinstance(node.parent, exp.Filter):
        node.parent.replace(node.parent.this)
    elif node is not None:
        node.pop()
    return node is not None


def one_condition_more(dice: random.Random, tree: exp.Expression) -> bool:
    select = _picked(dice, [each for each in tree.find_all(exp.Select) if _tables(each)])
    if select is None:
        return False
    table = dice.choice(_tables(select))
    name, kind = dice.choice(list(columns()[table.name.lower()].items()))
    column = exp.column(name, table.alias_or_name)
    sample = f"SELECT {name} FROM {table.name} USING SAMPLE reservoir(5 ROWS) REPEATABLE ({dice.randint(1, 99)})"
    rows = tables_of(data.database()).look(sample) or ()
    value = next((row[0] for row in rows if row[0] is not None), None)
    if value is None:
        condition = exp.Is(this=column, expression=exp.null())
    elif kind == "BOOLEAN":
        condition = dice.choice((column, exp.Not(this=column)))
    elif kind == "VARCHAR":
        condition = dice.choice((exp.EQ, exp.NEQ))(this=column, expression=exp.Literal.string(str(value)))
    else:
        is_moment = kind in ("DATE", "TIMESTAMP")
        limit = exp.Literal.string(str(value)[:10]) if is_moment else exp.Literal.number(str(value))
        condition = dice.choice((exp.LT, exp.GTE))(this=column, expression=limit)
    select.where(condition, copy=False)
    return True


def other_key(dice: random.Random, tree: exp.Expression) -> bool:
    links = [
        node
        for node in tree.find_all(exp.EQ)
        if isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Column)
    ]
    link = _picked(dice, links)
    side = link and dice.choice((link.this, link.expression))
    tables = _tables(side.find_ancestor(exp.Select)) if side else []
    others = [
        (table.alias_or_name, name)
        for table in tables
        if side.table in ("", table.alias_or_name)
        for name in columns()[table.name.lower()]
        if name != side.name and (name.endswith("_id") or name in ("n", "attempt_no"))
    ]
    if others:
        table, name = dice.choice(others)
        side.replace(exp.column(name, table))
    return bool(others)


def other_total(dice: random.Random, tree: exp.Expression) -> bool:
    node = _picked(
        dice, [each for each in tree.find_all(*TOTALS) if not isinstance(each.this, exp.Star | exp.Distinct)]
    )
    if node is not None:
        node.replace(dice.choice([kind for kind in TOTALS if not isinstance(node, kind)])(this=node.this))
    return node is not None


def other_count(dice: random.Random, tree: exp.Expression) -> bool:
    node = _picked(dice, list(tree.find_all(exp.Count)))
    tables = _tables(node.find_ancestor(exp.Select)) if node is not None else []
    if node is None or not tables:
        return False
    table = dice.choice(tables)
    column = exp.column(dice.choice(list(columns()[table.name.lower()])), table.alias_or_name)
    if isinstance(node.this, exp.Distinct):
        node.set("this", dice.choice((node.this.expressions[0], exp.Star())))
    else:
        node.set("this", dice.choice((exp.Distinct(expressions=[column]), column)))
    return True


def other_literal(dice: random.Random, tree: exp.Expression) -> bool:
    node = _picked(dice, list(tree.find_all(exp.Literal)))
    if node is None:
        return False
    if not node.is_string:
        number = int(float(node.name))
        node.replace(exp.Literal.number(str(dice.choice((number + 1, max(number - 1, 0), number * 10)))))
        return True
    with suppress(ValueError):
        moved = date.fromisoformat(node.name[:10]) + timedelta(dice.choice((1, -1, 30, -31, 7)))
        node.replace(exp.Literal.string(moved.isoformat()))
        return True
    node.replace(exp.Literal.string(dice.choice([text for text in TEXTS if text != node.name])))
    return True


def other_comparison(dice: random.Random, tree: exp.Expression) -> bool:
    node = _picked(dice, [each for each in tree.find_all(*COMPARISONS) if not isinstance(each.expression, exp.Column)])
    if node is not None:
        kind = dice.choice([kind for kind in COMPARISONS if not isinstance(node, kind)])
        node.replace(kind(this=node.this, expression=node.expression))
    return node is not None


def turned(dice: random.Random, tree: exp.Expression) -> bool:
    node = _picked(dice, list(tree.find_all(exp.Not, exp.Is)))
    if node is not None:
        node.replace(node.this if isinstance(node, exp.Not) else exp.Not(this=node.copy()))
    return node is not None


def other_groups(dice: random.Random, tree: exp.Expression) -> bool:
    group = _picked(dice, [each for each in tree.find_all(exp.Group) if each.expressions])
    tables = _tables(group.parent) if group is not None else []
    if group is not None and len(group.expressions) > 1 and dice.random() < 0.5:
        group.expressions.pop(dice.randrange(len(group.expressions)))
        return True
    if tables:
        table = dice.choice(tables)
        group.append("expressions", exp.column(dice.choice(list(columns()[table.name.lower()])), table.alias_or_name))
    return bool(tables)


def other_calculation(dice: random.Random, tree: exp.Expression) -> bool:
    node = _picked(dice, list(tree.find_all(*OPPOSITES, exp.Round, exp.Coalesce, exp.Cast)))
    if node is None:
        return False
    if isinstance(node, exp.Round | exp.Coalesce | exp.Cast):
        node.replace(node.this)
        return True
    swapped = type(node)(this=node.expression.copy(), expression=node.this.copy())
    opposite = OPPOSITES[type(node)](this=node.this.copy(), expression=node.expression.copy())
    node.replace(dice.choice((node.this.copy(), opposite, swapped)))
    return True


def other_window(dice: random.Random, tree: exp.Expression) -> bool:
    window = _picked(dice, list(tree.find_all(exp.Window)))
    tables = _tables(window.find_ancestor(exp.Select)) if window is not None else []
    if not tables:
        return False
    table = dice.choice(tables)
    column = exp.column(dice.choice(list(columns()[table.name.lower()])), table.alias_or_name)
    if dice.random() < 0.5 or not window.args.get("order"):
        window.set("partition_by", [column])
    else:
        window.set("order", exp.Order(expressions=[exp.Ordered(this=column)]))
    return True


def other_join(dice: random.Random, tree: exp.Expression) -> bool:
    join = _picked(dice, [each for each in tree.find_all(exp.Join) if each.args.get("on") or each.args.get("using")])
    if join is not None:
        join.set("side", None if join.side else "LEFT")
        join.set("kind", None)
    return join is not None


def cut(dice: random.Random, tree: exp.Expression) -> bool:
    outermost(tree).set("limit", exp.Limit(expression=exp.Literal.number(str(dice.choice((1, 2, 3, 5, 10))))))
    return True


CHANGES: tuple[Change, ...] = (
    other_column,
    one_condition_less,
    one_condition_more,
    other_key,
    other_total,
    other_count,
    other_literal,
    other_comparison,
    turned,
    other_groups,
    other_calculation,
    other_window,
    other_join,
    cut,
)


def slips(seed: int, most: int, only: tuple[str, ...] = (), changes: int = 1) -> Iterator[Slip]:
    """Queries that run and are wrong, from all exercises alike."""
    dice, seen = random.Random(seed), set()
    right = {
        name: (exercise.key.reference, *exercise.key.accept) if exercise.kind == "sql" else (exercise.key.sql,)
        for name, exercise in exercises().items()
        if exercise.kind in ("sql", "kql") and (not only or name in only)
    }
    while most:
        name = dice.choice(list(right))
        tree = parse(dice.choice(right[name]))
        if tree is None:
            continue
        chosen = [dice.choice(CHANGES) for _ in range(changes)]
        before = tree.sql("duckdb", pretty=True)
        tree = tree.copy()
        if not all(change(dice, tree) for change in chosen):
            continue
        after = tree.sql("duckdb", pretty=True)
        expected = sheets.expectation(sheets.load(exercises()[name].notebook.parent)[name])
        verdict = judge_query(expected, after) if after not in {before, *seen} else None
        seen.add(after)
        if verdict and verdict.outcome is not Outcome.PASSED and verdict.findings and not verdict.findings[0].raw:
            most -= 1
            yield Slip(name, tuple(change.__name__ for change in chosen), before, after, verdict)


if __name__ == "__main__":
    exercises_named = tuple(sys.argv[3].split(",")) if len(sys.argv) > 3 and sys.argv[3] else ()
    kinds: Counter[str] = Counter()
    for number, slip in enumerate(
        slips(int(sys.argv[1]), int(sys.argv[2]), exercises_named, int(sys.argv[4]) if len(sys.argv) > 4 else 1), 1
    ):
        kinds[f"{slip.finding.kind}{' ELSEWHERE' * slip.is_elsewhere}"] += 1
        print(f"{number}. {slip}", flush=True)
    print(kinds.most_common())
    sandbox.stop()
