"""A step of a change as HTML: the places that it has reached, what git says, who sees it, how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.views.demos.change.story import HOW, NAMES, PLACES, CommitLine, Step, Story, steps
from course.views.markup import note

WAYS = {"merge": "a merge commit", "squash": "a squash"}
GETS = {
    "merge": "three new commits: both of the branch, and one that joins them",
    "squash": "one new commit that holds both changes",
}
MERGE = NAMES.index("Merge")


def every_step(story: Story) -> list[str]:
    """All steps, with both ways to merge and both positions of the flag."""
    off, on = steps(False), steps(True)
    shown = [body(story, off, place, "merge") for place in range(MERGE)]
    shown += [body(story, off, MERGE, how) for how in HOW]
    for place in range(MERGE + 1, len(NAMES)):
        for word, way in (("off", off), ("on", on)):
            shown.append(f"<h4>Flag {word}</h4>{body(story, way, place, 'merge')}")
    return [f"<section>{html}</section>" for html in shown]


def rail(current: int) -> str:
    """The chain of steps; the current one is marked by a sign and a word."""
    items = "".join(_rail_item(name, place == current) for place, name in enumerate(NAMES))
    return f'<ol class="course-rail" aria-label="Steps of the change">{items}</ol>'


def body(story: Story, way: Sequence[Step], place: int, how: str) -> str:
    """One step of a way: title, places, what changed, who sees it, how to undo it, and what git says."""
    step = way[place]
    rows = (("What changed", step.changed), ("Who sees it", step.seen), ("The way back", step.undo))
    details = "".join(f"<dt>{term}</dt><dd>{escape(words)}</dd>" for term, words in rows)
    return (
        f'<p class="course-change-title"><strong>Step {place + 1} of {len(way)}: {step.name}</strong></p>'
        f'{places(step.reached)}<dl class="course-step-details">{details}</dl>{_git(story, place, how)}'
    )


def places(reached: int) -> str:
    """Where the new fee is by now."""
    items = "".join(_place(name, place < reached) for place, name in enumerate(PLACES))
    return f'{note("The new fee has reached:")}<ul class="course-places">{items}</ul>'


def sentence(way: Sequence[Step], place: int) -> str:
    """A step in one breath, for those who hear it."""
    step = way[place]
    return f"Step {place + 1} of {len(way)}, {step.name}. {step.changed} Who sees it: {step.seen}"


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
        f'<span class="course-commit"><code>{commit.id}</code> {escape(commit.message)}</span>' for commit in commits
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
