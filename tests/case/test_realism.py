"""The data look like a company's: rhythms, skewed amounts, plausible names. Paydays and holidays are fact F6."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from course.case.tables import TABLES
from tests.case.contract import in_memory, practice_columns

ROOT = Path(__file__).parents[2]
BY_SHOP = (
    "(select count(*) as n from payments join merchants using (merchant_id) where not is_internal group by merchant_id)"
)
SHAPES = {
    "Saturday is busier than Sunday": (
        "select count(*) filter (isodow(created_at) = 6) / count(*) filter (isodow(created_at) = 7) from payments",
        (1.15, 1.6),
    ),
    "few people pay at night": (
        "select count(*) filter (hour(created_at + interval 1 hour) between 1 and 4) / count(*) from payments",
        (0.005, 0.04),
    ),
    "most payments are small, a few are large": (
        "select avg(amount_cents) / median(amount_cents) from payments",
        (1.3, 2.5),
    ),
    "the largest payments are many times the usual one": (
        "select quantile_cont(amount_cents, 0.99) / median(amount_cents) from payments",
        (5, 15),
    ),
    "incomes are skewed": (
        "select avg(monthly_income_cents) / median(monthly_income_cents) from customers",
        (1.1, 1.6),
    ),
    "loans are skewed": ("select avg(principal_cents) / median(principal_cents) from loans", (1.05, 1.4)),
    "answers are mostly fast": ("select avg(latency_ms) / median(latency_ms) from payment_attempts", (1.2, 2.5)),
    "a tenth of the shops has half of the payments": (
        f"select (select sum(n) from (from {BY_SHOP} order by n desc limit 30)) / sum(n) from {BY_SHOP}",
        (0.35, 0.65),
    ),
    "few shops share a name": ("select count(distinct name) / count(*) from merchants", (0.95, 1)),
}


@pytest.fixture(scope="module")
def another_seed():
    return in_memory(practice_columns(7))


@pytest.mark.parametrize("name", SHAPES)
def test_shape(practice, another_seed, name):
    query, (low, high) = SHAPES[name]

    assert low <= practice.execute(query).fetchone()[0] <= high
    assert low <= another_seed.execute(query).fetchone()[0] <= high


@pytest.mark.parametrize("table", ["merchants", "partners"])
def test_names_look_like_names(practice, table):
    names = [name for (name,) in practice.execute(f"select name from {table}").fetchall()]

    assert [name for name in names if not re.fullmatch(r"[A-Z][a-z]+( (&|[A-Z][a-z]+))*", name)] == []


def test_what_a_column_means_is_written_once():
    files = [*_written("course", "*.py", "*.js"), *_written("modules", "*.md"), ROOT / "README.md"]
    told = re.sub(r'"\s*\n\s*"', "", "".join(path.read_text("utf-8") for path in files))
    meanings = {column.meaning for table in TABLES for column in table.columns if len(column.meaning) > 20}

    assert len(meanings) > 100
    assert [meaning for meaning in meanings if meaning in told] == []


def _written(folder: str, *patterns: str) -> list[Path]:
    found = (path for pattern in patterns for path in (ROOT / folder).rglob(pattern))
    return [path for path in found if "case/tables" not in path.as_posix()]


def test_nothing_large_is_committed():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this copy of the course is no git repository")
    sizes = {name: (ROOT / name).stat().st_size for name in listed.stdout.split("\0") if (ROOT / name).is_file()}

    assert {name: size for name, size in sizes.items() if size > 1_000_000} == {}
