"""Says how a returned value differs from the right one: the difference that helps most, and only that one."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from course.grade.count import quantity
from course.grade.python.expectation import PythonExpectation, demanded
from course.grade.python.value import WORDS, Value
from course.grade.query import values as units
from course.grade.query.compare import Differences, cell_text, differences
from course.grade.query.results import order_fingerprint
from course.verdict import Finding

MOST_NAMED = 6
SAME = {("tuple", "list"), ("list", "tuple")}


def difference(returned: Value, expectation: PythonExpectation, printed: str = "") -> Finding | None:
    """What is wrong with a value on the practice data; None if nothing is."""
    right = expectation.right
    if finding := _other_shape(returned, right, expectation, printed):
        return finding
    comparison = demanded(returned, expectation), right, expectation
    for rule in RULES:
        if finding := rule(*comparison):
            return finding
    return None


def _other_shape(yours: Value, right: Value, expectation: PythonExpectation, printed: str) -> Finding | None:
    name = expectation.function
    if yours.shape == "nothing" and right.shape != "nothing":
        if printed:
            return Finding(
                "printed",
                f"`{name}` prints and returns nothing.",
                "What is printed is for people to read; the result is what follows `return`.",
                f"{_returned(printed)} It printed: {printed.splitlines()[0][:80]}",
            )
        return Finding(
            "none",
            f"`{name}` returns nothing (`None`).",
            f"The task asks for {WORDS[right.shape]}.",
            "Is there a `return` with the result, indented as it should be, and does the function get there?",
        )
    if yours.shape == right.shape or (yours.shape, right.shape) in SAME:
        return None
    return Finding(
        "shape", f"`{name}` returns {yours.words}, the task asks for {right.words}.", look=_way(yours, right)
    )


def _returned(printed: str) -> str:
    """What to write in place of ``print(…)``: where several lines were printed, it may be in a loop."""
    if len(printed.splitlines()) == 1:
        return "Write `return` in place of `print(…)` in the last line."
    return (
        "Write `return` in place of `print(…)` in the last line. If that line is in a loop, collect its values in a list "
        "and return them after the loop."
    )


def _way(yours: Value, right: Value) -> str:
    """How one shape is made of another."""
    if yours.name in ("generator", "map", "filter", "zip", "dict_keys", "dict_values", "range"):
        return f"A {yours.name} has not been worked out yet: put it into `list(…)`."
    if yours.name == "function":
        return "A function is called with round brackets: `name(…)`."
    if right.shape == "frame" and yours.shape in ("list", "dict"):
        return "`pd.DataFrame(rows)` makes a frame of a list of dicts, one dict for each row."
    if right.shape == "frame" and yours.shape == "series":
        return (
            "One column is a series. For a frame use double brackets, `frame[[…]]`, or `.reset_index()` after groupby."
        )
    if right.shape in ("number", "text", "truth", "date") and yours.is_rows:
        return "The task asks for a single value: sum up, count, or take one item."
    if right.shape == "number" and yours.shape == "text":
        return "Return the number itself, without quotes or a unit."
    return ""


def _columns(yours: Value, right: Value, expectation: PythonExpectation) -> Finding | None:
    if right.shape != "frame":
        return _parts(yours, right, expectation)
    own, wanted = list(yours.table.columns), list(right.table.columns)
    listed = _listed(wanted)
    if not expectation.names:
        if len(own) == len(wanted):
            return None
        return Finding(
            "columns", f"Your frame has {quantity(len(own), 'column')}, the task asks for {len(wanted)}: {listed}."
        )
    missing, extra = [name for name in wanted if name not in own], [name for name in own if name not in wanted]
    labels = list(yours.index.columns) if yours.index else []
    if hidden := [name for name in missing if name in labels]:
        look = "End with `.reset_index()`, or group with `as_index=False`."
        return Finding(
            "index", f"{_listed(hidden)} labels your rows and is no column (it is the frame's index).", look=look
        )
    if missing:
        near = get_close_matches(missing[0], extra, 1, 0.5)
        if near:
            return Finding("column-name", f"Your column `{near[0]}` is called `{missing[0]}` in the task.")
        also = f" Yours are {_listed(own)}." if own else " Your frame has no column."
        return Finding(
            "columns",
            f"The column {_listed(missing)} is missing.{also}"
            if len(missing) == 1
            else f"The columns {_listed(missing)} are missing.{also}",
        )
    if extra:
        return Finding(
            "columns",
            f"Your frame has {quantity(len(extra), 'column')} too many: {_listed(extra)}.",
            f"The task asks for {listed}.",
            "Keep the columns that it asks for: `frame[[…]]`.",
        )
    if len(own) != len(set(own)):
        return Finding("columns", "Two columns of your frame have the same name.")
    return None


def _parts(yours: Value, right: Value, expectation: PythonExpectation) -> Finding | None:
    """Items that are made of other parts: of dicts with other keys, of single values in place of pairs."""
    own, wanted = set(yours.table.columns), set(right.table.columns)
    if right.shape == "series":
        is_labelled = len(own) == len(wanted)
        look = "The labels of the rows count here: keep the index, as `groupby` gives it."
        return (
            None if is_labelled else Finding("index", "Your series has other labels than the task asks for.", look=look)
        )
    if own == wanted or not yours.table.row_count or not right.table.row_count:
        return None
    return Finding("parts", f"Each item of yours is {_made_of(own)}; the task asks for {_made_of(wanted)}.")


def _made_of(columns: set[str]) -> str:
    names = sorted(columns - {"position"})
    if names == ["value"]:
        return "a single value"
    if all(name.startswith("part ") for name in names):
        return f"a list of {len(names)}"
    return f"a dict with {_listed(names)}"


def _types(yours: Value, right: Value, expectation: PythonExpectation) -> Finding | None:
    """A column of texts where numbers are asked for, and the like."""
    pairs = zip(yours.table.families, right.table.families, right.table.columns, strict=False)
    for own, wanted, name in pairs:
        if own == "text" and wanted == "number" and yours.table.rows and right.table.rows:
            return Finding(
                "type",
                f"{_what(name)} holds text, the task asks for numbers.",
                look="`.astype(float)` makes numbers of a column, `float(…)` one of a text.",
            )
    return None


def _size(yours: Value, right: Value, expectation: PythonExpectation) -> Finding | None:
    if not right.is_rows or yours.table.row_count == right.table.row_count:
        return None
    noun = "row" if right.shape in ("frame", "series") else "item"
    seen = f"{quantity(yours.table.row_count, noun)}, expected {right.table.row_count:,}."
    if not yours.table.row_count:
        look = (
            "A filter that lets nothing through: does it compare with a value that is in the column?"
            if noun == "row"
            else "Nothing is put in. Does a condition ever hold, and does the loop begin?"
        )
        return Finding("row-count", f"0 {noun}s, expected {right.table.row_count:,}.", look=look)
    return _with_rows(Finding("row-count", seen), yours, right, expectation)


def _unit(yours: Value, right: Value, expectation: PythonExpectation) -> Finding | None:
    """Another unit, rounding, capitals: one thing that explains all."""
    if not yours.complete or len(yours.table.columns) != len(right.table.columns):
        return None
    if not differences(yours.table, right.table, expectation.decimals):
        return None
    if cause := units.cause(yours.table, right.table, expectation.decimals):
        return Finding(cause.kind, _named(cause.words), look=cause.look)
    return None


def _rows(yours: Value, right: Value, expectation: PythonExpectation) -> Finding | None:
    if len(yours.table.columns) != len(right.table.columns):
        return None
    found = differences(yours.table, right.table, expectation.decimals)
    if not found:
        return None
    if not right.is_rows:
        cell, wanted = yours.table, right.table
        own, want = (cell_text(part.rows[0][0], part.types[0]) if part.rows else "nothing" for part in (cell, wanted))
        return Finding("value", f"`{expectation.function}` returns {own}, expected {want}.")
    noun = "row" if right.shape in ("frame", "series") else "item"
    columns = [right.table.columns[position] for position in found.columns if position < len(right.table.columns)]
    where = f" in {_listed(columns)}" if columns and not found.extra else ""
    seen = f"{quantity(found.count, noun)} of {right.table.row_count:,} {'differs' if found.count == 1 else 'differ'}{where}."
    return _with_rows(Finding("rows", seen), yours, right, expectation, found)


def _order(yours: Value, right: Value, expectation: PythonExpectation) -> Finding | None:
    positions = expectation.order_positions
    if not positions or order_fingerprint(yours.table, positions, expectation.decimals) == order_fingerprint(
        right.table, positions, expectation.decimals
    ):
        return None
    key = expectation.order[0]
    column = key.removesuffix(" desc").removesuffix(" asc").strip()
    way = ", ascending=False" if key.endswith(" desc") else ""
    return Finding(
        "order",
        "The rows are right, their order is not.",
        f"The task asks for {', then '.join(f'`{each}`' for each in expectation.order)}.",
        f'End with `.sort_values("{column}"{way})`.',
    )


RULES: tuple[Callable[[Value, Value, PythonExpectation], Finding | None], ...] = (
    _columns,
    _types,
    _size,
    _unit,
    _rows,
    _order,
)


def _with_rows(
    finding: Finding, yours: Value, right: Value, expectation: PythonExpectation, found: Differences | None = None
) -> Finding:
    """The finding with some rows that only one of the two has, if they have the same columns."""
    if len(yours.table.columns) != len(right.table.columns):
        return finding
    found = found or differences(yours.table, right.table, expectation.decimals)
    shown = found.row_differences(right.table.types)
    numbers = tuple(position for position, family in enumerate(right.table.families) if family == "number")
    return Finding(
        finding.kind,
        finding.seen,
        finding.expected,
        finding.look,
        columns=right.table.columns,
        rows=shown,
        numbers=numbers,
        left_out=max(found.row_count - len(shown), 0),
    )


def _named(words: str) -> str:
    """A sentence about a column; a single value has no column of its own to name."""
    return (
        words.replace("`value`", "The value") if words.startswith("`value`") else words.replace("`value`", "the value")
    )


def _what(column: str) -> str:
    return "The value" if column == "value" else f"`{column}`"


def _listed(names: list[str] | tuple[str, ...]) -> str:
    shown = [f"`{name[:60]}`" for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        shown.append(f"{len(names) - MOST_NAMED} more")
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
