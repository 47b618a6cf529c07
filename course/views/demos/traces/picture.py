"""Recorded requests: how long they and their parts took, and the slowest of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil

from course.dashboards.describe import Chart
from course.grade.count import quantity
from course.grade.models.latency import (
    FIXES,
    PARTS,
    Trace,
    p95,
    percentile,
    price,
    sum_of_p95,
    totals,
    traces_with_fixes,
)
from course.views import draw
from course.views.dashboard.plot import Plot
from course.views.demo import Part
from course.views.markup import folded, note, scrolled, table

TARGET = 800
BIN, FIRST, LAST = 50, 200, 1500
SLOWEST = 16  # of 300: from the one that p95 names on
BELOW, ABOVE = "below the target", "at the target or above"


def picture(chosen: Sequence[str]) -> list[Part]:
    """Everything that follows from the chosen fixes, by their names."""
    traces = traces_with_fixes(chosen)
    return [figures(chosen, traces), distribution(traces), parts(traces, chosen), slowest(traces)]


def sentence(chosen: Sequence[str]) -> str:
    """The outcome in words, to be read out."""
    fixes = quantity(len(chosen), "fix", "fixes")
    return f"With {fixes} for €{price(chosen)}k the 95th percentile is {p95(chosen):,} milliseconds."


def figures(chosen: Sequence[str], traces: Sequence[Trace]) -> str:
    """p95 against the target, the median, the price."""
    all_totals, current_p95 = totals(traces), p95(chosen)
    slow_count = sum(total > TARGET for total in all_totals)
    word = "✓ within" if current_p95 <= TARGET else "! above"
    return draw.figures(
        [
            ("p95 of the total", f"{current_p95:,} ms", f"{word} the target of {TARGET} ms"),
            ("Median of the total", f"{percentile(all_totals, 50):,.0f} ms", "half of the requests are slower"),
            (
                "Slower than the target",
                f"{slow_count} of {len(all_totals)}",
                f"{100 * slow_count / len(all_totals):.1f}% of the requests",
            ),
            ("Price of the fixes", f"€{price(chosen)}k", ", ".join(chosen) or "none chosen"),
        ]
    )


def distribution(traces: Sequence[Trace]) -> Plot:
    """How many requests took how long, with p95 and the target marked."""
    all_totals = totals(traces)
    counts = Counter(min(max(int(total // BIN) * BIN, FIRST), LAST) for total in all_totals)
    current_p95 = percentile(all_totals, 95)
    chart = Chart(
        "histogram", "How long do requests take?", "", x="ms", y="requests", series="target", unit="requests",
        y_title="Requests", x_title=f"Total in ms, in steps of {BIN}", source="the recorded traces of checkout", wide=True,
        marks=((TARGET, f"target {TARGET} ms"), (min(current_p95, LAST + BIN), f"p95: {current_p95:,.0f} ms")),
        note=f"The last column holds every request of {LAST:,} ms and more.",
    )  # fmt: skip
    return Plot.of(
        chart,
        [
            {"ms": start, "requests": counts[start], "target": BELOW if start < TARGET else ABOVE}
            for start in range(FIRST, LAST + BIN, BIN)
        ],
    )


def parts(traces: Sequence[Trace], chosen: Sequence[str]) -> str:
    """Mean, median and p95 of each part and of the totals, and the sum of the p95."""
    rows = [_row(label, [trace[part] for trace in traces]) for part, label in PARTS.items()]
    rows.append(_row("total of a request", totals(traces)))
    sum_note = f"The six p95 added up: {sum_of_p95(chosen):,} ms. That is the p95 of nothing."
    return table(("Part", "Mean, ms", "p50, ms", "p95, ms"), rows, {1, 2, 3}) + note(sum_note)


def slowest(traces: Sequence[Trace]) -> str:
    """The slowest requests, from the one that p95 names on."""
    ranked = sorted(traces, key=lambda trace: totals([trace])[0])[-SLOWEST:]
    first, p95_rank = len(traces) - SLOWEST + 1, ceil(0.95 * len(traces))
    rows = [
        [str(rank), *(f"{value:,.0f}" for value in (*(trace[part] for part in PARTS), totals([trace])[0]))]
        for rank, trace in enumerate(ranked, first)
    ]
    heads = ("Rank", *PARTS.values(), "total")
    explanation = (
        f"Ranked from the fastest to the slowest of {len(traces)}. p95 is the total of rank {p95_rank}: 95% are as fast or "
        "faster."
    )
    table_html = scrolled("The slowest requests", table(heads, rows, range(len(heads))))
    return folded(f"The {SLOWEST} slowest requests, in ms", table_html + note(explanation))


def fixes() -> str:
    """What can be bought."""
    return table(("Fix", "Price, k€"), [(fix.name, str(fix.cost)) for fix in FIXES], {1})


def _row(label: str, values: Sequence[float]) -> list[str]:
    statistics = (sum(values) / len(values), percentile(values, 50), percentile(values, 95))
    return [label, *(f"{value:,.0f}" for value in statistics)]
