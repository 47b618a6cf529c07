"""What looking does: the chance of a false alarm, one experiment look by look, the chance by number of looks, and the sums."""

from __future__ import annotations

from collections.abc import Sequence

from course.dashboards.describe import Chart
from course.grade.count import quantity
from course.grade.models.experiment import SURE, crossings, path, same_limit
from course.views import draw
from course.views.dashboard.plot import Plot
from course.views.demo import Part
from course.views.markup import folded, note, scrolled, table

MOST = 28
EACH, SAME, ONCE = "each", "same", "once"
RULES = (
    ("more than 1.96 at any look", EACH),
    ("more than a stricter limit, the same at each look", SAME),
    ("more than 1.96 at the last look; before it nobody decides", ONCE),
)
NEVER = 99.0
WIDTH, LEFT, RIGHT, TOP, FOOT = 440, 32, 432, 16, 176  # narrow: beside an exercise its words stay legible
WORDS = "fill:var(--jp-content-font-color1,#212121)"
QUIET = "fill:var(--jp-content-font-color2,#5b5b5b)"
LIMIT = "stroke:var(--course-attention);stroke-width:1.5;stroke-dasharray:4 3"
LINE = "stroke:var(--jp-border-color2,#bdbdbd)"
SOURCE = "exact, by numerical integration; two groups of equal size"


def picture(looks: int, rule: str, seed: int) -> list[Part]:
    """Everything that follows from a number of looks and a rule."""
    return [
        figures(looks, rule),
        one_experiment(looks, rule, seed),
        by_looks(looks, rule),
        folded("All numbers of looks as a table", all_looks()),
        folded("How this is computed", how()),
    ]


def sentence(looks: int, rule: str, seed: int) -> str:
    """The chance of a false alarm, and how this experiment went, to be read out."""
    crossed = first_crossing(looks, rule, seed)
    this = f"this one raises it at look {crossed}" if crossed else "this one raises none"
    return f"{quantity(looks, 'look').capitalize()}: a false alarm in {chance(looks, rule):.1f} of 100 such experiments; {this}."


def limits(looks: int, rule: str) -> list[float]:
    """The limit at each look."""
    if rule == ONCE:
        return [*[NEVER] * (looks - 1), SURE]
    return [same_limit(looks) if rule == SAME else SURE] * looks


def chance(looks: int, rule: str) -> float:
    """How often, in percent, a false alarm."""
    return 100 * crossings([SURE] if rule == ONCE else limits(looks, rule))[-1]


def first_crossing(looks: int, rule: str, seed: int) -> int:
    """The look at which one experiment raises a false alarm; 0 if at none."""
    passed = (abs(z) > limit for z, limit in zip(path(looks, seed), limits(looks, rule), strict=True))
    return next((look for look, is_over in enumerate(passed, 1) if is_over), 0)


def figures(looks: int, rule: str) -> str:
    """The chance of a false alarm, what one look would be, and the limit."""
    limit = limits(looks, rule)[-1]
    return draw.figures(
        [
            (
                "False alarms",
                f"{chance(looks, rule):.1f}%",
                f"of experiments with nothing to find, {quantity(looks, 'look')}",
            ),
            ("With a single look", f"{chance(1, EACH):.1f}%", "what people believe they have"),
            (
                "The limit",
                f"{limit:.2f}",
                "difference ÷ its standard error" if rule != ONCE else "asked once, at the end",
            ),
        ]
    )


def one_experiment(looks: int, rule: str, seed: int) -> str:
    """The difference in standard errors at each look, and the limits."""
    values, bounds = path(looks, seed), limits(looks, rule)
    x = draw.scale(0, looks, LEFT, RIGHT)
    y = draw.scale(-4, 4, FOOT, TOP)
    shapes = [
        *(draw.line((LEFT, y(level)), (RIGHT, y(level)), style=LINE) for level in (-4, 0, 4)),
        *(
            draw.text(LEFT - 8, y(level) + 4, f"{level}".replace("-", "−"), "end", style=QUIET)
            for level in (-4, -2, 0, 2, 4)
        ),
    ]
    begin = x(looks - 1) if rule == ONCE else x(0)
    for sign in (-1, 1):
        level = y(sign * min(bounds[-1], 4))
        shapes.append(draw.line((begin, level), (RIGHT, level), style=LIMIT))
    points = [(x(look), y(max(-4, min(4, z)))) for look, z in enumerate(values, 1)]
    shapes.append(draw.path(points, "var(--course-info)", stroke_width=2))
    crossed = first_crossing(looks, rule, seed)
    for look, place in enumerate(points, 1):
        is_win = look == crossed
        shapes.append(
            draw.point(*place, 6 if is_win else 3, style=f"fill:var(--course-{'attention' if is_win else 'info'})")
        )
        if is_win:
            over = -12 if values[look - 1] > 0 else 20
            anchor = "end" if look > looks / 2 else "start"
            shapes.append(draw.text(place[0], place[1] + over, f"look {look}: a false alarm", anchor, style=WORDS))
    shapes.append(draw.text(RIGHT, FOOT + 18, f"look {looks}", "end", style=QUIET))
    label = f"One experiment without any effect, {quantity(looks, 'look')}: {'a false alarm at look ' + str(crossed) if crossed else 'no false win'}."
    words = note("One such experiment: the difference ÷ its standard error at each look. Dashed: the limits.")
    return words + draw.drawing(WIDTH, FOOT + 26, "".join(shapes), label, class_="course-peeking-path")


def by_looks(looks: int, rule: str) -> Plot:
    """The chance of a false alarm by the number of looks, if each look asks for 1.96."""
    rows = [{"looks": look, "share": 100 * share} for look, share in enumerate(crossings([SURE] * MOST), 1)]
    chart = Chart(
        "line", "Each further look adds false alarms", "", x="looks", y="share", unit="%", y_title="False alarms, in 100 experiments",
        x_title="Looks, each with the limit 1.96", decimals=1, y_from=0, source=SOURCE, wide=True,
        marks=((looks, f"{quantity(looks, 'look')}: {chance(looks, EACH):.1f}%"),),
    )  # fmt: skip
    return Plot.of(chart, rows)


def all_looks() -> str:
    """The chance of a false alarm, and the limit that keeps it at 5%."""
    shares = crossings([SURE] * MOST)
    rows = [(str(look), f"{100 * shares[look - 1]:.1f}", f"{same_limit(look):.2f}") for look in TABLE]
    return scrolled("All looks", table(("Looks", "False alarms with 1.96, %", "Limit that keeps 5%"), rows, range(3)))


TABLE: Sequence[int] = (1, 2, 3, 4, 5, 7, 10, 12, 16, 20, 24, 28)


def how() -> str:
    """The method and its sources."""
    return note(
        "At each look the difference is divided by its standard error. With nothing to find, that figure is a random walk divided by the root of its "
        "length. The share of walks that have not crossed a limit is carried from look to look by numerical integration (Armitage, McPherson and Rowe, "
        "1969). The stricter limit is the one that is crossed in 5 of 100 walks in all (Pocock, 1977)."
    )
