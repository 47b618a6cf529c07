"""Six products: where the tables reach back, the curves are theirs."""

from __future__ import annotations

import pytest

from course.grade.models.lifecycle import BY_NAME, PRODUCTS, QUARTERS, growth
from course.grade.query.rows import find_rows

SHOPS = "SELECT (SELECT count(*) FROM merchants WHERE onboarded_at < q + INTERVAL 3 MONTH) FROM (SELECT unnest(range(TIMESTAMP '2023-01-01', TIMESTAMP '2026-01-01', INTERVAL 3 MONTH)) AS q) ORDER BY q"
LOANS = "SELECT count(*) FROM loans GROUP BY quarter(disbursed_at) ORDER BY quarter(disbursed_at)"
ACTIVE = """
SELECT (SELECT count(*) FROM consents WHERE granted_at < q AND (revoked_at IS NULL OR revoked_at >= q)
  AND NOT ((reconfirmed_at IS NULL OR reconfirmed_at > granted_at + INTERVAL 90 DAY) AND granted_at + INTERVAL 90 DAY < q))
FROM (VALUES (TIMESTAMP '2025-10-01'), (TIMESTAMP '2026-01-01')) AS ends(q) ORDER BY q
"""


@pytest.mark.parametrize(
    ("name", "sql", "quarters"),
    [("Card acceptance", SHOPS, 12), ("Six-month loans", LOANS, 4), ("Account data of Link", ACTIVE, 2)],
)
def test_a_curve_is_that_of_the_tables(name, sql, quarters):
    assert [row[0] for row in find_rows(sql)] == list(BY_NAME[name].users[-quarters:])


def test_no_product_has_more_shops_than_there_are():
    shops = BY_NAME["Card acceptance"].users

    assert all(few <= all_shops for few, all_shops in zip(BY_NAME["First checkout button"].users, shops, strict=True))


def test_every_product_has_every_quarter_and_three_facts():
    assert {len(product.users) for product in PRODUCTS} == {len(QUARTERS)}
    assert {len(product.facts) for product in PRODUCTS} == {3}


def test_the_new_shops_are_those_of_the_tables():
    shops = BY_NAME["Card acceptance"].users

    assert (shops[-1] - shops[-2], shops[-5] - shops[-6]) == (6, 37)


def test_growth_depends_on_what_it_is_compared_with():
    assert round(growth("Gift cards"), 1) == 1.0
    assert round(growth("Gift cards", quarters=1)) == 500
