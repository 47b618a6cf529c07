"""A precedence graph: what must be done before what, judged by everything that follows from its arrows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from course.grade.count import agree
from course.grade.form.field import Field, FieldKind, offered
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, Rows
from course.grade.models.parts import ordered, reachable
from course.keys.key import AuthorError

HOW = ("with", "without")
CHANCE = 0.3
"""What as many random arrows earn, roughly; it is taken off what is not yet right."""
FLAWED = 0.5
"""The part of its credit that a graph with a wrong arrow keeps: what follows from it counts as well, so that bending an
arrow until it fits a wrong number must not pay."""

Graph = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Precedence(Field):
    """For each of ``options``, the others that must be done first: ``right`` is {option: [what it needs]}, or a
    ``model`` gives pairs [option, what it needs].

    Judged is what must come before what, directly or through others, by F1: an arrow that others imply is neither
    asked for nor wrong. A graph with a wrong arrow keeps half of that, and a circle is never right. Wrong value: {"with": {option: [needs]}} for arrows that are there,
    {"without": …} for such as do not even follow from others.
    """

    kind: str = "precedence"
    options: tuple = ()


class PrecedenceKind(FieldKind):
    """Right is {option: [what it needs]}. A wrong value is {"with" | "without": such a graph}."""

    Field = Precedence
    is_plan = True

    def right(self, field: Precedence, find_rows: FindRows) -> Graph:
        """Every arrow. Raises AuthorError for a circle, and for arrows between options that are not offered."""
        source = self.find(field.source, find_rows)
        pairs = [row[0] for row in source] if isinstance(source, Rows) else _pairs(source or {})
        offered(field.id, [option for pair in pairs for option in pair], field.options)
        graph = {option: [needed for part, needed in pairs if part == option] for option in field.options}
        try:
            ordered(graph, field.options)
        except ValueError as error:
            raise AuthorError(f"Field “{field.id}”: its parts wait for each other: {error}.") from error
        return graph

    def clean(self, settings: dict, answer: object) -> Graph | None:
        """The arrows between options, in the order in which these are offered; none of an option to itself."""
        if not isinstance(answer, dict):
            return None
        graph = {option: _needs(settings, option, answer.get(option)) for option in settings["options"]}
        return graph if any(graph.values()) else None

    def judge(self, settings: dict, right: Graph, answer: object) -> Mark:
        graph = self.clean(settings, answer)
        if graph is None:
            return OPEN
        try:
            given = reachable(graph, settings["options"])
        except ValueError as error:
            reason = f"these wait for each other, so none of them can ever begin: {error}"
            return Mark(0, reason=reason, holds=False)
        wanted = reachable(right, settings["options"])
        hits = len(given & wanted)
        share = 2 * hits / (len(given) + len(wanted))
        if given == wanted:
            return Mark(share, holds=True)
        reason = _reason(settings, right, graph)
        return Mark(FLAWED * share, chance=FLAWED * CHANCE, reason=reason, holds=False)

    def reference(self, settings: dict, right: Graph) -> Graph:
        return {option: needs for option, needs in right.items() if needs}

    def guess(self, settings: dict, right: Graph, random: Random) -> Graph:
        """As many arrows as there are, each from an option to one that is offered before it."""
        options = settings["options"]
        graph: Graph = {option: [] for option in options}
        for _ in range(sum(map(len, right.values()))):
            earlier, later = sorted(random.sample(range(len(options)), 2))
            if options[earlier] not in graph[options[later]]:
                graph[options[later]].append(options[earlier])
        return graph

    def mistake(self, settings: dict, right: Graph, value: object, find_rows: FindRows) -> dict:
        how, graph = next(iter(value.items()))
        if how not in HOW:
            raise AuthorError(f"A mistake in a graph holds “with” or “without”, not “{how}”.")
        offered("of a mistake", [option for pair in _pairs(graph) for option in pair], settings["options"])
        return {how: graph}

    def distance(self, settings: dict, right: Graph, wrong: dict, answer: object) -> float | None:
        """Arrows that a mistake has are drawn; those that it lacks do not follow from what is drawn either."""
        graph = self.clean(settings, answer)
        if graph is None:
            return None
        (how, arrows) = next(iter(wrong.items()))
        try:
            given = reachable(graph, settings["options"])
        except ValueError:
            return None
        if how == "with":
            return 0.0 if all(needed in graph[option] for option, needed in _pairs(arrows)) else None
        return 0.0 if all((option, needed) not in given for option, needed in _pairs(arrows)) else None

    def mistaken(self, settings: dict, right: Graph, wrong: dict) -> Graph:
        (how, arrows) = next(iter(wrong.items()))
        if how == "with":
            return {option: [*needs, *arrows.get(option, ())] for option, needs in right.items()}
        return {
            option: [each for each in needs if each not in arrows.get(option, ())] for option, needs in right.items()
        }

    def slips(self, settings: dict, right: Graph) -> Iterator[Graph]:
        """One arrow forgotten, or drawn the wrong way round."""
        base = self.reference(settings, right)
        for option, needed in _pairs(base):
            without = {**base, option: [each for each in base[option] if each != needed]}
            yield without
            yield {**without, needed: [*without.get(needed, ()), option]}


def _pairs(graph: Graph) -> list[tuple[str, str]]:
    return [(option, needed) for option, needs in graph.items() for needed in needs]


def _needs(settings: dict, option: str, chosen: object) -> list[str]:
    is_list = isinstance(chosen, list | tuple)
    return [other for other in settings["options"] if is_list and other in chosen and other != option]


def _reason(settings: dict, right: Graph, graph: Graph) -> str:
    """The first arrow that nothing asks for, and then the first part before which something is missing."""
    wanted, given = (reachable(each, settings["options"]) for each in (right, graph))
    extra = [pair for pair in _pairs(graph) if pair not in wanted]
    lacking = [option for option, needed in _pairs(right) if (option, needed) not in given]
    arrows = len(extra) + len(lacking)
    counted = f"{arrows} {'arrow' if arrows == 1 else 'arrows'} {agree(arrows)} missing or too many"
    if extra:
        option, needed = extra[0]
        return f"{counted}. You let {option} wait for {needed}, and nothing in its note asks for that"
    return (
        f"{counted}. Read the note of {lacking[0]} again: it needs something that you let it begin without"
        if lacking
        else ""
    )


KIND = PrecedenceKind()
