"""Which columns of a wrong result differ, in which direction, and where the query makes them."""

from __future__ import annotations

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.compare import Differences
from course.grade.query.excluded import doubtful, unnamed
from course.grade.query.groups import key_width
from course.grade.query.parts import KEEPING, MOST_STEPS, joined, look_at, made_earlier, maker_of, with_columns
from course.grade.query.results import Result, is_number
from course.grade.query.search import optional


@optional
def cause(
    differences: Differences, right: Result, query: Query | None, example: str, task_values: tuple[str | float, ...]
) -> Cause | None:
    """Facts about the columns of changed rows; nothing if rows are there that belong to none."""
    if not differences.changed or differences.extra or differences.missing:
        return None
    names, positions = right.columns, differences.columns
    first, maker = names[positions[0]], maker_of(query, positions[0])
    has_right_column = any(_is_measure(right, position) for position in range(len(names)) if position not in positions)
    if (size := _size_of_all(differences, right)) and _is_count(maker, has_right_column=has_right_column):
        words = f"`{first}` is too {size} in each of them. {example}"
        odd = unnamed(query, task_values) if query and size == "small" else None
        if query and odd is not None:
            return Cause("rows-counted", words, f"Does the task ask for `{query.written(odd)}`?", query.place(odd))
        clauses = (*KEEPING, "group") if size == "large" else KEEPING
        return Cause("rows-counted", words, look_at(query, QUESTIONS[size], clauses))
    if query and _counts_rows(maker) and positions[0] == key_width(right):
        return _other_rows(query, (differences, positions[0], first), names, example, task_values)
    if not has_right_column and len(positions) > 1:
        return None
    made = [f"`{names[each]}`" for each in positions]
    earlier = query and _made_for_it(query, positions, len(names))
    if earlier:
        made = [*made, f"`{earlier[0]}` before that"]
    look = f"Look at how your query makes {joined(made)}."
    look = f"The other columns are right. {look}" if has_right_column else look
    suspect = _suspect(query, positions, len(names)) if query else None
    return Cause("column-made", example, look, query.place(suspect) if suspect is not None else None)


@optional
def _suspect(query: Query, positions: tuple[int, ...], width: int) -> exp.Expression | None:
    """What all wrong columns are made with and no right one: nothing if it is spread over several steps, for then each may be right."""
    makers = [maker_of(query, position) for position in range(width)]
    behind = [_behind(query, maker) for maker in makers]
    right = {text: node for at in range(width) if at not in positions for text, node in behind[at].items()}
    shapes = set(map(_shape, right.values()))
    last = makers[positions[0]] and makers[positions[0]].find_ancestor(exp.Select)
    shared = [node for text, node in behind[positions[0]].items() if all(text in behind[at] for at in positions)]
    shared = [node for node in shared if node.sql() not in right]
    # What an earlier step makes in the same way for a right column is right.
    shared = [node for node in shared if node.find_ancestor(exp.Select) is last or _shape(node) not in shapes]
    shared = [node for node in shared if not isinstance(node, exp.Column)]
    if len({id(node.find_ancestor(exp.Select)) for node in shared}) > 1:
        return None
    if any(
        _is_of_step(query, column) and column.sql() not in right
        for node in shared
        for column in node.find_all(exp.Column)
    ):
        return None
    shared = [node for node in shared if not _is_plain_total(node) and node.find(*DECIDING)]
    if len(positions) == 1:
        return makers[positions[0]]
    return shared[0] if shared else None


DECIDING = (exp.AggFunc, exp.Predicate, exp.Case, exp.If, exp.Filter, exp.Window)  # what rows count, and how


def _is_of_step(query: Query, column: exp.Column) -> bool:
    """Whether a column comes from a step that a LEFT JOIN adds: which rows that has may be what is wrong."""
    select = column.find_ancestor(exp.Select)
    joins = select.args.get("joins") or () if select is not None else ()
    steps = (join.this for join in joins if join.side and column.table == join.this.alias_or_name)
    return any(step.name.lower() not in query.tables.columns for step in steps)


def _is_plain_total(node: exp.Expression) -> bool:
    """Whether a node is a total without a condition: what each column adds to it may be what is wrong."""
    return isinstance(node, exp.AggFunc) and isinstance(node.this, exp.Column | exp.Star)


def _behind(query: Query, maker: exp.Expression | None, depth: int = MOST_STEPS) -> dict[str, exp.Expression]:
    """What a column is made with, in its own step and those before it, by its text: the whole before its parts."""
    found: dict[str, exp.Expression] = {}
    for node in maker.walk() if maker is not None and depth else ():
        if isinstance(node, exp.Func | exp.Filter | exp.Binary | exp.Predicate | exp.Column):
            found.setdefault(node.sql(), node)
        made = made_earlier(query, node) if isinstance(node, exp.Column) else None
        if made is not None:
            found |= {text: each for text, each in _behind(query, made, depth - 1).items() if text not in found}
    return found


