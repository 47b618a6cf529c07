"""Rewrites a query into others that must mean the same, to see whether the judge accepts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries
from sqlglot.optimizer.pushdown_predicates import pushdown_predicates
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.simplify import simplify

from course.authoring.query import identities
from course.authoring.query.mutants import DIALECT, parse
from course.authoring.query.operators.base import conjuncts, joins, parts_of_from, text, where
from course.case.schema import Table

Rule = Callable[[exp.Expression], exp.Expression]


def rewrites(sql: str, tables: tuple[Table, ...]) -> tuple[str, ...]:
    """Queries with the same meaning, each by one kind of rewriting, without repetitions and in a fixed order.

    Each is right by construction for tables that match their description; measuring confirms it on the data sets.
    Raises AuthorError for a query that cannot be parsed.

    >>> rewrites("SELECT COUNT(*) FROM shop WHERE n BETWEEN 1 AND 3", ())[:2]
    ('SELECT COUNT(*) FROM shop WHERE (n >= 1 AND n <= 3)', 'SELECT COUNT(1) FROM shop WHERE n BETWEEN 1 AND 3')
    """
    tree = parse(sql)
    plain = tree.sql(DIALECT)
    trees = [rule(tree.copy()) for rule in RULES] + list(_by_optimizer(tree, tables))
    texts = dict.fromkeys(rewritten.sql(DIALECT) for rewritten in trees)
    multi_line = f"-- written over several lines\n{tree.sql(DIALECT, pretty=True)};\n"
    return (*(text for text in texts if text != plain), multi_line)


def _by_optimizer(tree: exp.Expression, tables: tuple[Table, ...]) -> Iterator[exp.Expression]:
    """The results of those steps of sqlglot's optimizer that are safe; the ones that merge subqueries are not."""
    schema = {table.name: {column.name: column.type for column in table.columns} for table in tables}
    yield eliminate_subqueries(tree.copy())
    yield simplify(tree.copy(), dialect=DIALECT)
    try:
        qualified = qualify(tree.copy(), schema=schema, dialect=DIALECT)
    except SqlglotError:  # it does not know every name that DuckDB knows
        return
    yield qualified
    yield pushdown_predicates(qualified.copy(), dialect=DIALECT)


def _on_every(rule: Callable[[exp.Expression], exp.Expression | None], *types: type) -> Rule:
    """A rewriting that applies a rule to every node of some types; None leaves a node as it is."""

    def apply(node: exp.Expression) -> exp.Expression:
        return (isinstance(node, types) and rule(node)) or node

    return lambda tree: tree.transform(apply, copy=False)


def _comma_join(node: exp.Select) -> exp.Select:
    inner = [join for join in joins(node) if not join.side and join.kind in ("", "INNER") and join.args.get("on")]
    if inner and len(inner) == len(joins(node)):
        node = node.where(*(join.args["on"] for join in joins(node)), copy=False)
        node.set("joins", [exp.Join(this=join.this) for join in joins(node)])
    return node


def _turned_join(node: exp.Select) -> exp.Select:
    """``a LEFT JOIN b`` as ``b RIGHT JOIN a``, and an inner join with its sides swapped."""
    sides = {"": None, "LEFT": "RIGHT", "RIGHT": "LEFT", "FULL": "FULL"}
    join = joins(node)[0] if len(joins(node)) == 1 else None
    if join and join.args.get("on") and join.kind in ("", "INNER", "OUTER") and not node.is_star:
        first, second = node.args["from_"].this, join.this
        node.args["from_"].set("this", second)
        join.set("this", first)
        join.set("side", sides[join.side])
    return node


def _using(node: exp.Select) -> exp.Select:
    if len(joins(node)) == 1 and not node.is_star:
        join = joins(node)[0]
        links = conjuncts(join.args.get("on"))
        sides = [(link.this, link.expression) for link in links if isinstance(link, exp.EQ)]
        names = [left.name for left, right in sides if isinstance(left, exp.Column) and left.name == right.name]
        if links and len(names) == len(links):
            join.set("on", None)
            join.set("using", [exp.to_identifier(name) for name in names])
    return node


def _on(node: exp.Select) -> exp.Select:
    """An inner USING as ON; names without a table get the first one's."""
    if len(joins(node)) == 1 and joins(node)[0].args.get("using") and joins(node)[0].side == "" and not node.is_star:
        join, first = joins(node)[0], parts_of_from(node)[0].alias_or_name
        names = [identifier.name for identifier in join.args["using"]]
        for column in node.find_all(exp.Column):
            if column.name in names and not column.table and column.parent_select is node:
                column.set("table", exp.to_identifier(first))
        links = (exp.column(name, first).eq(exp.column(name, join.this.alias_or_name)) for name in names)
        join.set("using", None)
        join.set("on", exp.and_(*links))
    return node


def _numbers_spelled_out(node: exp.Select) -> exp.Select:
    for key in node.args["group"].expressions if node.args.get("group") else []:
        if isinstance(key, exp.Literal) and key.is_int:
            key.replace(node.selects[int(key.name) - 1].unalias().copy())
    return node


def _group_by_number(node: exp.Select) -> exp.Select:
    items = [text(item.unalias()) for item in node.selects]
    for key in node.args["group"].expressions if node.args.get("group") else []:
        if text(key) in items:
            key.replace(exp.Literal.number(items.index(text(key)) + 1))
    return node


