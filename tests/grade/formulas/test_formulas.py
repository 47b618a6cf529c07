"""Formulas come to what a spreadsheet makes of them, say in words what is wrong, and never take long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grade.formulas import FUNCTIONS, FormulaError, Grid
from course.grade.formulas.grid import MOST_STEPS, OPEN
from course.grade.formulas.parse import LONGEST

CELLS = {"A1": 10.0, "A2": 20.0, "A3": "=A1+A2", "A4": "a text", "B1": "=A1*2", "C1": 0.1}


def value(formula: str, **more: object):
    return Grid({**CELLS, **more, "Z9": formula}, {}, {"price": "A1", "rate": "C1"}).value("Z9")


def problem(formula: str, **more: object) -> str:
    with pytest.raises(FormulaError) as caught:
        value(formula, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+2*3", 7), ("=(1+2)*3", 9), ("=-2^2", 4), ("=2^3^2", 64), ("=2**3", 8), ("=8/4/2", 1), ("=-A1", -10), ("=--3", 3),
        ("=12%", 0.12), ("=A1*12%", 1.2), ("12%", 0.12), ("−3", -3), ("=1.5e3", 1500), ("=.5", 0.5), ("=6×7÷2", 21),
        ("=a1+$A$2", 30), ("=A3", 30), ("=price*(1+RATE)", 11), ("=SUM(A1:A3)", 60), ("=SUM(A1;A2)", 30), ("=SUM(A1:A9)", 60),
        ("=NPV(0.1,110,121)", 200), ("=NPV(0,1;110;121)", 200), ("=MIN(A1:A3)", 10), ("=max(A1,A2)", 20), ("=AVERAGE(A1:A3)", 20),
        ("=COUNT(A1:B2)", 3), ("=ROUND(2.5,0)", 3), ("=ROUND(-1.25;1)", -1.3), ("=ABS(-3)", 3), ("=POWER(2,10)", 1024),
        ("=SQRT(16)", 4), ("=EXP(LN(5))", 5), ("=SUMPRODUCT(A1:A2,A1:A2)", 500), ("=IF(A1>5,1,2)", 1), ("=IF(A1<=5,1,2)", 2),
        ("=IF(A1<>10,1,IF(A2=20,7,8))", 7), ("=IF(0,1/0,5)", 5), ("=(A1>5)*3", 3), ("=AND(A1>5,A2>5)*1", 1), ("=OR(A1>50,0)*1", 0),
        ("=NOT(0)*1", 1), ('=IF(A4="A TEXT",1,0)', 1), ("=D7+1", 1),
    ],
)  # fmt: skip
def test_a_formula_comes_to_what_a_spreadsheet_makes_of_it(formula, expected):
    assert value(formula) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("=", "nothing follows"), ("=1+", "ends too early"), ("=SUM(1", "“)” is missing"), ("=1 2", "an operator is missing"),
        ("=vat", "no cell called “vat”. The names are price, rate"), ("=prise", "Is it price?"), ("=FOO(1)", "no function FOO"), ("=1/0", "divides by zero"),
        ("=1/D7", "empty cell"), ("=9^9^9^9", "too large"), ("=1e400", "too large"), ("=(-2)^0.5", "no such power"),
        ("=LN(0)", "above zero"), ("=A4*2", "a text"), ("=A1:A2", "one number belongs"), ("=SUM(A1:", "ends too early"),
        ("=SUM(A1:5)", "a range ends with a cell"), ("=(0,5)", "written with a point"), ("='x'", "means nothing"), ("=Z9+1", "circle"),
        ("=NPV(1)", "takes 2 to 20 arguments, and has 1"), ("=IF(1)", "IF takes a condition"), ("=NPV(-2,1)", "above −100%"),
        ("=SUMPRODUCT(A1:A2,A1:A3)", "the same size"), ('=A4<"b"', "only be compared"), ("=*3", "belongs"),
        ("=" + "(" * 40 + "1", "inside each other"), ("=" + "1+" * LONGEST, "characters"), ("=SUM(A1:ZZ999)", "larger than the sheet"),
        ("=__import__('os')", "means nothing"), ("=price.__class__", "no cell called"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words(formula, says):
    assert says in problem(formula)


def test_an_error_is_found_where_it_is_and_not_where_it_is_used():
    assert problem("=B9*2", B9="=1/0") == "B9, which it needs, has an error"
    assert problem("=B8", B8="=B9", B9="=1/0") == "B9, which it needs, has an error"
    assert problem("=B9*2", B9=OPEN) == "B9 is still open"


def test_a_formula_is_filled_down_and_right_and_dollar_signs_stay():
    grid = Grid(
        {"A1": 1.0, "B1": 2.0, "A2": 3.0, "B2": 4.0, "C1": 10.0, "D1": "=$C$1*A1+$C1"},
        {"D1": "E2"}, {},
    )  # fmt: skip

    assert grid.values("D1") == [20, 30, 30, 40]  # row by row; $C1 is empty in row 2


def test_a_reference_that_leaves_the_sheet_is_an_error():
    error = Grid({"B2": 1.0, "B3": "=A1"}, {"B3": "B4"}, {}).values("B3")
    first = Grid({"A2": "=A1"}, {"A2": "A3"}, {}).value("A3")

    assert [str(each) for each in error] == ["None", "None"]
    assert first is None


MEAN = [
    "=" + "+".join(["SUM(A1:Z75)"] * 30),
    "=" + "SUM(" * 29 + "A1:A60" + ")" * 29,
    "=" + "^".join(["9"] * 190),
    "=" + "-" * 390 + "1",
    "=" + "1%" * 5 + "%" * 300,
    '="' + "x" * 300 + '"',
    "=IF(" + "1," * 100 + "1)",
]


@pytest.mark.parametrize("formula", MEAN, ids=range(len(MEAN)))
def test_no_formula_takes_long(formula):
    """Filled into a whole sheet, each cell resting on the one above."""
    start = time.process_time()
    grid = Grid({"A1": 1.0, "B1": formula, "C1": 1.0, "C2": "=C1*2+B1*0"}, {"B1": "B75", "C2": "C75"}, {})
    grid.values("B1"), grid.values("C2")

    assert grid._steps <= MOST_STEPS + 150
    assert time.process_time() - start < 2


@settings(max_examples=300, deadline=None)
@given(st.text("=+-*/^%(),;:.<>\"$ A1B2ZIFSUMNPVratepc€−×\n\t_[]{}'", max_size=60))
def test_any_text_is_a_value_or_an_error_in_words(text):
    found = Grid({**CELLS, "Z9": "=" + text}, {}, {"price": "A1"}).values("Z9")[0]

    assert isinstance(found, float | str | bool | FormulaError | None) and str(found) != ""


NUMBERS = st.floats(-1e4, 1e4, allow_nan=False)


@given(NUMBERS, NUMBERS, st.floats(0.5, 20))
def test_sums_are_those_of_python(one, other, third):
    assert value("=A7+A8*A9-A7/A9", A7=one, A8=other, A9=third) == pytest.approx(one + other * third - one / third)


@given(st.lists(NUMBERS, min_size=1, max_size=12), st.floats(0.001, 0.5))
def test_npv_is_the_sum_of_discounted_values(values, rate):
    cells = {f"D{row}": each for row, each in enumerate(values, 1)}
    expected = sum(each / (1 + rate) ** row for row, each in enumerate(values, 1))

    assert value(f"=NPV(E1,D1:D{len(values)})", E1=rate, **cells) == pytest.approx(expected, abs=1e-6)


def test_every_function_says_how_many_arguments_it_takes():
    assert all(1 <= least <= most <= 20 for least, most, _ in FUNCTIONS.values())
