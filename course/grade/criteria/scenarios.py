"""Reads Gherkin into scenarios; what cannot be read is reported with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

SCENARIO = re.compile(r"\s*(?:Scenario|Scenario Outline|Scenario Template|Example)\s*:")
KEYWORDS, NEAR = ("given", "when", "then"), 0.75
MOST_TEXT, MOST_SCENARIOS, MOST_STEPS = 20_000, 60, 30


class CriteriaProblem(Exception):
    """Criteria that cannot be run: a sentence for a learner, the line, counted from 0, and what may help.

    ``whole`` says that it concerns all scenarios, not the one on the line.
    """

    def __init__(self, message: str, line: int = 0, look: str = "", whole: bool = False):
        super().__init__(message)
        self.line, self.look, self.whole = line, look, whole


@dataclass(frozen=True)
class ScenarioStep:
    """One step: its kind (Context, Action or Outcome; And and But take that of the step before), text and line."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Scenario:
    """One scenario, or one row of an outline. ``line`` counts from 0; ``tags`` come without @."""

    name: str
    tags: tuple[str, ...]
    steps: tuple[ScenarioStep, ...]
    line: int


def read_scenarios(text: str) -> tuple[Scenario, ...]:
    """The scenarios of a Gherkin text, with or without a Feature line. Raises CriteriaProblem.

    >>> [scenario.name for scenario in read_scenarios("Scenario: Repeat\\n  When the merchant charges")]
    ['Repeat']
    """
    if len(text) > MOST_TEXT:
        raise CriteriaProblem(
            f"The criteria have more than {MOST_TEXT:,} characters. Keep those that decide.", whole=True
        )
    headless = not re.search(r"^\s*Feature:", text, re.MULTILINE)
    shift = 2 if headless else 1  # lines count from 1 in the parser, and the added Feature line is one more
    try:
        tree = Parser().parse("Feature: criteria\n" + text if headless else text)
    except CompositeParserException as error:
        first = error.errors[0]
        raise CriteriaProblem(_parser_words(first), max(0, _line(first) - shift)) from error
    except ParserError as error:
        raise CriteriaProblem(_parser_words(error), max(0, _line(error) - shift)) from error
    _refuse_endless(tree)
    step_lines = {step["id"]: step["location"]["line"] for step in _nodes(tree, "steps")}
    _refuse_misspelt_steps(tree, text if not headless else "Feature: criteria\n" + text, shift)
    scenario_lines = {scenario["id"]: scenario["location"]["line"] for scenario in _scenarios(tree)}
    pickles = Compiler().compile({**tree, "uri": ""})
    if len(pickles) > MOST_SCENARIOS:
        raise CriteriaProblem(f"{len(pickles)} scenarios are too many to run: {MOST_SCENARIOS} are enough.", whole=True)
    return tuple(_scenario(pickle, step_lines, scenario_lines, shift) for pickle in pickles)


def read_what_can_be_read(text: str) -> tuple[tuple[Scenario, ...], tuple[CriteriaProblem, ...]]:
    """The scenarios of a text that are Gherkin, and what is wrong with the others. Raises CriteriaProblem for other faults.

    >>> good, bad = read_what_can_be_read("Scenario: a\\n  When it pays\\nScenario: b\\n  When it pays\\n  Thn it is paid")
    >>> [scenario.name for scenario in good], bad[0].line
    (['a'], 4)
    """
    problems: list[CriteriaProblem] = []
    while True:
        try:
            return read_scenarios(text), tuple(problems)
        except CriteriaProblem as problem:
            span = None if problem.whole else _scenario_around(text, problem.line)
            if span is None or len(problems) >= MOST_SCENARIOS:
                raise
            problems.append(problem)
            lines = text.split("\n")
            lines[span[0] : span[1]] = [""] * (span[1] - span[0])
            text = "\n".join(lines)


def _scenario_around(text: str, line: int) -> tuple[int, int] | None:
    """The lines, from and to, of the scenario that a line is in, with the tags above; None outside of one and for the only one."""
    lines = text.split("\n")
    starts = [at for at, words in enumerate(lines) if SCENARIO.match(words)]
    start = max((at for at in starts if at <= line), default=None)
    if start is None or len(starts) == 1:
        return None
    begins = {at: _above_tags(lines, at) for at in starts}
    end = min((begins[at] for at in starts if at > start), default=len(lines))
    return (begins[start], end) if line < end else None