def _order_by_number(node: exp.Select) -> exp.Select:
    names = [item.alias_or_name for item in node.selects]
    for key in node.args["order"].expressions if node.args.get("order") and not node.is_star else []:
        if isinstance(key.this, exp.Column) and key.this.name in names and not key.this.table:
            key.set("this", exp.Literal.number(names.index(key.this.name) + 1))
    return node


def _distinct_as_group(node: exp.Select) -> exp.Select:
    is_grouped = node.args.get("group") or any(item.find(exp.AggFunc, exp.Window) for item in node.selects)
    if node.args.get("distinct") and not node.args["distinct"].args.get("on") and not is_grouped and not node.is_star:
        node.set("distinct", None)
        node.set("group", exp.Group(expressions=[item.unalias().copy() for item in node.selects]))
    return node


def _conditions_reversed(node: exp.Select) -> exp.Select:
    if len(where(node)) > 1:
        node.set("where", exp.Where(this=exp.and_(*reversed(where(node)))))
    return node


def _tables_renamed(tree: exp.Expression) -> exp.Expression:
    """Every table of a SELECT gets another name if all its columns name their table."""
    # Inner SELECTs come first, so that a name that they reuse is theirs.
    for number, select in enumerate(reversed(list(tree.find_all(exp.Select)))):
        tables = [table for table in parts_of_from(select) if isinstance(table, exp.Table)]
        new_names = {table.alias_or_name: f"{table.name[0]}{number}_{index}" for index, table in enumerate(tables)}
        for table in tables:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(new_names[table.alias_or_name])))
        for column in select.find_all(exp.Column):
            if column.table in new_names:
                column.set("table", exp.to_identifier(new_names[column.table]))
    return tree


def _steps_inlined(tree: exp.Expression) -> exp.Expression:
    """Every WITH step as a subquery in each place where it is used."""
    steps = tree.args.get("with_")
    if steps is None or steps.args.get("recursive"):
        return tree
    queries = {}
    for step in steps.expressions:
        queries[step.alias] = reduce(_put_in, queries.items(), step.this)
    tree.set("with_", None)
    return reduce(_put_in, queries.items(), tree)


def _put_in(tree: exp.Expression, step: tuple[str, exp.Expression]) -> exp.Expression:
    name, query = step
    for table in list(tree.find_all(exp.Table)):
        if table.name == name:
            table.replace(_bracketed(query.copy(), table.alias_or_name))
    return tree


def _bracketed(query: exp.Expression, name: str) -> exp.Subquery:
    return exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier(name)))


def _as_step(tree: exp.Expression) -> exp.Expression:
    """The whole query as a WITH step that is read in full, sorted at the end if it was sorted."""
    order, names = tree.args.get("order"), {item.alias_or_name for item in tree.selects}
    keys = [key.this for key in order.expressions] if order else []
    by_name = all(isinstance(key, exp.Column) and not key.table and key.name in names for key in keys)
    if not by_name or "" in names or tree.args.get("limit"):
        return tree
    tree.set("order", None)
    select = exp.select("*").from_("answer").with_("answer", as_=tree)
    select.set("order", order)
    return select


def _as_subquery(tree: exp.Expression) -> exp.Expression:
    """The whole query in brackets after FROM, if nobody asks for its order."""
    if tree.args.get("order") or not all(item.alias_or_name for item in tree.selects):
        return tree
    return exp.select("*").from_(_bracketed(tree, "answer"))


def _sides_swapped(tree: exp.Expression) -> exp.Expression:
    """The sides of UNION and INTERSECT, if both give the columns the same names."""
    if isinstance(tree, (exp.Union, exp.Intersect)) and tree.this.named_selects == tree.expression.named_selects:
        first, second = tree.this, tree.expression
        tree.set("this", second)
        tree.set("expression", first)
    return tree


# In the order in which the rewritten queries are listed.
RULES: tuple[Rule, ...] = (
    _on_every(identities.between_apart, exp.Between),
    _on_every(identities.between, exp.And),
    _on_every(identities.in_apart, exp.In),
    _on_every(identities.in_list, exp.Or),
    _on_every(identities.flipped, *identities.FLIPPED),
    _on_every(identities.swapped, exp.Add, exp.Mul),
    _on_every(_conditions_reversed, exp.Select),
    _on_every(identities.filter_as_case, exp.Filter),
    _on_every(identities.case_as_filter, exp.Sum),
    _on_every(identities.case_as_if, exp.Case),
    _on_every(identities.coalesce_as_case, exp.Coalesce),
    _on_every(identities.nullif_as_case, exp.Nullif),
    _on_every(identities.mean_as_ratio, exp.Avg),
    _on_every(identities.double, exp.Div),
    _on_every(identities.count_one, exp.Count),
    _on_every(identities.not_equal_apart, exp.NEQ),
    _on_every(identities.month_by_parts, exp.TimestampTrunc),
    _on_every(identities.month_as_range, exp.EQ),
    _on_every(identities.day_as_trunc, exp.Cast),
    _on_every(_comma_join, exp.Select),
    _on_every(_turned_join, exp.Select),
    _on_every(_using, exp.Select),
    _on_every(_on, exp.Select),
    _on_every(_numbers_spelled_out, exp.Select),
    _on_every(_group_by_number, exp.Select),
    _on_every(_order_by_number, exp.Select),
    _on_every(_distinct_as_group, exp.Select),
    _tables_renamed,
    _steps_inlined,
    _as_step,
    _as_subquery,
    _sides_swapped,
)
