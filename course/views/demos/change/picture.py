"""A step of a change as HTML: the places that it has reached, what git says, who sees it, how to take it back."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from course.views.demos.change.story import HOW, NAMES, PLACES, CommitLine, Step, Story, steps
from course.views.twin import style

HEAD = (
    '<div class="course-head"><strong class="course-title">One change on its way to merchants</strong>'
    '<span class="course-meta">a real git repository, made when this cell ran</span></div>'
)
WAYS = {"merge": "a merge commit", "squash": "a squash"}
GETS = {
    "merge": "three new commits: both of the branch, and one that joins them",
    "squash": "one new commit that holds both changes",
}
MERGE = NAMES.index("Merge")


@cache
def sheet() -> str:
    """The demo's own style rules."""
    return Path(__file__).with_name("change.css").read_text(encoding="utf-8")


def twin(story: Story) -> str:
    """All steps below one another, with both ways to merge and both positions of the flag, without kernel or script."""
    off, on = steps(False), steps(True)
    shown = [body(story, off, place, "merge") for place in range(MERGE)]
    shown += [body(story, off, MERGE, how) for how in HOW]
    for place in range(MERGE + 1, len(NAMES)):
        shown += [
            f"<h4>Flag {word}</h4>{body(story, each, place, 'merge')}" for word, each in (("off", off), ("on", on))
        ]
    sections = "".join(f"<section>{one}</section>" for one in shown)
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-change">{HEAD}{sections}</div>'


def rail(current: int) -> str:
    """The chain of steps; the current one is marked by a sign and a word."""
    items = "".join(_rail_item(name, place == current) for place, name in enumerate(NAMES))
    return f'<ol class="course-rail" aria-label="Steps of the change">{items}</ol>'


def body(story: Story, each: tuple[Step, ...], place: int, how: str) -> str:
    """One step: title, places, what changed, who sees it, the way back, and what git says."""
    one = each[place]
    rows = (("What changed", one.changed), ("Who sees it", one.seen), ("The way back", one.undo))
    told = "".join(f"<dt>{term}</dt><dd>{escape(words)}</dd>" for term, words in rows)
    return (
        f'<p class="course-change-title"><strong>Step {place + 1} of {len(each)}: {one.name}</strong></p>'
        f'{places(one.reached)}<dl class="course-told">{told}</dl>{_git(story, place, how)}'
    )


def places(reached: int) -> str:
    """Where the new fee is by now."""
    items = "".join(_place(name, place < reached) for place, name in enumerate(PLACES))
    return f'<p class="course-note">The new fee has reached:</p><ul class="course-places">{items}</ul>'


def sentence(each: tuple[Step, ...], place: int) -> str:
    """A step in one breath, for those who hear it."""
    one = each[place]
    return f"Step {place + 1} of {len(each)}, {one.name}. {one.changed} Who sees it: {one.seen}"


def _rail_item(name: str, is_current: bool) -> str:
    mark, sign = (' class="course-here" aria-current="step"', "▶ ") if is_current else ("", "")
    return f"<li{mark}>{sign}{name}</li>"


def _place(name: str, is_there: bool) -> str:
    kind, sign, word = ("course-there", "●", "") if is_there else ("course-not-there", "○", ", not yet")
    return f'<li class="{kind}"><span aria-hidden="true">{sign}</span> {name}{word}</li>'


def _git(story: Story, place: int, how: str) -> str:
    brought = (*(story.branch if how == "merge" else ()), story.tips[how]) if place >= MERGE else ()
    name = "price-list-2026" if place else "not named yet"
    lanes = _lane("main", [story.base, *brought]) + _lane(name, [story.base, *story.branch])
    return f'<div class="course-lanes">{lanes}</div>{_merged(story, how) if place == MERGE else ""}'


def _lane(name: str, commits: list[CommitLine]) -> str:
    shown = '<span class="course-arrow" aria-hidden="true">→</span>'.join(
        f'<span class="course-commit"><code>{one.id}</code> {escape(one.message)}</span>' for one in commits
    )
    return f'<div class="course-lane"><span class="course-lane-name">{escape(name)}</span><div>{shown}</div></div>'


def _merged(story: Story, how: str) -> str:
    tip, other = story.tips[how], next(way for way in HOW if way != how)
    same = "the same" if tip.tree == story.tips[other].tree else "another"
    parents = "</code> and <code>".join(tip.parents)
    return (
        f"<p>With <strong>{WAYS[how]}</strong>, main gets {GETS[how]}. Its newest commit <code>{tip.id}</code> has "
        f"{'two parents' if len(tip.parents) == 2 else 'one parent'}, <code>{parents}</code>. "
        f"Its files, the <em>tree</em>, have the id <code>{tip.tree}</code>, {same} id as with {WAYS[other]}: "
        "the histories differ, the files do not.</p>"
        f'<div class="course-trees">{_file("fees.yaml on main, before", story.before, story.after)}'
        f"{_file('fees.yaml on main, after', story.after, story.before)}</div>"
    )


def _file(title: str, text: str, other: str) -> str:
    known = other.splitlines()
    lines = "\n".join(escape(line) if line in known else f"<mark>{escape(line)}</mark>" for line in text.splitlines())
    return f'<figure><figcaption>{escape(title)}</figcaption><pre class="course-answer">{lines}</pre></figure>'
