"""When two results say the same: rules for cells, rows, columns and order, and fingerprints that follow them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grade.query import compare
from course.grade.query.compare import arrangement, differences, rounded_to, same_rows, scale
from course.grade.query.results import Result, fingerprint, loose_fingerprint, on_boundary, order_fingerprint


def result(types: str, *rows: tuple, columns: str = "") -> Result:
    kinds = tuple(types.split())
    names = tuple(columns.split()) or tuple(f"c{number}" for number in range(len(kinds)))
    return Result(names, kinds, rows, len(rows))


def cell(kind: str, value: object) -> Result:
    return Result(("c",), (kind,), ((value,),), 1)


CELLS = [
    # int = decimal = float
    ("BIGINT", 3, "DOUBLE", 3.0, True),
    ("DECIMAL(10,2)", 3.5, "DOUBLE", 3.5, True),
    ("HUGEINT", 10**20, "HUGEINT", 10**20 + 1, False),
    ("DOUBLE", 0.1 + 0.2, "DECIMAL(2,1)", 0.3, True),
    ("DOUBLE", 0.411678, "DOUBLE", 0.4116782, True),
    ("DOUBLE", 0.411678, "DOUBLE", 0.41168, False),
    ("INTEGER", 1234561, "INTEGER", 1234562, False),
    ("DOUBLE", 1234561.0000001, "INTEGER", 1234561, True),
    ("DOUBLE", 1e-8, "INTEGER", 0, True),
    ("INTEGER", 280, "INTEGER", 186, False),
    # bool is not int
    ("BOOLEAN", True, "INTEGER", 1, False),
    ("BOOLEAN", False, "INTEGER", 0, False),
    ("BOOLEAN", True, "BOOLEAN", True, True),
    # NULL equals only NULL
    ("INTEGER", None, "VARCHAR", None, True),
    ("INTEGER", None, "INTEGER", 0, False),
    ("VARCHAR", None, "VARCHAR", "", False),
    ("VARCHAR", None, "VARCHAR", "NULL", False),
    # infinity and not-a-number are themselves only
    ("DOUBLE", "inf", "DOUBLE", "inf", True),
    ("DOUBLE", "inf", "DOUBLE", "-inf", False),
    ("DOUBLE", "nan", "DOUBLE", "nan", True),
    ("DOUBLE", "nan", "DOUBLE", None, False),
    ("DOUBLE", "inf", "DOUBLE", 1e300, False),
    # a date is the timestamp of its midnight
    ("DATE", "2025-11-01", "TIMESTAMP", "2025-11-01T00:00:00", True),
    ("TIMESTAMP WITH TIME ZONE", "2025-11-01T00:00:00", "DATE", "2025-11-01", True),
    ("DATE", "2025-11-01", "TIMESTAMP", "2025-11-01T00:00:01", False),
    # a text that reads as a date, or as true or false, is one
    ("DATE", "2025-11-01", "VARCHAR", "2025-11-01", True),
    ("TIMESTAMP", "2025-11-01T09:27:31", "VARCHAR", "2025-11-01 09:27:31", True),
    ("DATE", "2025-11-01", "VARCHAR", "2025-11", False),
    ("DATE", "2025-11-01", "VARCHAR", "01/11/2025", False),
    ("BOOLEAN", True, "VARCHAR", "true", True),
    ("BOOLEAN", True, "VARCHAR", "false", False),
    ("BOOLEAN", True, "VARCHAR", "yes", False),
    # text is exact
    ("VARCHAR", "paid", "VARCHAR", "Paid", False),
    ("VARCHAR", "paid", "VARCHAR", "paid ", False),
    ("VARCHAR", "3", "INTEGER", 3, False),
]


@pytest.mark.parametrize(("kind", "value", "other_kind", "other", "equal"), CELLS)
def test_cells(kind, value, other_kind, other, equal):
    one, two = cell(kind, value), cell(other_kind, other)
    assert same_rows(one, two) is equal
    assert same_rows(two, one) is equal
    assert bool(differences(one, two)) is not equal
    assert (fingerprint(one) == fingerprint(two)) is equal


@pytest.mark.parametrize(
    ("value", "other", "decimals", "equal"),
    [
        (0.33, 0.3333333, 2, True),
        (0.33, 0.3349, 2, True),
        (0.33, 0.3351, 2, False),
        (0.125, 0.13, 2, True),  # halves go away from zero, as in DuckDB
        (-0.125, -0.13, 2, True),
        (0.33499999999999996, 0.34, 2, True),
        (41.2, 41, 0, True),
        (41.5, 42, 0, True),
        (3, 3.001, 2, True),
        (3, 3.01, 2, False),
        (1e307, 1e307, 2, True),
    ],
)
def test_stated_decimals(value, other, decimals, equal):
    one, two = cell("DOUBLE", value), cell("DOUBLE", other)
    assert same_rows(one, two, decimals) is equal
    assert (fingerprint(one, decimals) == fingerprint(two, decimals)) is equal


ROWS = result("VARCHAR INTEGER", ("HA", 3), ("KE2", 2), ("HA", 3))


@pytest.mark.parametrize(
    ("other", "equal"),
    [
        (result("VARCHAR INTEGER", ("HA", 3), ("HA", 3), ("KE2", 2)), True),
        (result("VARCHAR INTEGER", ("HA", 3), ("KE2", 2), ("HA", 3), columns="land n"), True),
        (result("VARCHAR INTEGER", ("HA", 3), ("KE2", 2)), False),
        (result("VARCHAR INTEGER", ("HA", 3), ("KE2", 2), ("KE2", 2)), False),
        (result("INTEGER VARCHAR", (3, "HA"), (2, "KE2"), (3, "HA")), False),
        (result("VARCHAR INTEGER INTEGER", ("HA", 3, 1), ("KE2", 2, 1), ("HA", 3, 1)), False),
        (result("VARCHAR INTEGER"), False),
    ],
)
def test_rows_are_a_multiset_compared_by_position(other, equal):
    assert same_rows(ROWS, other) is equal
    assert (fingerprint(ROWS) == fingerprint(other)) is equal


def test_empty_results_differ_in_their_number_of_columns():
    assert fingerprint(result("INTEGER")) == fingerprint(result("VARCHAR"))
    assert fingerprint(result("INTEGER")) != fingerprint(result("INTEGER INTEGER"))
    assert loose_fingerprint(result("INTEGER")) == fingerprint(result("INTEGER"))


def test_rows_close_within_the_tolerance_match_whatever_their_order():
    one = result("VARCHAR DOUBLE", *[("a", number / 7) for number in range(50)])
    two = result("VARCHAR DOUBLE", *[("a", number / 7 * (1 + 3e-7)) for number in reversed(range(50))])
    assert same_rows(one, two)


@pytest.mark.parametrize(
    ("yours", "right", "signs", "columns"),
    [
        ([("a", 1), ("b", 2)], [("a", 1), ("b", 3)], "−+", (1,)),
        ([("a", 1)], [("a", 1), ("b", 3)], "−", ()),
        ([("a", 1), ("a", 1)], [("a", 1)], "+", ()),
        ([("a", 1), ("x", 9)], [("a", 1), ("b", 3)], "−+", (0, 1)),
        ([("a", None)], [("a", 1)], "−+", (1,)),
        ([("a", number) for number in range(9)], [("a", number + 100) for number in range(9)], "−+−+", (1,)),
        ([("a", 1)], [("b", number) for number in range(2, 9)], "+−−−−", ()),
        ([], [], "", ()),
    ],
)
def test_differences_are_few_and_changed_rows_stand_together(yours, right, signs, columns):
    found = differences(result("VARCHAR INTEGER", *yours), result("VARCHAR INTEGER", *right))
    assert "".join(row.sign for row in found.row_differences(("VARCHAR", "INTEGER"))) == signs
    assert found.columns == columns


def test_differences_of_large_results_are_found_in_time():
    one = result("INTEGER DOUBLE", *[(1, number + 0.5) for number in range(10_000)])
    two = result("INTEGER DOUBLE", *[(1, -number - 0.5) for number in range(1_000)])
    assert differences(one, two).count >= 10_000


def test_null_is_shown_as_null():
    assert compare.cell_text(None, "INTEGER") == "NULL"


def test_arrangement_finds_columns_in_another_order():
    right = result("VARCHAR INTEGER INTEGER", ("a", 1, 2), ("b", 2, 1))
    assert arrangement(result("INTEGER VARCHAR INTEGER", (1, "a", 2), (2, "b", 1)), right) == (1, 0, 2)
    assert arrangement(result("INTEGER VARCHAR INTEGER", (2, "a", 1), (1, "b", 2)), right) == (1, 2, 0)
    assert arrangement(result("INTEGER VARCHAR INTEGER", (1, "a", 1), (2, "b", 2)), right) is None


@pytest.mark.parametrize(
    ("yours", "found"),
    [([41.5, 30.0], ((1,), 100)), ([0.00415, 0.003], ((1,), 0.01)), ([0.415, 0.3], None), ([4.15, 3.0], None)],
)
def test_scale(yours, found):
    right = result("VARCHAR DOUBLE", ("a", 0.415), ("b", 0.3))
    mine = result("VARCHAR DOUBLE", ("a", yours[0]), ("b", yours[1]))
    assert (scale(mine, right) if not same_rows(mine, right) else None) == found


def test_rounded_to():
    right = result("DOUBLE", (0.41167,), (0.33333,))
    assert rounded_to(result("DOUBLE", (0.41,), (0.33,)), right) == 2
    assert rounded_to(result("DOUBLE", (0.41,), (0.34,)), right) is None


@pytest.mark.parametrize(
    ("rows", "same"),
    [
        ([("a", 1), ("b", 1), ("c", 0)], True),
        ([("b", 1), ("a", 1), ("c", 0)], True),  # tied on the key
        ([("c", 0), ("a", 1), ("b", 1)], False),
    ],
)
def test_order_is_that_of_the_demanded_keys(rows, same):
    right = result("VARCHAR INTEGER", ("a", 1), ("b", 1), ("c", 0))
    mine = result("VARCHAR INTEGER", *rows)
    assert (order_fingerprint(mine, [1]) == order_fingerprint(right, [1])) is same


@pytest.mark.parametrize(
    ("value", "decimals", "found"),
    [
        (186, None, False),
        (0.41167, None, False),
        (3812.125, None, False),  # exactly a half: goes up, with noise or without
        (0.335, 2, False),
        (0.33499, 2, False),
        (3.0, None, False),
        (0.005 * (1 - 2e-5), 2, True),
        (1e-6, None, True),
        ("inf", None, False),
        (None, None, False),
    ],
)
def test_on_boundary(value, decimals, found):
    assert on_boundary(cell("DOUBLE", value), decimals) is found


def test_fingerprint_needs_all_rows():
    with pytest.raises(ValueError, match="all its rows"):
        fingerprint(Result(("a",), ("INTEGER",), ((1,),), 2))


values = st.one_of(
    st.none(), st.integers(-(10**12), 10**12), st.floats(-1e6, 1e6).map(lambda number: round(number, 4)), st.just(0.125)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(values, values, st.sampled_from("abc")), max_size=12), st.randoms(), st.data())
def test_shuffling_renaming_and_noise_change_nothing(rows, random, data):
    one = result("DOUBLE DOUBLE VARCHAR", *rows)
    noise = data.draw(st.sampled_from([0.0, 1e-15, -1e-15]))
    moved = [(a if a is None else a * (1 + noise), b, c) for a, b, c in random.sample(rows, len(rows))]
    two = result("DOUBLE DOUBLE VARCHAR", *moved, columns="x y z")
    assert same_rows(one, two)
    if not on_boundary(one):
        assert fingerprint(one) == fingerprint(two)
        assert loose_fingerprint(one) == loose_fingerprint(two.arranged([0, 1, 2]))
