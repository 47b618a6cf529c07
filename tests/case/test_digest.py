"""The data of seed 0 are the same on every machine, Python and numpy.

After a deliberate change of the generator: python -m tests.case.test_digest
"""

from __future__ import annotations

import ast
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest

from course.case import database
from course.case.tables import TABLES
from tests.case.contract import practice_columns, variant_columns

PACKAGE = Path(database.__file__).parent
GOLDEN = Path(__file__).with_name("digests.txt")


def digest(columns: dict) -> str:
    """A digest of a table's content: its rows sorted by the key, column by column."""
    result = blake2b(digest_size=12)
    for values in columns.values():
        result.update(_bytes(values))
    return result.hexdigest()


def _bytes(values: np.ndarray) -> bytes:
    missing = np.ma.getmaskarray(values)
    plain = np.ma.filled(values, 0) if np.ma.isMaskedArray(values) else values
    assert plain.dtype.kind in "biMO", f"{plain.dtype} is not the same on every machine"
    if plain.dtype.kind == "M":
        return plain.astype("datetime64[s]").astype("<i8").tobytes()
    if plain.dtype == object:
        return "\x00".join("\x01" if value is None else str(value) for value in plain.tolist()).encode()
    return plain.astype("<i8").tobytes() + missing.tobytes()


def _in_key_order(each, columns: dict) -> dict:
    keys = [
        columns[name].astype(str) if columns[name].dtype == object else columns[name] for name in reversed(each.key)
    ]
    order = np.lexsort(keys)
    return {column.name: columns[column.name][order] for column in each.columns}


def digests() -> dict[str, str]:
    practice, small = practice_columns(0), variant_columns(1, (620, "M0007", "2025-11-14"))
    found = {each.name: digest(_in_key_order(each, practice[each.name])) for each in TABLES}
    return found | {f"small {each.name}": digest(_in_key_order(each, small[each.name])) for each in TABLES}


def golden() -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in GOLDEN.read_text(encoding="utf-8").splitlines())


SOURCES = [
    file
    for source in database.SOURCES
    for file in (sorted((PACKAGE / source).rglob("*.py")) or [PACKAGE / source])
    if source not in ("schema.py", "load.py", "tables")
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


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_generator_calculates_with_whole_numbers_only(file):
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    called = {getattr(node.func, "attr", getattr(node.func, "id", "")) for node in nodes if isinstance(node, ast.Call)}

    assert not [node for node in nodes if isinstance(node, ast.Div)]
    assert not [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    assert called & DIFFER == set()
    assert not [node for node in nodes if isinstance(node, ast.Import) and node.names[0].name in ("random", "math")]


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return digests()


@pytest.mark.parametrize("name", [each.name for each in TABLES])
def test_same_data_everywhere(found, name):
    assert (found[name], found[f"small {name}"]) == (golden()[name], golden()[f"small {name}"])


def test_a_changed_cell_changes_the_digest():
    columns = {"a": np.array([1, 2]), "b": np.array(["x", None], dtype=object)}
    assert digest(columns) != digest(columns | {"b": np.array(["x", "None"], dtype=object)})
    assert digest(columns) != digest(columns | {"a": np.ma.masked_array([1, 2], mask=[False, True])})


if __name__ == "__main__":
    GOLDEN.write_text("".join(f"{name} {value}\n" for name, value in digests().items()), encoding="utf-8")
