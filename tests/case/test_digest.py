"""The data of seed 0 are the same on every machine, Python and numpy.

After a deliberate change of the generator: python -m tests.case.test_digest
"""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from course.case import database
from course.case import digest as digest_module
from course.case.digest import digest, digests, version
from course.case.load import definition
from course.case.schema import Column, Table
from course.case.tables import TABLES
from tests.case.contract import practice_columns

PACKAGE = Path(database.__file__).parent
GOLDEN = Path(__file__).with_name("digests.txt")


def golden() -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in GOLDEN.read_text(encoding="utf-8").splitlines())


SOURCES = [
    file
    for source in database.SOURCES
    for file in (sorted((PACKAGE / source).rglob("*.py")) or [PACKAGE / source])
    if source not in ("schema.py", "load.py", "digest.py", "tables")
]
DIFFER = {
    "exp",
    "log",
    "sqrt",
    "power",
    "mean",
    "std",
    "random",
    "default_rng",
    "hash",
    "strftime",
    "strptime",
    "now",
    "today",
}
"""What gives other results on another machine, Python or numpy: the C library, the locale, the clock, the hash seed."""


def machine_dependent(file: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    called = {getattr(node.func, "attr", getattr(node.func, "id", "")) for node in nodes if isinstance(node, ast.Call)}
    imported = {node.names[0].name for node in nodes if isinstance(node, ast.Import)}
    floats = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    divisions = ["/" for node in nodes if isinstance(node, ast.Div)]
    return [
        f"{file.name}: {each}" for each in (*divisions, *floats, *(called & DIFFER), *(imported & {"random", "math"}))
    ]


def test_the_generator_calculates_with_whole_numbers_only():
    assert [each for file in SOURCES for each in machine_dependent(file)] == []


def test_same_data_everywhere(case):
    assert digests(case) == golden()


def test_other_data_have_another_version(case, monkeypatch):
    versions = {version(case), version(practice_columns(1))}
    monkeypatch.setattr(digest_module, "SEEDS", range(2, 6))
    versions.add(version(case))
    monkeypatch.setattr(digest_module, "definition", lambda table: definition(table).replace("INTEGER", "BIGINT"))
    versions.add(version(case))

    assert len(versions) == 4


@pytest.mark.parametrize(
    ("column", "others"),
    [
        ([1, 2], [[1, 3], [2, 1], [1], [1, 2, 3], np.ma.masked_array([1, 2], mask=[False, True])]),
        (np.array(["x", None], dtype=object), [np.array(["x", "None"], dtype=object)]),
    ],
    ids=["numbers", "words"],
)
def test_any_other_value_has_another_digest(column, others):
    table = Table("t", "", ("key",), "", (Column("key", "INTEGER", ""), Column("value", "INTEGER", "")))

    def of(values) -> str:
        return digest(table, [{"key": np.arange(len(values)), "value": np.ma.asanyarray(values)}])

    assert of(column) not in map(of, others)
    assert of(column) == of(column)


def test_the_order_of_rows_is_of_no_account(case):
    table = TABLES[0]
    columns = case[table.name]
    turned = {name: values[::-1] for name, values in columns.items()}

    assert digest(table, [turned]) == digest(table, [columns])


if __name__ == "__main__":
    lines = [f"{name} {value}\n" for name, value in digests(practice_columns(0)).items()]
    GOLDEN.write_text("".join(lines), encoding="utf-8")
