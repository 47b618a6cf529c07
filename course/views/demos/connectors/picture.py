"""What follows from the assumptions: three figures, both options by horizon, the tornado, and every sum behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from course.dashboards.describe import Chart
from course.grade.models.connectors import LONGEST, RANGES, Assumptions, Swing, lead, swings, worths
from course.views import draw
from course.views.dashboard.plot import Plot
from course.views.demo import Part
from course.views.markup import folded, note, scrolled, table

SOURCE = "a model of the case; its sums are below"
WIDTH, ROW, LEFT, RIGHT, TOP = 460, 44, 76, 384, 40
LABELS = {
    "growth": ("Growth a month", "{:.0%}"),
    "months": ("Months of building", "{:g}"),
    "fee": ("Fee per refresh", "€{:.3f}"),
    "volume": ("Refreshes a month", "{:,.0f}"),
    "upkeep": ("Upkeep a year", "{:.0%}"),
    "salary": ("Cost of an engineer", "€{:,.0f}"),
    "benefit": ("Benefit a month", "€{:,.0f}"),
    "on_call": ("On-call a month", "€{:,.0f}"),
    "discount": ("Discount rate", "{:.0%}"),
    "platform": ("Platform fee a month", "€{:,.0f}"),
}


def picture(given: Assumptions, horizon: int) -> list[Part]:
    """Everything that follows from the assumptions within a horizon."""
    return [
        figures(given, horizon),
        horizons(given, horizon),
        tornado(swings(given, RANGES, horizon), lead(given, horizon)),
        folded("All months as a table", months(given, horizon)),
        folded("The sums, one by one", arithmetic(given, horizon)),
    ]


def sentence(given: Assumptions, horizon: int) -> str:
    """The outcome in words, to be read out."""
    build, buy = worths(given, horizon)
    return f"Over {horizon} months building is worth {euro(build)} and buying {euro(buy)}: {_better(build - buy)}."


def figures(given: Assumptions, horizon: int) -> str:
    """What each option is worth, and the difference."""
    build, buy = worths(given, horizon)
    worth = "net present value, no discount" if not given.discount else f"net present value at {given.discount:.0%}"
    return draw.figures(
        [
            ("Build", euro(build), f"{worth}, {horizon} months"),
            ("Buy", euro(buy), f"{worth}, {horizon} months"),
            ("Ahead", f"{'build' if build > buy else 'buy'}, {euro(abs(build - buy))}", "the difference of the two"),
        ]
    )


def horizons(given: Assumptions, horizon: int) -> Plot:
    """Both options by how far one looks ahead."""
    rate = given.monthly_discount
    rows, build, buy = [], 0.0, 0.0
    for month in range(73):
        factor = (1 + rate) ** month
        build, buy = build + given.build(month) / factor, buy + given.buy(month) / factor
        rows += [{"months": month, "option": "build", "worth": build / 1000}, {"months": month, "option": "buy", "worth": buy / 1000}]  # fmt: skip
    chart = Chart(
        "line", "Which is worth more depends on how far you look", "", x="months", y="worth", series="option",
        unit="thousand euro", y_title="Net present value", x_title="Months that you look ahead", decimals=1, source=SOURCE,
        marks=((horizon, f"{horizon} months"),), wide=True,
    )  # fmt: skip
    return Plot.of(chart, rows)


def tornado(found: Sequence[Swing], now: float) -> str:
    """One bar for each assumption, from where its lowest value puts the lead of building to where its highest does."""
    ends = [value for swing in found for value in (swing.lead_low, swing.lead_high)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    at = draw.scale(low, high, LEFT, RIGHT)
    height = TOP + ROW * len(found) + 30
    grid = {"class_": "course-tornado-line"}
    shapes = [
        draw.line((at(0), TOP - 12), (at(0), height - 26), class_="course-tornado-zero"),
        draw.text(at(0), TOP - 16, "equal", "middle", class_="course-tornado-label"),
        draw.text(at(0) - 24, TOP - 16, "← buy", "end", class_="course-tornado-note"),
        draw.text(at(0) + 24, TOP - 16, "build →", class_="course-tornado-note"),
        draw.line((at(now), TOP - 12), (at(now), height - 26), **grid),
        draw.text(min(max(at(now), LEFT + 40), RIGHT - 40), height - 10, f"now {_signed(now)}", "middle", class_="course-tornado-note"),
    ]  # fmt: skip
    for row, swing in enumerate(found):
        shapes += _bar(swing, TOP + ROW * row, at)
    picture = draw.drawing(WIDTH, height, "".join(shapes), _in_words(found), class_="course-tornado")
    rows = [_cells(swing) for swing in found]
    heads = ("Assumption", "Low", "Lead at low, k€", "High", "Lead at high, k€", "Better option")
    listed = folded("The tornado as a table", scrolled("The tornado", table(heads, rows, {1, 2, 3, 4})) + note("The lead of building over buying."))  # fmt: skip
    key = (
        "Solid line: both are worth the same. Dashed line: where the answer is now. ⇄: the bar crosses the solid line."
    )
    title = "What the answer hangs on: one assumption at a time, the others stay"
    return f'<p class="course-tornado-title">{title}</p><p class="course-tornado-key">{key}</p>{picture}{listed}'


def months(given: Assumptions, horizon: int) -> str:
    """The cash of each month."""
    heads = ("Month", "Refreshes", "Build, €", "Buy, €", "Discount factor")
    rate = given.monthly_discount
    rows = [
        (str(month), f"{given.refreshes(month):,.0f}", _plain(given.build(month)), _plain(given.buy(month)), f"{(1 + rate) ** -month:.4f}")
        for month in range(min(horizon, LONGEST) + 1)
    ]  # fmt: skip
    return scrolled("All months", table(heads, rows, range(5)))


def arithmetic(given: Assumptions, horizon: int) -> str:
    """How every figure is calculated."""
    build, buy = worths(given, horizon)
    slip = f", and {given.slip:g} more because it slips" if given.slip else ""
    return (
        f"<p><b>Build.</b> €{given.set_up:,.0f} at once. {given.engineers:g} engineers × €{given.salary:,.0f} = €{given.team:,.0f} a month "
        f"for {given.months:g} months{slip}, beginning with month 0. Then €{given.benefit:,.0f} of benefit a month, minus the running cost: "
        f"upkeep {given.upkeep:.0%} × €{given.team * given.months:,.0f} ÷ 12, on-call €{given.on_call:,.0f}, hosting €{given.hosting:,.0f}, "
        f"together €{given.running:,.0f}.</p>"
        f"<p><b>Buy.</b> €{given.entry:,.0f} at once. From month {given.live:g} on €{given.benefit:,.0f} of benefit a month, minus "
        f"€{given.fee:.3f} for each refresh and €{given.platform:,.0f} for the platform. Refreshes grow by {given.growth:.0%} a month: "
        f"{given.volume:,.0f} today, {given.refreshes(horizon):,.0f} in month {horizon}.</p>"
        f"<p><b>Discount.</b> A month's rate r is (1 + {given.discount:.0%})^(1 ÷ 12) − 1 = {given.monthly_discount:.4%}. The cash of month "
        f"t is divided by (1 + r)^t. The sum over the months 0 to {horizon} is {_whole(build)} for building and {_whole(buy)} for "
        f"buying.</p>"
        "<p>The upkeep is a share of the planned building cost; a slip does not raise it.</p>"
    )


def euro(value: float) -> str:
    """An amount in thousand euro.

    >>> euro(81600), euro(-166739)
    ('€81.6k', '−€166.7k')
    """
    return f"{'−' if value < 0 else ''}€{abs(value) / 1000:,.1f}k"


def _bar(swing: Swing, top: float, at: Callable[[float], float]) -> list[str]:
    label, form = LABELS[swing.name]
    start, end = sorted((at(swing.lead_low), at(swing.lead_high)))
    is_low_left = swing.lead_low < swing.lead_high
    left, right = (swing.low, swing.high) if is_low_left else (swing.high, swing.low)
    look = "course-tornado-flips" if swing.flips else "course-tornado-stays"
    return [
        draw.text(4, top + 12, f"{'⇄ ' if swing.flips else ''}{label}", class_="course-tornado-label"),
        draw.bar(start, top + 18, end - start, ROW - 28, class_=look),
        draw.text(start - 4, top + 30, form.format(left), "end", class_="course-tornado-note"),
        draw.text(end + 4, top + 30, form.format(right), class_="course-tornado-note"),
    ]


def _cells(swing: Swing) -> tuple[str, ...]:
    label, form = LABELS[swing.name]
    better = "changes" if swing.flips else ("build" if swing.lead_low > 0 else "buy")
    return (label, form.format(swing.low), _plain(swing.lead_low / 1000, 1), form.format(swing.high), _plain(swing.lead_high / 1000, 1), better)  # fmt: skip


def _in_words(found: Sequence[Swing]) -> str:
    flips = [LABELS[swing.name][0].lower() for swing in found if swing.flips]
    widest = LABELS[found[0].name][0].lower()
    changes = f"Within their ranges these change which is better: {', '.join(flips)}." if flips else "None changes which is better."  # fmt: skip
    return f"Tornado: the widest bar is {widest}. {changes}"


def _better(difference: float) -> str:
    return f"{'building' if difference > 0 else 'buying'} is better by {euro(abs(difference))}"


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'}€{abs(value):,.0f}"


def _whole(value: float) -> str:
    """An amount whose sign does not part from it at the end of a line."""
    return f'<span class="course-tornado-amount">{_signed(value)}</span>'


def _plain(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".replace("-", "−")
