"""COMPOSE: a page of tiles, judged by what it shows: its figures, what misleads, and which questions it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from course.dashboards.compose import CHARTS, Composed
from course.dashboards.measures import MEASURES, PERIODS
from course.grade.count import agree, quantity
from course.grade.form.boards.page import Examined, examine
from course.grade.form.boards.read import is_begun, read_tiles
from course.grade.form.boards.show import look
from course.grade.form.field import Field, FieldKind, Note
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError
from course.verdict import Finding

Page = list[dict]
QUESTION = {"id", "name", "measures", "windows", "absent", "when"}
BESIDES = {"where": {"segment"}, "target": {"rule", "no_target"}}
GUESSED_PERIODS = {"Pay": "Oct–Dec 2025", "Lend": "Jan–Dec 2025", "Link": "Jul–Dec 2025"}


@dataclass(frozen=True, kw_only=True)
class Board(Field):
    """A page of at most ``most`` tiles. Each has a question, a ``measure`` of course.dashboards.measures (those in
    ``measures`` are offered) or a query of one's own for it, a chart, an axis, a breakdown, a comparison, a target and a
    note; the words for what can be chosen are in course.dashboards.compose.

    ``questions`` are what the page must answer, dicts: ``id``, ``name``; the ``measures`` that can answer it; ``where``
    {column: value}, the part that has to be seen; ``windows``, pairs of days: in each, one figure has to lie, all of the
    same part; a ``target`` with the ``rule`` that sets it. And what to say: ``absent``, ``segment``, ``when``, ``no_target``,
    and ``instead`` {measure: why it is no answer}. ``right`` is one page that answers all of them, a list of tiles as
    dicts; every other page that does so, with right figures and without a flaw, is right, too.
    Wrong value: {"tile": number, "is": {part: value}}, {"without": number} or {"more": [tiles]}: what to change in it.
    """

    kind: str = "board"
    title: str = ""
    measures: tuple = ()
    questions: tuple = ()
    most: int = 6

    hidden = ("questions",)


class BoardKind(FieldKind):
    """Right is {"page": tiles, "questions": what to answer}; wrong is {"page": tiles, "code": what is wrong with it}."""

    Field = Board
    finds_all = True

    def right(self, field: Board, find_rows: FindRows) -> dict:
        """Raises AuthorError for a question that lacks a part, and for a page in which something is wrong."""
        strange = [name for name in field.measures if name not in MEASURES]
        if strange or not field.measures:
            raise AuthorError(f"Field “{field.id}”: {strange[:1]} is no measure. There are {', '.join(MEASURES)}.")
        for question in field.questions:
            needed = QUESTION.union(*(names for name, names in BESIDES.items() if name in question))
            if missing := needed - set(question):
                raise AuthorError(f"Field “{field.id}”: a question lacks “{sorted(missing)[0]}”.")
        right = {
            "page": [dict(tile) for tile in field.right or ()],
            "questions": [dict(each) for each in field.questions],
        }
        examined = self._examined(field.settings, right, right["page"])
        if examined.problems or not right["questions"]:
            raise AuthorError(
                f"Field “{field.id}”: its page is not right. {examined.problems[0].seen if examined.problems else ''}"
            )
        return right

    def clean(self, settings: dict, answer: object) -> list[Composed] | None:
        """The tiles in which something is chosen."""
        return [tile for tile in read_tiles(answer) if is_begun(tile)] or None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        """Each question that the page answers is a part; half of one whose tile misleads. Nothing else may be wrong either."""
        if self.clean(settings, answer) is None:
            return OPEN
        examined = self._examined(settings, right, answer)
        total, hits = len(right["questions"]), len(examined.answered) + len(examined.half) / 2
        besides = {problem.code[0] for problem in examined.problems} - {"open"}
        if besides and not examined.half:
            hits = max(hits - 0.5, 0.0)
        if "contradicted" in besides:
            hits = min(hits, total / 2)
        count = f"{len(examined.answered)} of {quantity(total, 'question')} {agree(len(examined.answered))} answered"
        count += f", {quantity(len(examined.problems), 'thing')} to mend" if besides else ""
        return Mark(hits, total, total, count=count, holds=not examined.problems)

    def reference(self, settings: dict, right: dict) -> Page:
        return [dict(tile) for tile in right["page"]]

    def guess(self, settings: dict, right: dict, random: Random) -> Page:
        """As many tiles as questions, each of a measure at random, shown in a way that it allows."""
        return [_guessed(settings, random) for _ in right["questions"]]

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> dict:
        """A wrong page, and what is first wrong with it. Raises AuthorError for a change that does no harm."""
        page = self.reference(settings, right)
        change = dict(value) if isinstance(value, Mapping) else {}
        try:
            if "is" in change:
                page[change["tile"] - 1] |= change["is"]
            elif "without" in change:
                del page[change["without"] - 1]
            else:
                page += [dict(tile) for tile in change["more"]]
        except (KeyError, IndexError, TypeError) as error:
            raise AuthorError("A mistake in a page is {tile, is}, {without} or {more}.") from error
        problems = self._examined(settings, right, page).problems
        if not problems:
            raise AuthorError("Nothing is wrong with the page of this mistake.")
        return {"page": page, "code": list(problems[0].code)}

    def distance(self, settings: dict, right: dict, wrong: dict, answer: object) -> float | None:
        """Where among the problems of a page that of the mistake is; the first is the nearest."""
        if self.clean(settings, answer) is None:
            return None
        codes = [list(problem.code) for problem in self._examined(settings, right, answer).problems]
        return float(codes.index(wrong["code"])) if wrong["code"] in codes else None

    def mistaken(self, settings: dict, right: dict, wrong: dict) -> Page:
        return [dict(tile) for tile in wrong["page"]]

    def place(self, settings: dict, right: dict, wrong: dict, answer: object) -> str:
        problems = self._examined(settings, right, answer).problems
        return next((problem.about for problem in problems if list(problem.code) == wrong["code"]), "")

    def beside_known(self, settings: dict, right: dict, answer: object, wrong: list[dict]) -> Iterator[Finding]:
        """All problems but those that known mistakes explain."""
        known = [each["code"] for each in wrong]
        for problem in self._examined(settings, right, answer).problems:
            if list(problem.code) not in known:
                yield Finding("board", problem.seen, look=problem.look, about=problem.about)

    def slips(self, settings: dict, right: dict) -> Iterator[Page]:
        """In one tile another chart, axis, comparison or period, and the tile left out."""
        page = self.reference(settings, right)
        changes = [{"axis": "low", "chart": "columns"}, {"compare": "added"}, {"compare": "volume"}, {"split": ""}]
        changes += [{"period": period} for period in PERIODS] + [
            {"chart": "number"},
            {"target": "0.5"},
            {"note": "Down by 7.7%."},
        ]
        for at, tile in enumerate(page):
            yield [*page[:at], *page[at + 1 :]]
            for change in changes:
                yield [*page[:at], {**tile, **change}, *page[at + 1 :]]

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        """Of each tile why it shows nothing, or what is odd about what it shows."""
        for at, tile in enumerate(read_tiles(answer)):
            shown = look(tile)
            differs = f"Your query does not measure what the tile says. {shown.differs}" if shown.differs else ""
            words = f"The target “{tile.target_words}” is no number, so none is drawn." if tile.target_words else ""
            yield (str(at),), (shown.problem or differs or words or shown.remark).replace("`", "")

    def _examined(self, settings: dict, right: dict, answer: object) -> Examined:
        return examine(self.clean(settings, answer) or [], right["questions"], settings["most"])


def _guessed(settings: dict, random: Random) -> dict:
    name = random.choice(list(settings["measures"]))
    measure = MEASURES[name]
    return {
        "question": "What do we see?", "measure": name, "chart": random.choice([chart for chart in CHARTS if chart != "number"]),
        "along": random.choice(measure.along[:2]), "split": random.choice(measure.splits), "period": GUESSED_PERIODS[measure.about],
    }  # fmt: skip


KIND = BoardKind()
