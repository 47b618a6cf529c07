"""A small company of users, payments, attempts and refunds, so that the judge is tested without the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.grade import data
from course.grade.query import sandbox
from course.grade.query.search import strictly
from course.grade.query.tables import Tables, tables_of

TABLES = """
CREATE TABLE users (user_id INTEGER, country VARCHAR, created_at TIMESTAMP);
CREATE TABLE payments (payment_id INTEGER, user_id INTEGER, amount_cents INTEGER, status VARCHAR, created_at TIMESTAMP);
CREATE TABLE attempts (attempt_id INTEGER, payment_id INTEGER, approved BOOLEAN);
CREATE TABLE refunds (refund_id INTEGER, payment_id INTEGER, amount_cents INTEGER);
"""

# {s} is the seed. Hidden sets hold what the practice set lacks: guests (user_id NULL), users without payments, ties,
# payments exactly at a boundary.
ROWS = """
INSERT INTO users SELECT i, ['HA', 'KE2', 'BR'][(i * 7 + {s}) % 3 + 1], TIMESTAMP '2025-10-01' + to_hours(i * 31)
FROM range(1, {users} + 1) r(i);
INSERT INTO payments SELECT i, CASE WHEN {s} > 0 AND i % 11 = 0 THEN NULL ELSE (i * i + {s}) % {buyers} + 1 END,
    (i * 37 + {s} * 13) % 900 + 100, CASE WHEN (i * 3 + {s}) % 7 < 4 THEN 'paid' ELSE 'failed' END,
    TIMESTAMP '2025-10-30' + to_hours(i * 5 + {s}) FROM range(1, {payments} + 1) r(i);
INSERT INTO attempts SELECT i, CASE WHEN i > {payments} THEN i - {payments} ELSE i END, i % 4 <> 0
FROM range(1, {payments} + {payments} // 3 + 1) r(i);
INSERT INTO refunds SELECT i, i * 3, (i * 11) % 90 + 1 FROM range(1, {payments} // 4) r(i);
"""
BOUNDARY = """
INSERT INTO payments VALUES (901, 1, 500, 'paid', '2025-11-01 00:00:00'), (902, 2, 499, 'paid', '2025-12-01 00:00:00'),
    (903, 1, 500, 'failed', '2025-11-30 23:59:00'), (904, 2, 501, 'Paid', '2025-11-15 12:00:00'),
    (905, NULL, 300, 'paid', '2025-11-30 00:00:00');
"""


def build(path: Path, seed: int) -> Path:
    import duckdb

    sizes = {"users": 12, "buyers": 12, "payments": 150} if seed == 0 else {"users": 9, "buyers": 6, "payments": 40}
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES + ROWS.format(s=seed, **sizes) + (BOUNDARY if seed else ""))
    return path


@pytest.fixture(scope="session", autouse=True)
def strict():
    """What fails while a cause is looked for is seen, and not left out as it is for learners."""
    with strictly():
        yield


@pytest.fixture(scope="session")
def databases(tmp_path_factory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("company")
    return {seed: build(folder / f"{seed}.duckdb", seed) for seed in range(6)}


@pytest.fixture(scope="session")
def practice(databases) -> Path:
    yield databases[0]
    sandbox.stop()


@pytest.fixture(scope="session")
def tables(practice) -> Tables:
    return tables_of(practice)


@pytest.fixture(autouse=True)
def company(databases, monkeypatch):
    """The judge reads the small company instead of the case."""
    monkeypatch.setattr(data, "database", lambda seed=0, focus=(): databases[seed])
