"""A YAML file, judged by the tree that results: what a program that reads it would find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import yaml

from course.grade.form.field import Field, FieldKind
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError

MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})", re.MULTILINE)
LONGEST = 10_000
MOST_BRACKETS = 100  # the time that PyYAML takes for nested ones grows with their square
Tree = dict[str, object]


class Unreadable(ValueError):
    """A text that is no plain YAML file; the message says in words of the learner why."""


@dataclass(frozen=True, kw_only=True)
class File(Field):
    """A small YAML file to edit, called ``name``, that begins as ``starter``; judged by the tree that it parses to.

    ``right`` is a text of the file; the order of its keys, comments and layout do not matter. Wrong value:
    {path: value} that such a file holds, such as {"card.percent": 1.4}; None means that there is nothing at the path.
    """

    kind: str = "file"
    name: str = ""
    starter: str = ""


class FileKind(FieldKind):
    """Right is {"tree": the values by path, "text": a file that holds them}; a wrong value is such a tree in part."""

    Field = File

    def right(self, field: File, find_rows: FindRows) -> dict:
        """The right tree and its text. Raises AuthorError for a text that does not parse."""
        try:
            return {"tree": leaves(str(field.right or "")), "text": str(field.right)}
        except Unreadable as error:
            raise AuthorError(f"Field “{field.id}”: its right file cannot be read: {error}.") from error

    def clean(self, settings: dict, answer: object) -> str | None:
        """The text; None while it is the one that it began with."""
        text = answer if isinstance(answer, str) else ""
        return text if text.strip() and text.split() != settings["starter"].split() else None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        text = self.clean(settings, answer)
        if text is None:
            return OPEN
        try:
            tree = leaves(text)
        except Unreadable as error:
            return Mark(0, reason=str(error))
        path = next((path for path in {**right["tree"], **tree} if not _same(right["tree"], tree, path)), "")
        return Mark(0, reason=_difference(settings, tree, path)) if path else Mark(1)

    def reference(self, settings: dict, right: dict) -> str:
        return right["text"]

    def guess(self, settings: dict, right: dict, random: Random) -> str:
        """One side of the conflict, unseen."""
        return random.choice(sides(settings["starter"]))

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> Tree:
        if not isinstance(value, dict) or not value:
            raise AuthorError(
                f"A mistake in {settings['name']} is written as {{path: value}}, such as {{'card.percent': 1.4}}."
            )
        return dict(value)

    def distance(self, settings: dict, right: dict, wrong: Tree, answer: object) -> float | None:
        try:
            tree = leaves(self.clean(settings, answer) or "")
        except Unreadable:
            return None
        return 0.0 if all(_same(wrong, tree, path) for path in wrong) else None

    def mistaken(self, settings: dict, right: dict, wrong: Tree) -> str:
        nested: dict = {}
        for path, value in {**right["tree"], **wrong}.items():
            if value is not None:
                *parents, name = path.split(".")
                inner = nested
                for parent in parents:
                    inner = inner.setdefault(parent, {})
                inner[name] = value
        return yaml.safe_dump(nested, sort_keys=False)


def sides(text: str) -> tuple[str, str]:
    """A text with conflict markers as either side alone would have it.

    >>> sides("a: 1\\n<<<<<<< main\\nb: 2\\n=======\\nb: 3\\n>>>>>>> other\\n")
    ('a: 1\\nb: 2\\n', 'a: 1\\nb: 3\\n')
    """
    conflict = re.compile(r"^<{7}.*?\n(.*?)^={7}.*?\n(.*?)^>{7}.*?(?:\n|\Z)", re.MULTILINE | re.DOTALL)
    return conflict.sub(r"\1", text), conflict.sub(r"\2", text)


def leaves(text: str) -> Tree:
    """The values of a YAML text by their dotted paths. Raises Unreadable.

    >>> leaves("card: {percent: 1.60, fixed: 20}")
    {'card.percent': 1.6, 'card.fixed': 20}
    """
    if marker := MARKER.search(text):
        line = text[: marker.start()].count("\n") + 1
        raise Unreadable(f"line {line} is still a marker of the conflict, which no program can read")
    if len(text) > LONGEST:
        raise Unreadable(f"the file is longer than {LONGEST:,} characters")
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise Unreadable(f"it holds more than {MOST_BRACKETS} opening brackets and cannot be read")
    return dict(_leaves(_parsed(text)))


def _parsed(text: str) -> object:
    """The nodes of the text as plain values. Aliases are refused, and keys that stand twice: YAML would drop one."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise Unreadable("it uses an alias (*name), which this file does not need")
        return _plain(yaml.compose(text, Loader=yaml.SafeLoader), yaml.SafeLoader(""))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" near line {mark.line + 1}" if mark else ""
        raise Unreadable(f"it cannot be read as YAML{place}; look at colons and indents") from error
    except (RecursionError, ValueError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable("it holds a value that cannot be read") from error


def _plain(node, loader) -> object:
    node_type = getattr(node, "id", None)
    if node_type == "mapping":
        names = [str(key.value) for key, _ in node.value]
        for name, (key, _) in zip(names, node.value, strict=True):
            if names.count(name) > 1:
                line = key.start_mark.line + 1
                raise Unreadable(
                    f"“{name}” stands twice in one block, first in line {line}; a program would keep one of them"
                )
        return {name: _plain(value, loader) for name, (_, value) in zip(names, node.value, strict=True)}
    if node_type == "sequence":
        return {str(place): _plain(value, loader) for place, value in enumerate(node.value)}
    return loader.construct_object(node) if node is not None else None


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif path:
        yield path, value


def _same(tree: Tree, other: Tree, path: str) -> bool:
    """Whether two trees hold the same at a path; 1 and 1.0 are the same, 1 and true or "1" are not."""
    first, second = tree.get(path), other.get(path)
    return first == second and isinstance(first, bool) == isinstance(second, bool)


def _difference(settings: dict, tree: Tree, path: str) -> str:
    name = settings["name"]
    if path not in tree:
        return f"{name} has no `{path}` now, which both sides had or one of them added"
    value = tree[path]
    shown = f"the text “{value}”" if isinstance(value, str) else f"{value}".lower()
    return f"in {name}, `{path}` is {shown} now; compare it with what each of the two branches wanted"


KIND = FileKind()
