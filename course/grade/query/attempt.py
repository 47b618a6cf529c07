"""A query that runs on the practice data: its result there and on the hidden data sets, and how both differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from course.grade import data
from course.grade.count import agree, quantity
from course.grade.query import compare
from course.grade.query.cause import Cause, Query
from course.grade.query.examples import differs, run_on
from course.grade.query.expectation import HiddenSet, KnownMistake, QueryExpectation, Signature
from course.grade.query.results import Result, Row, canonical_rows, fingerprint
from course.grade.query.sandbox import QueryError, run
from course.grade.query.sqltext import base_tables, parse
from course.grade.query.tables import Tables, tables_of
from course.verdict import Finding

MOST_DOUBTFUL = 2
MOST_WORK, RUN_ON_PRACTICE = 40, 2  # no clock is asked: the same answer gets the same verdict on every machine


@dataclass(frozen=True)
class Attempt:
    """A query that runs on the practice data, its result there, and what is expected of it."""

    expectation: QueryExpectation
    sql: str
    database: Path
    result: Result

    @property
    def expected(self) -> Result:
        return self.expectation.practice

    @property
    def decimals(self) -> int | None:
        return self.expectation.decimals

    @cached_property
    def tables(self) -> Tables:
        return tables_of(self.database)

    @cached_property
    def query(self) -> Query | None:
        """None for a query that cannot be parsed."""
        tree = parse(self.sql)
        return Query(self.sql, tree, self.tables) if tree else None

    @cached_property
    def signature(self) -> Signature | None:
        """None for a result that is too large to be right."""
        return self.expectation.signature_of(self.sql, self.result) if self.result.complete else None

    @cached_property
    def has_right_rows(self) -> bool:
        if not self.result.complete or self.result.row_count != self.expected.row_count:
            return False
        if fingerprint(self.result, self.decimals) == self.expectation.signature.rows:
            return True
        return self.expected.complete and compare.same_rows(self.result, self.expected, self.decimals)

    @cached_property
    def hidden_prints(self) -> tuple[str, ...]:
        """The loose fingerprints of the results on the hidden data sets; empty where there is no result."""
        outcomes = map(self.on_hidden, self.expectation.hidden)
        return tuple(
            self.expectation.signature_of(self.sql, outcome).loose if _is_whole(outcome) else "" for outcome in outcomes
        )

    def on_hidden(self, hidden: HiddenSet) -> Result | QueryError:
        """What the query gives on a hidden data set. Opening one takes most of the time, so each is opened once."""
        if hidden.seed not in self._hidden_outcomes:
            self._hidden_outcomes[hidden.seed] = on_hidden(self.expectation, hidden, self.sql)
        return self._hidden_outcomes[hidden.seed]

    @cached_property
    def _hidden_outcomes(self) -> dict[int, Result | QueryError]:
        return {}

    def hidden_difference(self, hidden: HiddenSet) -> str:
        return hidden_difference(self.expectation, hidden, self.sql, self.on_hidden(hidden))

    def would_be_right(self, sql: str) -> bool:
        """Whether a changed query gives the right rows on the practice data.

        It may take as long as the query itself. Should one of them take longer, no other is run: its plan is looked at
        before, so this is rare.
        """
        result = self.result_of(sql)
        return result is not None and replace(self, sql=sql, result=result).has_right_rows

    def result_of(self, sql: str) -> Result | None:
        """What a changed query gives on the practice data; nothing if it would take longer than the query itself."""
        if self._slow_changes:
            return None
        if sql not in self._results:
            try:
                self._results[sql] = run(self.database, sql, no_harder_than=self.sql)
            except QueryError as error:
                if error.kind == "time":
                    self._slow_changes.append(sql)
                self._results[sql] = None
        return self._results[sql]

    @cached_property
    def _results(self) -> dict[str, Result | None]:
        return {}

    def known_mistake_of(self, sql: str) -> KnownMistake | None:
        """The known mistake that a changed query still has, on all data sets."""
        result, expectation = self.result_of(sql), self.expectation
        if result is None or not result.complete:
            return None
        print_here = expectation.signature_of(sql, result).loose
        if print_here == expectation.signature.loose:  # right on the practice data, but for its order
            return None
        likely = [mistake for mistake in expectation.mistakes if mistake.loose[0] == print_here]
        prints = replace(self, sql=sql, result=result).hidden_prints if likely else ()
        return next((mistake for mistake in likely if mistake.loose[1:] == prints), None)

    @cached_property
    def _slow_changes(self) -> list[str]:
        return []

    def on_example(self, position: int) -> Result | None:
        """What the query gives on one of the examples, run when it is first asked for."""
        if position not in self._example_results:
            self._example_results[position] = run_on(self.expectation.examples, position, self.sql)
        return self._example_results[position]

    @cached_property
    def _example_results(self) -> dict[int, Result | None]:
        return {}

    def is_right_elsewhere(self, sql: str) -> bool:
        """Whether a changed query is right where this one is wrong: on small data first, which take least.

        Changes that are not right on the hidden data sets are run on the practice data all the same, for a query may
        be wrong twice; but only a few, for one of them may take as long as the query.
        """
        if sql not in self._elsewhere:
            self._elsewhere[sql] = (
                self._is_right_on_small_data(sql)
                and (self._is_right_on_hidden(sql) or self._may_be_doubtful(sql))
                and self.would_be_right(sql)
            )
        return self._elsewhere[sql]

    @cached_property
    def _elsewhere(self) -> dict[str, bool]:
        return {}

    def _is_right_on_hidden(self, sql: str) -> bool:
        expectation = self.expectation
        if sql not in self._hidden:
            outcomes = ((hidden, on_hidden(expectation, hidden, sql)) for hidden in expectation.hidden)
            self._hidden[sql] = not any(
                hidden_difference(expectation, hidden, sql, outcome) for hidden, outcome in outcomes
            )
        return self._hidden[sql]

    @cached_property
    def _hidden(self) -> dict[str, bool]:
        return {}

    def _may_be_doubtful(self, sql: str) -> bool:
        self._doubtful.add(sql)
        return len(self._doubtful) <= MOST_DOUBTFUL

    @cached_property
    def _doubtful(self) -> set[str]:
        return set()

    def is_right_everywhere(self, sql: str) -> bool:
        """Whether a changed query is right on all data sets, as far as the search for a cause may still cost something."""
        return self._work < MOST_WORK and self.is_surely_right(sql)

    def is_surely_right(self, sql: str) -> bool:
        """Whether a changed query is right on all data sets.

        First on the example on which this one is wrong, then where most changes are told apart. One that is right on all
        examples is wrong on the practice data, and perhaps nowhere else.
        """
        if sql not in self._everywhere:
            tests = (self._is_right_on_first_example, self._is_right_on_hidden, self._is_right_on_small_data)
            if self._first_wrong_example is None:
                tests = (self.would_be_right, self._is_right_on_hidden)
            self._everywhere[sql] = all(test(sql) for test in tests) and self.would_be_right(sql)
        return self._everywhere[sql]

    @property
    def _work(self) -> int:
        """What the search for a cause has cost, in runs on small data."""
        return len(self._changed_on_example) + RUN_ON_PRACTICE * len(self._results)

    @cached_property
    def _everywhere(self) -> dict[str, bool]:
        return {}

    def _is_right_on_first_example(self, sql: str) -> bool:
        first = self._first_wrong_example
        return first is None or self._is_right_on(first, sql)

    def _is_right_on_small_data(self, sql: str) -> bool:
        """On the examples; nothing is known if this query is right on all of them.

        The one that has refuted another change last comes first: it often refutes the next one, too.
        """
        if self._first_wrong_example is None:
            return True
        for place, position in enumerate(self._order_of_examples):
            if not self._is_right_on(position, sql):
                self._order_of_examples.insert(0, self._order_of_examples.pop(place))
                return False
        return True

    @cached_property
    def _order_of_examples(self) -> list[int]:
        """At first the one on which this query is wrong."""
        return sorted(self._usable_examples, key=lambda position: position != self._first_wrong_example)

    def counts_like_expected(self, sql: str, width: int) -> bool:
        """Whether a changed query may give the right first columns: not if they differ on a small example."""
        position = self._first_wrong_example
        if position is None:
            return True
        result, right = self._on_example(position, sql), self.expectation.examples[position].expected
        return result is not None and len(result.columns) >= width and _first(result, width) == _first(right, width)

    @cached_property
    def _first_wrong_example(self) -> int | None:
        return next(filter(self._is_wrong_on, self._usable_examples), None)

    @cached_property
    def _usable_examples(self) -> tuple[int, ...]:
        """The positions of the examples that hold all tables of the query."""
        names = {table.name.lower() for table in base_tables(self.query.tree)} if self.query else set()
        examples = enumerate(self.expectation.examples)
        return tuple(position for position, example in examples if names and example.tables.keys() >= names)

    def _is_wrong_on(self, position: int) -> bool:
        return differs(self.expectation.examples[position], self.on_example(position), self.decimals)

    def _is_right_on(self, position: int, sql: str) -> bool:
        result, right = self._on_example(position, sql), self.expectation.examples[position].expected
        return bool(result) and compare.same_rows(result, right, self.decimals)

    def _on_example(self, position: int, sql: str) -> Result | None:
        if (position, sql) not in self._changed_on_example:
            self._changed_on_example[position, sql] = run_on(self.expectation.examples, position, sql)
        return self._changed_on_example[position, sql]

    @cached_property
    def _changed_on_example(self) -> dict[tuple[int, str], Result | None]:
        return {}

    @cached_property
    def first_wrong(self) -> HiddenSet | None:
        """The first hidden data set on which the query differs."""
        return next((hidden for hidden in self.expectation.hidden if self.hidden_difference(hidden)), None)

    @cached_property
    def differences(self) -> compare.Differences:
        comparable = self.expected.complete and self.result.complete
        if not comparable or len(self.result.columns) != len(self.expected.columns):
            return compare.Differences()
        return compare.differences(self.result, self.expected, self.decimals)

    @property
    def difference(self) -> str:
        """How the result differs, in one sentence."""
        yours, right = self.result.row_count, self.expected.row_count
        if yours != right:
            return f"{row_total(yours)}, expected {right:,}."
        differences = self.differences
        if not differences:
            return "The rows differ."
        places = listing(self.expected.columns[column] for column in differences.columns)
        place = f" in {places}" if differences.changed and not differences.extra and not differences.missing else ""
        if right == 1:
            return f"The row differs{place}."
        return f"{differences.count:,} of {row_total(right)} {agree(differences.count, 'differs')}{place and ', all' + place}."

    def finding(self, kind: str, seen: str, cause: Cause | None = None, look: str = "") -> Finding:
        """A finding with the rows that differ, and with a cause if one is certain."""
        rows = self.differences.row_differences(self.expected.types)
        return Finding(
            cause.kind if cause else kind,
            seen,
            expected=cause.words if cause else "",
            look=cause.look if cause else look,
            place=cause.place if cause else None,
            columns=self.expected.columns if self.differences else (),
            numbers=tuple(position for position, name in enumerate(self.expected.families) if name == "number"),
            rows=rows,
            left_out=self.differences.row_count - len(rows),
        )


OTHER_ORDER = "There the order of the rows differs."


def on_hidden(expectation: QueryExpectation, hidden: HiddenSet, sql: str) -> Result | QueryError:
    try:
        return run(data.database(hidden.seed, expectation.focus), sql)
    except QueryError as error:
        return error


def hidden_difference(expectation: QueryExpectation, hidden: HiddenSet, sql: str, outcome: Result | QueryError) -> str:
    """How a query differs on a hidden data set, in words that reveal nothing about its rows; empty if it is right."""
    if isinstance(outcome, QueryError):
        limits = {"time": "There it takes too long.", "memory": "There it needs too much memory."}
        return limits.get(outcome.kind, "There it stops with an error.")
    if outcome.complete and _is_also_right(expectation, hidden, sql, outcome):
        return ""
    if not outcome.complete or outcome.row_count != hidden.row_count:
        return f"There it returns {'fewer' if outcome.row_count < hidden.row_count else 'more'} rows than it should."
    if fingerprint(outcome, expectation.decimals) != hidden.rows:
        return "There some values differ."
    if expectation.order and expectation.signature_of(sql, outcome).order != hidden.order:
        return OTHER_ORDER
    return ""


def _is_also_right(expectation: QueryExpectation, hidden: HiddenSet, sql: str, outcome: Result) -> bool:
    signature = expectation.signature_of(sql, outcome) if hidden.also else None
    return signature is not None and (signature.rows, signature.order) in hidden.also


def _first(result: Result, width: int) -> list[Row]:
    return sorted(canonical_rows(result.arranged(range(width))), key=repr)


def _is_whole(outcome: Result | QueryError) -> bool:
    return isinstance(outcome, Result) and outcome.complete


def row_total(count: int) -> str:
    return quantity(count, "row")


def code(text: str) -> str:
    return text.replace("`", "'")[:60]


def listing(names: Iterable[str], joiner: str = "") -> str:
    quoted = [f"`{code(name)}`" for name in names]
    return (f", {joiner} " if joiner else ", ").join(quoted)
