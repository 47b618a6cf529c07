"""Twelve query exercises of the kinds that product managers meet, against the case company's tables."""

from __future__ import annotations

from course.grade.query.key import QueryKey

KEYS = {
    "funnel": QueryKey(
        """
        SELECT a.channel, COUNT(*) AS applied, COUNT(*) FILTER (WHERE a.decision = 'approved') AS approved,
          COUNT(l.loan_id) AS paid_out
        FROM applications a
        LEFT JOIN loans l ON l.application_id = a.application_id
        WHERE a.applied_at >= TIMESTAMP '2025-10-01' AND a.applied_at < TIMESTAMP '2026-01-01'
        GROUP BY a.channel
        """,
        accept=(
            """
            WITH q AS (SELECT * FROM applications WHERE date_trunc('quarter', applied_at) = DATE '2025-10-01')
            SELECT channel, COUNT(*), COUNT(*) FILTER (WHERE decision = 'approved'),
              (SELECT COUNT(*) FROM loans JOIN q AS other USING (application_id) WHERE other.channel = q.channel)
            FROM q GROUP BY channel
            """,
        ),
    ),
    "retention": QueryKey(
        """
        WITH firsts AS (
          SELECT customer_id, date_trunc('month', MIN(created_at)) AS cohort
          FROM payments
          WHERE status = 'paid' AND customer_id IS NOT NULL
          GROUP BY customer_id
        )
        SELECT f.cohort, date_diff('month', f.cohort, p.created_at) AS months,
          COUNT(DISTINCT p.customer_id) AS customers
        FROM firsts f
        JOIN payments p ON p.customer_id = f.customer_id
        WHERE p.status = 'paid'
        GROUP BY 1, 2
        """
    ),
    "volume by month": QueryKey(
        """
        SELECT date_trunc('month', p.created_at) AS month, SUM(p.amount_cents) / 100 AS euros
        FROM payments p
        JOIN merchants m ON m.merchant_id = p.merchant_id
        WHERE p.status = 'paid' AND NOT m.is_internal
        GROUP BY 1
        ORDER BY month
        """,
        order=("month",),
    ),
    "dispute rate": QueryKey(
        """
        SELECT m.tier, ROUND(100.0 * COUNT(DISTINCT d.payment_id) / NULLIF(COUNT(DISTINCT p.payment_id), 0), 2) AS rate
        FROM merchants m
        LEFT JOIN payments p ON p.merchant_id = m.merchant_id AND p.status = 'paid'
        LEFT JOIN disputes d ON d.payment_id = p.payment_id
        GROUP BY m.tier
        """,
        decimals=2,
    ),
    "top three": QueryKey(
        """
        WITH volume AS (
          SELECT m.tier, m.merchant_id, SUM(p.amount_cents) AS cents
          FROM merchants m
          JOIN payments p USING (merchant_id)
          GROUP BY m.tier, m.merchant_id
        )
        SELECT tier, merchant_id, cents
        FROM volume
        QUALIFY RANK() OVER (PARTITION BY tier ORDER BY cents DESC) <= 3
        ORDER BY tier, cents DESC, merchant_id
        """,
        order=("tier", "cents desc", "merchant_id"),
    ),
    "never paid": QueryKey(
        """
        SELECT c.customer_id, c.country
        FROM customers c
        WHERE NOT c.is_test
          AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.customer_id = c.customer_id AND p.status = 'paid')
        """
    ),
    "running total": QueryKey(
        """
        SELECT day, acquirer, SUM(cents) OVER (PARTITION BY acquirer ORDER BY day) AS total
        FROM (
          SELECT CAST(settled_at AS DATE) AS day, acquirer, SUM(net_cents) AS cents
          FROM settlements
          GROUP BY 1, 2
        ) AS daily
        ORDER BY acquirer, day
        """,
        order=("acquirer", "day"),
    ),
    "conditional counts": QueryKey(
        """
        SELECT channel, COUNT(*) AS applications,
          COUNT(*) FILTER (WHERE decision = 'approved') AS approved,
          SUM(CASE WHEN score IS NULL THEN 1 ELSE 0 END) AS unscored
        FROM applications
        WHERE applied_at BETWEEN TIMESTAMP '2025-10-01' AND TIMESTAMP '2025-12-31 23:59:59'
        GROUP BY channel
        HAVING COUNT(*) >= 3
        """
    ),
    "percentile": QueryKey(
        """
        SELECT acquirer, quantile_cont(latency_ms, 0.95)::DOUBLE AS p95, AVG(latency_ms) AS mean
        FROM payment_attempts
        WHERE issuer_country = 'KE2' OR issuer_country = 'HA'
        GROUP BY acquirer
        """,
        decimals=2,
    ),
    "growth": QueryKey(
        """
        WITH monthly AS (
          SELECT date_trunc('month', created_at) AS month, SUM(amount_cents) AS cents
          FROM payments
          WHERE status IN ('paid', 'refunded')
          GROUP BY 1
        )
        SELECT month, 100.0 * (cents - LAG(cents) OVER (ORDER BY month)) / LAG(cents) OVER (ORDER BY month) AS growth
        FROM monthly
        """
    ),
    "second payment": QueryKey(
        """
        WITH numbered AS (
          SELECT customer_id, created_at,
            ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY created_at, payment_id) AS n
          FROM payments
          WHERE customer_id IS NOT NULL
        )
        SELECT AVG(date_diff('day', a.created_at, b.created_at)) AS days
        FROM numbered a
        JOIN numbered b ON b.customer_id = a.customer_id AND b.n = 2
        WHERE a.n = 1
        """
    ),
    "both products": QueryKey(
        """
        SELECT customer_id FROM applications WHERE decision = 'approved'
        INTERSECT
        SELECT customer_id FROM payments WHERE COALESCE(amount_cents, 0) > 1000
        """
    ),
}
