"""A routing to plan: for each country of issue an acquirer, and when the other one is asked; what it brings in a month."""

from __future__ import annotations

from html import escape
from itertools import product

from course.grade.models import routing
from course.grade.models.routing import COUNTRIES, FAILOVER, MINIMUM, Outcome, Route
from course.views.markup import note, table

HEADS = (
    "Bank in", "Attempts", "A approves, %", "A: we keep, cents", "B approves, %", "B: not reached, %", "B: we keep, cents",
)  # fmt: skip


def data(settings: dict) -> dict:
    """The table of routes, how December went, and the outcome of every plan, by its settings joined with “|”."""
    controls = [
        next(control for control in settings["controls"] if control["id"] == name) for name in (*COUNTRIES, FAILOVER)
    ]
    plans = product(*(control["options"] for control in controls))
    lines = product(COUNTRIES, controls[0]["options"], controls[-1]["options"])
    return {
        "heads": HEADS,
        "rows": _rows(),
        "notReached": _not_reached(),
        "today": _today(),
        "lines": {"|".join(line): _arithmetic(*line) for line in lines},
        "plans": {"|".join(plan): _plan_data(dict(zip((*COUNTRIES, FAILOVER), plan, strict=True))) for plan in plans},
    }


def html(settings: dict, answer: object) -> str:
    """The routes, what was chosen, and what comes of it once everything is chosen."""
    values = answer if isinstance(answer, dict) else {}
    offered = {control["id"]: control["options"] for control in settings["controls"]}
    plan = {name: values[name] for name in (*COUNTRIES, FAILOVER) if values.get(name) in offered[name]}
    chosen = ", ".join(f"{name}: {value}" for name, value in plan.items()) or "nothing chosen yet"
    routes = table(HEADS, _rows(), set(range(1, len(HEADS))))
    outcome = ""
    if len(plan) == len(offered):
        found = _plan_data(plan)
        arithmetic = (_arithmetic(country, plan[country], plan[FAILOVER]) for country in COUNTRIES)
        lines = "".join(f"<li>{escape(line)}</li>" for line in arithmetic)
        outcome = f"<p><strong>{escape(found['result'])}</strong></p><ul>{lines}</ul>"
    return f"{routes}{note(_not_reached())}{note(_today())}<p>{escape(chosen)}</p>{outcome}"


def _rows() -> list[list[str]]:
    found = routing.routes()
    return [_row(country, found[country, "A"], found[country, "B"]) for country in COUNTRIES]


def _row(country: str, a: Route, b: Route) -> list[str]:
    return [
        country, f"{a.attempts:,}", f"{100 * a.approved:.1f}", _cents(a.margin), f"{100 * b.approved:.1f}",
        f"{100 * b.unreachable:.1f}", _cents(b.margin),
    ]  # fmt: skip


def _not_reached() -> str:
    shares = [100 * routing.routes()[country, "A"].unreachable for country in COUNTRIES]
    return f"A fails to reach the bank in {min(shares):.1f} to {max(shares):.1f}% of the attempts, depending on the country."


def _today() -> str:
    return f"As December was routed: {_result(routing.today())}."


def _result(outcome: Outcome) -> str:
    a = outcome.charges["A"]
    sign = "✓" if a >= MINIMUM else "✗"
    return f"€{outcome.margin:,.0f} kept, {outcome.approval:.1%} approved, {a:,.0f} charges at A of {MINIMUM:,} {sign}"


def _plan_data(plan: dict[str, str]) -> dict[str, str]:
    problems = routing.margin(plan).problems
    return {"result": _result(routing.outcome(plan)), "problem": problems[0] if problems else ""}


def _arithmetic(country: str, acquirer: str, failover: str) -> str:
    """How the margin of one country is calculated."""
    requests = routing.requests(country, acquirer, failover)
    cents = sum(approved * margin - extra * routing.REQUEST for _, approved, extra, margin in requests)
    parts = [
        f"{approved:,.0f} charges at {name} × {_cents(margin)} cents"
        for name, approved, _, margin in requests
        if approved
    ]
    extra = sum(extra for _, _, extra, _ in requests)
    parts += [f"less {extra:,.0f} second requests × {routing.REQUEST} cents"] if extra else []
    return f"{country}: {', '.join(parts)} = {'−' if cents < 0 else ''}€{abs(cents) / 100:,.0f}"


def _cents(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")
