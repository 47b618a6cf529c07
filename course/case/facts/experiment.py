"""Facts of experiment EXP-031: F13."""

from __future__ import annotations

from .fact import Fact

UNITS = """
with unit as (
    select u.variant, u.converted, c.device_os = 'android' and u.os_major < 10 as old
    from exp_units u join customers c using (customer_id) where u.exp_id = 'EXP-031'
), arm as (
    select count(*) filter (variant = 'control') as n_c, count(*) filter (variant = 'treatment') as n_t,
           count(*) filter (variant = 'control' and converted) as x_c,
           count(*) filter (variant = 'treatment' and converted) as x_t
    from unit {where}
), rate as (
    select *, x_t / n_t - x_c / n_c as lift, (x_c + x_t) / (n_c + n_t) as pooled, (n_c + n_t) / 2 as half from arm
)
"""
EVERYBODY, VALID = UNITS.format(where=""), UNITS.format(where="where not old")
Z = "abs(lift) / sqrt(pooled * (1 - pooled) * (1 / n_c + 1 / n_t))"
SPLIT_Z = "sqrt(((n_c - half) ** 2 + (n_t - half) ** 2) / half)"


def two_sided(z: str) -> str:
    """The two-sided p-value of a normal ``z``, as SQL: DuckDB has no error function.

    Laplace's continued fraction for the tail, x + 1/(x + 2/(x + 3/…)), 30 steps deep: four digits from z = 0.8 on.
    """
    fraction = "x"
    for step in range(30, 0, -1):
        fraction = f"(x + {step} / {fraction})"
    return (
        f"(with tail as (select {z} as x from rate) select 2 * exp(-x * x / 2) / sqrt(2 * pi()) / {fraction} from tail)"
    )


EXPERIMENT_FACTS = (
    Fact(
        "F13.control",
        "{value} customers were in the control group",
        10_260,
        "customers",
        0,
        f"{EVERYBODY} select n_c from rate",
        ("10.5",),
        (10_200, 10_320),
    ),
    Fact(
        "F13.treatment",
        "{value} customers were in the treatment group",
        9_440,
        "customers",
        0,
        f"{EVERYBODY} select n_t from rate",
        ("10.5",),
        (9_380, 9_500),
    ),
    Fact(
        "F13.raw",
        "Compared as they are, the treatment converts better by {value}",
        1.92,
        "pp",
        0.005,
        f"{EVERYBODY} select 100 * lift from rate",
        ("10.5",),
        (1.75, 2.1),
    ),
    Fact(
        "F13.raw_p",
        "with p = {value}",
        0.003,
        "",
        0.0005,
        f"{EVERYBODY} select {two_sided(Z)}",
        ("10.5",),
        (0.001, 0.008),
    ),
    Fact(
        "F13.srm_p",
        "A split that uneven has p = {value}",
        5e-9,
        "",
        5e-10,
        f"{EVERYBODY} select {two_sided(SPLIT_Z)}",
        ("10.5",),
        (0, 1e-6),
    ),
    Fact(
        "F13.valid_control",
        "{value} customers with current systems were in the control group",
        8_010,
        "customers",
        0,
        f"{VALID} select n_c from rate",
        ("10.5",),
        (7_980, 8_040),
    ),
    Fact(
        "F13.valid_treatment",
        "{value} customers with current systems were in the treatment group",
        7_990,
        "customers",
        0,
        f"{VALID} select n_t from rate",
        ("10.5",),
        (7_960, 8_020),
    ),
    Fact(
        "F13.valid_rate",
        "Of the customers with current systems in the control group, {value} asked for a quote",
        31.4,
        "%",
        0.05,
        f"{VALID} select 100 * x_c / n_c from rate",
        ("10.6",),
        (31.3, 31.5),
    ),
    Fact(
        "F13.valid_half",
        "The 95% interval of that difference reaches {value} to each side",
        1.44,
        "pp",
        0.005,
        f"{VALID} select 196 * sqrt(x_c / n_c * (1 - x_c / n_c) / n_c + x_t / n_t * (1 - x_t / n_t) / n_t) from rate",
        ("10.5",),
        (1.4, 1.5),
    ),
    Fact(
        "F13.lost",
        "{value} customers with old Android fewer are in the treatment group than in the control group",
        800,
        "customers",
        0,
        "select count(*) filter (variant = 'control') - count(*) filter (variant = 'treatment') from exp_units u "
        "join customers c using (customer_id) where u.exp_id = 'EXP-031' and c.device_os = 'android' and u.os_major < 10",
        ("10.5",),
        (740, 860),
    ),
    Fact(
        "F13.split",
        "The chi-square of the split is {value}",
        34.1,
        "",
        0.05,
        f"{EVERYBODY} select ((n_c - half) ** 2 + (n_t - half) ** 2) / half from rate",
        ("10.5",),
        (28, 41),
    ),
    Fact(
        "F13.valid",
        "Among customers with current systems the treatment converts better by {value}",
        0.6,
        "pp",
        0.05,
        f"{VALID} select 100 * lift from rate",
        ("10.5",),
        (0.55, 0.65),
    ),
    Fact(
        "F13.valid_p",
        "with p = {value}: no evidence",
        0.41,
        "",
        0.005,
        f"{VALID} select {two_sided(Z)}",
        ("10.5",),
        (0.39, 0.44),
    ),
    Fact(
        "F13.daily",
        "{value} customers a day came into EXP-031",
        1_407,
        "customers a day",
        1,
        "select count(*) / count(distinct assigned_at::date) from exp_units where exp_id = 'EXP-031'",
        ("10.6",),
        (1_400, 1_415),
    ),
)