def _above_tags(lines: list[str], at: int) -> int:
    """The first line of the tags and comments right above a line."""
    while at and lines[at - 1].lstrip().startswith(("@", "#")):
        at -= 1
    return at


def _scenario(pickle: dict, step_lines: dict, scenario_lines: dict, shift: int) -> Scenario:
    if not pickle["steps"]:
        line = max(0, scenario_lines[pickle["astNodeIds"][0]] - shift)
        raise CriteriaProblem(
            f"“{pickle['name']}” has no step. A step begins with Given, When, Then, And or But.", line
        )
    if len(pickle["steps"]) > MOST_STEPS:
        raise CriteriaProblem(f"“{pickle['name']}” has more than {MOST_STEPS} steps. Split it.")
    steps = tuple(
        ScenarioStep(step.get("type", "Unknown"), step["text"], max(0, step_lines[step["astNodeIds"][0]] - shift))
        for step in pickle["steps"]
    )
    tags = tuple(tag["name"].lstrip("@") for tag in pickle["tags"])
    return Scenario(pickle["name"], tags, steps, max(0, scenario_lines[pickle["astNodeIds"][0]] - shift))


def _refuse_endless(tree: dict) -> None:
    """Before outlines are expanded, when the work would be rows times steps."""
    rows = sum(max(1, sum(len(table["tableBody"]) for table in scenario["examples"])) for scenario in _scenarios(tree))
    if rows > MOST_SCENARIOS:
        raise CriteriaProblem(f"{rows} scenarios are too many to run: {MOST_SCENARIOS} are enough.", whole=True)
    for steps in _lists(tree, "steps"):
        if len(steps) > MOST_STEPS:
            line = steps[0]["location"]["line"] - 1
            raise CriteriaProblem(
                f"{len(steps)} steps are too many for one scenario: {MOST_STEPS} are enough.", max(0, line - 1)
            )


def _refuse_misspelt_steps(tree: dict, text: str, shift: int) -> None:
    """Gherkin takes a first line such as “given a shop” or “Gven a shop” for a description, and goes on without it."""
    lines = text.split("\n")
    for scenario in _scenarios(tree):
        if not scenario["description"].strip():
            continue
        first = scenario["location"]["line"]
        end = scenario["steps"][0]["location"]["line"] - 1 if scenario["steps"] else len(lines)
        for at in range(first, end):
            word, _, rest = lines[at].strip().partition(" ")
            if rest and _is_nearly_a_keyword(word.lower()) and lines[at].strip() in scenario["description"]:
                raise CriteriaProblem(_no_line_of_gherkin(lines[at]), max(0, at + 1 - shift))


def _is_nearly_a_keyword(word: str) -> bool:
    """
    >>> [word for word in ("gven", "then", "they", "there", "wen", "a") if _is_nearly_a_keyword(word)]
    ['gven', 'then', 'wen']
    """
    return any(SequenceMatcher(None, word, keyword).ratio() > NEAR for keyword in KEYWORDS)


def _no_line_of_gherkin(line: str) -> str:
    return f"“{line.strip()[:80]}” is no line of Gherkin here. A step begins with Given, When, Then, And or But."


def _scenarios(tree: dict):
    children = (tree.get("feature") or {}).get("children", ())
    for child in [*children, *(inner for rule in children if "rule" in rule for inner in rule["rule"]["children"])]:
        if "scenario" in child:
            yield child["scenario"]


def _nodes(node: object, name: str):
    """Every item of a list called ``name``, however deeply it is nested."""
    return (item for items in _lists(node, name) for item in items)


def _lists(node: object, name: str):
    """Every list called ``name``, however deeply it is nested."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name and isinstance(value, list):
                yield value
            yield from _lists(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _lists(value, name)


def _line(error: Exception) -> int:
    return (getattr(error, "location", None) or {}).get("line", 1)


def _parser_words(error: Exception) -> str:
    match = re.search(r"got '(.*)'", str(error), re.DOTALL)
    if match:
        return _no_line_of_gherkin(match[1])
    return "The Gherkin ends in the middle. A scenario reads: Scenario, Given, When, Then."
