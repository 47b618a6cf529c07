"""Closes modules in an edition: their sheets, and what other files of the course tell of their keys."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course import sheet as sheets
from course.authoring.edition.telling import telling_of, tells
from course.authoring.read import SourceExercise
from course.case.facts import FACTS
from course.grade.document.check import listing
from course.sequence.carried import all_carried

CARRIED = "course/sequence/carried.toml"
FACTS_FOLDER = "course/case/facts/"
TABLE = re.compile(r"(?m)^(?=\[\[)")
CARRIED_CALL = re.compile(r"course\.carried\(([^)]*)\)")
FACT_ID = re.compile(r"\bF\d+\.\w+")
USED_IN, TOLD_IN = 6, 8  # the places of these arguments of a Fact


@dataclass(frozen=True)
class Closing:
    """What is closed: the numbers of modules, and their exercises as their source says them. ``open`` are all others."""

    modules: tuple[int, ...]
    closed: tuple[SourceExercise, ...]
    open: tuple[SourceExercise, ...]

    def holds(self, exercise: str) -> bool:
        """Whether an exercise, by its id, is in a closed module."""
        head = exercise.partition(".")[0]
        return head.isdigit() and int(head) in self.modules

    def notebook_of(self, path: str) -> bool:
        """Whether a file belongs to the exercises of a closed module."""
        return path.startswith("exercises/") and path.split("/")[1][:2] in {f"{number:02d}" for number in self.modules}


def close_sheet(folder: Path, prompts: Mapping[str, str]) -> str:
    """The text of the closed sheet of a module, from the open one in a folder. ``prompts`` are the texts of its tasks: what
    they say is no secret, and a hint that says more of what is right is left out.
    """
    sheet = sheets.load(folder)
    entries = []
    for entry in sheet.exercises:
        telling = telling_of(entry)
        hints = tuple(hint for hint in entry.hints if not tells(hint, telling, prompts.get(entry.id, "")))
        entries.append(sheets.close(entry, hints))
    return sheets.Sheet(sheet.data, tuple(entries)).text()


def prompts(notebook: str) -> dict[str, str]:
    """The texts of the tasks of an exercise notebook, by exercise."""
    found = {}
    for cell in json.loads(notebook)["cells"]:
        name = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        if name.endswith("-prompt"):
            found[name.removesuffix("-prompt").replace("-", ".", 1)] = "".join(cell["source"])
    return found


def without_meanings(practice: str, closing: Closing) -> str:
    """The things to try of a module without what its closed exercises mean, which says the right figures."""

    def is_kept(table: str) -> bool:
        id = re.search(r'(?m)^id = "([\d.]+)"', table)
        return not (table.startswith("[[meaning]]") and id and closing.holds(id[1]))

    return "".join(table for table in TABLE.split(practice) if is_kept(table))


def without_references(carried: str, closing: Closing) -> str:
    """The figures that are carried forward, those of closed exercises without the fact that is their reference."""

    def shown(table: str) -> str:
        id = re.search(r'(?m)^id = "([\d.]+)/', table)
        return re.sub(r'(?m)^fact = ".*"\n', "", table) if id and closing.holds(id[1]) else table

    return "".join(map(shown, TABLE.split(carried)))


def without_told_figures(notebook: str, closing: Closing) -> str:
    """A lesson without the stored outputs of cells that carry a figure of a closed exercise: a run shows what may be shown."""
    if "course.carried(" not in notebook:
        return notebook
    data = json.loads(notebook)
    for cell in data["cells"]:
        calls = CARRIED_CALL.findall("".join(cell["source"])) if cell["cell_type"] == "code" else []
        ids = re.findall(r'"([\d.]+)/', " ".join(calls))
        if any(map(closing.holds, ids)):
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def key_facts(exercises: Iterable[SourceExercise]) -> dict[str, str]:
    """The facts of the case that are right values, each with the exercise whose key names it."""
    return {fact: exercise.id for exercise in exercises for fact in _facts(exercise.parts)}


def _facts(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("fact"), str):
            yield part["fact"]
        for value in part.values():
            yield from _facts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _facts(value)


def without_facts(register: Mapping[str, str], closing: Closing, needed: str) -> dict[str, str]:
    """The files of the fact register without the facts that are keys of closed exercises, and without the names of these
    exercises at all others. A fact that is named in ``needed``, the texts of everything else, stays.
    """
    elsewhere = set(FACT_ID.findall(needed)) | set(FACT_ID.findall(repr([each.parts for each in closing.open])))
    secret = set(key_facts(closing.closed)) - elsewhere
    return {path: _without(text, secret, closing) for path, text in register.items()}


def _without(text: str, secret: Collection[str], closing: Closing) -> str:
    tree = ast.parse(text)
    lines = [0]
    for line in text.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    raw = text.encode()

    def begin(node: ast.expr) -> int:
        return lines[node.lineno - 1] + node.col_offset

    def end(node: ast.expr) -> int:
        return lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    cuts: list[tuple[int, int, bytes]] = []
    gone: set[ast.expr] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Tuple | ast.List):
            continue
        for at, item in enumerate(node.elts):
            if _id(item) in secret:
                gone.add(item)
                last = at + 1 == len(node.elts)
                cuts.append((begin(item), end(item) if last else begin(node.elts[at + 1]), b""))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _id(node) and node not in gone:
            cuts += [(begin(part), end(part), _others(part, closing)) for part in _names(node)]
    for start, stop, instead in sorted(cuts, reverse=True):
        raw = raw[:start] + instead + raw[stop:]
    changed = re.sub(rb"\n[ \t]*,\n", b"\n", raw).decode()
    ast.parse(changed)
    return changed


def _id(node: ast.expr) -> str:
    is_fact = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Fact" and node.args
    return str(node.args[0].value) if is_fact and isinstance(node.args[0], ast.Constant) else ""


def _names(call: ast.Call) -> list[ast.expr]:
    """The arguments of a fact that name exercises, where they are written out."""
    by_place = [call.args[at] for at in (USED_IN, TOLD_IN) if at < len(call.args)]
    by_name = [keyword.value for keyword in call.keywords if keyword.arg in ("used_in", "told_in")]
    return [part for part in (*by_place, *by_name) if isinstance(part, ast.Tuple)]


def _others(names: ast.expr, closing: Closing) -> bytes:
    kept = [name for name in ast.literal_eval(names) if not closing.holds(name)]
    return f"({', '.join(map(repr, kept))}{',' if len(kept) == 1 else ''})".replace("'", '"').encode()


def told_elsewhere(closing: Closing) -> list[str]:
    """Sentences on what open modules tell of closed ones: whoever closes a module decides whether to close these as well."""
    sentences = []
    for figure in all_carried().values():
        if closing.holds(figure.exercise):
            places = [place for place in figure.register.told_in if not closing.holds(place)]
            if places:
                sentences.append(f"{_print(places)} what {figure.exercise} asks for: {figure.what}.")
    closed, others = key_facts(closing.closed), key_facts(closing.open)
    sentences += [
        f"{others[fact]} asks for the same figure as {closed[fact]}." for fact in closed.keys() & others.keys()
    ]
    told = {
        fact.id: [place for place in fact.told_in if not closing.holds(place)] for fact in FACTS if fact.id in closed
    }
    carried = {figure.fact for figure in all_carried().values() if closing.holds(figure.exercise)}
    sentences += [
        f"{_print(places)} a figure that {closed[fact]} asks for."
        for fact, places in told.items()
        if places and fact not in carried
    ]
    return sorted(dict.fromkeys(sentences))


def _print(places: Sequence[str]) -> str:
    """
    >>> _print(["13.3"]), _print(["11.5", "12.1"])
    ('13.3 prints', '11.5 and 12.1 print')
    """
    return f"{listing(list(places))} print{'s' if len(places) == 1 else ''}"