def _is_count(maker: exp.Expression | None, *, has_right_column: bool) -> bool:
    """Whether a column counts something, so that it is as right as the rows that it counts; also if nobody knows.

    Not if only some of the rows count in it, and another column is right.
    """
    if maker is None or isinstance(maker, exp.Count):
        return True
    return not has_right_column and maker.find(exp.Count) is not None


def _counts_rows(maker: exp.Expression | None) -> bool:
    """Whether a column is a mere count: it is as right as the rows that it counts."""
    return isinstance(maker, exp.Count) and (isinstance(maker.this, exp.Star) or not maker.this)


def _other_rows(
    query: Query,
    column: tuple[Differences, int, str],
    names: tuple[str, ...],
    example: str,
    task_values: tuple[str | float, ...],
) -> Cause:
    """A count of other rows than the task means, and the condition that leaves values out, if there is one."""
    differences, position, name = column
    makers = ((name, maker_of(query, at)) for at, name in enumerate(names[:position]))
    made_keys = [name for name, maker in makers if maker is not None and not isinstance(maker, exp.Column)]
    size = direction(differences, position)
    words = f"`{name}` is too {size} in each of them. {example}" if size else f"Other rows count than should. {example}"
    for condition, rows in doubtful(query, task_values) if size != "large" else ():
        words = f"{words} `{query.written(condition)}` leaves out all {rows}."
        return Cause("rows-counted", words, "Does the task ask for that?", query.place(condition))
    if size == "small" and (condition := unnamed(query, task_values)) is not None:
        look = f"Does the task ask for `{query.written(condition)}`?"
        return Cause("rows-counted", words, look, query.place(condition))
    question = QUESTIONS.get(size, "Which rows should count?")
    look = look_at(query, question, (*KEEPING, "group") if size == "large" else KEEPING)
    keys = [f"`{key}`" for key in made_keys] if not size else []  # some groups too small and others too large
    return Cause("rows-counted", words, f"{look} Look at how your query makes {joined(keys)}, too." if keys else look)


def _made_for_it(query: Query, positions: tuple[int, ...], width: int) -> tuple[str, exp.Expression] | None:
    """What an earlier step makes with a condition, for no other columns than the wrong ones: its name, and where."""
    if len(with_columns(query).expressions) != width:  # SELECT *
        return None
    items = with_columns(query).expressions
    used = {position: _names_in(maker_of(query, position)) | _names_in(items[position]) for position in range(width)}
    right = {name for position in range(width) if position not in positions for name in used[position]}
    shapes = {_shape(made) for name in right if (made := made_earlier(query, exp.column(name))) is not None}
    maker = maker_of(query, positions[0])
    if maker is None:
        return None
    for column in maker.find_all(exp.Column):
        made = made_earlier(query, column) if column.name.lower() not in right else None
        has_condition = made is not None and made.find(exp.Filter, exp.Case, exp.Window) and made.find(exp.AggFunc)
        if has_condition and _shape(made) not in shapes:  # what is made in the same way for a right column is right
            return column.name, made
    return None


def _shape(made: exp.Expression) -> str:
    """How something is made, whatever its texts and numbers are."""
    return made.copy().transform(lambda node: exp.Placeholder() if isinstance(node, exp.Literal) else node).sql()


def _names_in(maker: exp.Expression | None) -> set[str]:
    return {column.name.lower() for column in maker.find_all(exp.Column)} if maker is not None else set()


def _size_of_all(differences: Differences, right: Result) -> str:
    """In which direction the first of several counts differs: then other rows are counted than should be."""
    first = differences.columns[0]
    measures = [position for position in range(len(right.columns)) if _is_measure(right, position)]
    counts = all(isinstance(row[first], int) for pair in differences.changed for row in pair)
    return direction(differences, first) if len(measures) > 1 and first == measures[0] and counts else ""


QUESTIONS = {
    "large": "Which rows count that should not, or count twice?",
    "small": "Which rows that should count are missing?",
}


def _is_measure(right: Result, position: int) -> bool:
    """Whether a column is calculated: one that does not tell groups apart."""
    return right.families[position] == "number" and position >= key_width(right)


def direction(differences: Differences, position: int) -> str:
    """Whether a column is too large in all changed rows, or too small in all."""
    pairs = [(yours[position], right[position]) for yours, right in differences.changed]
    if len(pairs) < 2 or not all(is_number(yours) and is_number(right) for yours, right in pairs):
        return ""
    if all(yours > right for yours, right in pairs):
        return "large"
    return "small" if all(yours < right for yours, right in pairs) else ""
