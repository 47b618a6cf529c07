"""One exercise's answer and how it came about; how it changes, and how two versions of it become one without a loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta

from course.learner.plain import plain

MOST_RUNS = 20
MOST_PLACES = 2_000
MOST_CHECKS = 10  # of the first and of the last ones: what came between them is only counted
LONGEST_MOMENT = 40
WHOLE = ""  # the pointer of a whole answer
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Change:
    """What a person changed: the value at a place of an answer, at ``at`` in UTC, ISO 8601. No path is the whole answer."""

    path: tuple[str, ...]
    value: object
    at: str


@dataclass(frozen=True)
class Entry:
    """One exercise's answer and how it came about.

    ``saved_at`` is the time of the last change in UTC, ISO 8601. ``best`` is the answer with the highest score so
    far, ``best_score`` and ``first_score`` run from 0 to 1, ``tries`` counts checks and ``hints`` the hints seen.
    ``passed`` says that some check passed it, which can take less than a score of 1, and ``passed_at`` when one first did;
    entries of earlier versions do not know. ``checked_at`` holds the moments of the first ten and the last ten checks, in order.
    ``runs`` holds the queries that were run, the newest first. ``times`` says when each part of the answer was last changed, by its JSON pointer
    (RFC 6901); a text has only one, the whole. ``given_to`` is the version of the course whose text the answer was given
    to; empty for the present one.
    """

    answer: object = None
    saved_at: str = ""
    best: object = None
    best_score: float = 0.0
    first_score: float | None = None
    tries: int = 0
    hints: int = 0
    runs: tuple[str, ...] = ()
    passed: bool = False
    times: Mapping[str, str] = field(default_factory=dict)
    given_to: str = ""
    passed_at: str = ""
    checked_at: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: object) -> Entry:
        """An entry from the JSON in a file. Unknown names are ignored, wrong types make an empty entry.

        >>> Entry.from_json({"answer": "SELECT 1", "saved_at": "2026-01-05T09:00:00Z", "colour": "red"}).answer
        'SELECT 1'
        >>> Entry.from_json([1, 2]).answer is None
        True
        """
        if not isinstance(data, dict):
            return cls()
        values = {field.name: plain(data[field.name]) for field in fields(cls) if field.name in data}
        runs, checks = _texts(values.get("runs"))[:MOST_RUNS], _checks(_texts(values.get("checked_at")))
        entry = cls(**{**values, "runs": runs, "checked_at": checks})
        saved_at = entry.saved_at if isinstance(entry.saved_at, str) else ""
        return entry if _is_sound(entry) else cls(answer=entry.answer, saved_at=saved_at)

    @property
    def answered_at(self) -> str:
        """When the answer itself was last changed; entries of earlier versions know only when anything was."""
        return max(self.times.values(), default=self.saved_at)

    def changed(self, answer: object) -> Entry:
        """The entry after the learner changed the answer, now."""
        at = max(now(), just_after(self.answered_at))
        changes = differences(self.answer, answer)
        times = {**self.times, **{pointer(path): at for path in changes}}
        times = times if () not in changes else {WHOLE: at}
        return replace(self, answer=answer, saved_at=at, times=times, given_to="")

    def typed(self, changes: Iterable[Change]) -> tuple[Entry, Entry | None]:
        """The entry with one or more changes in the order of time, each where it is not older than what is there; see `merge`."""
        answer, times = self.answer, {}
        for change in changes:
            answer = with_value(answer, change.path, change.value)
            times[pointer(change.path)] = change.at
        changed = replace(self, answer=answer, times=times, saved_at=max(times.values()), given_to="")
        return merge(changed, self)

    def ran(self, query: str) -> Entry:
        """The entry after a query was run: it comes first, then the earlier ones, each of them once."""
        return replace(self, runs=_once([query, *self.runs]), saved_at=now())

    def received(self) -> Entry:
        """The entry after a check by a closed sheet, which gives no score and chooses no best answer: the last one counts."""
        at = now()
        checks = _checks([*self.checked_at, at])
        return replace(self, tries=self.tries + 1, saved_at=at, given_to="", checked_at=checks)

    def checked(self, score: float, passed: bool = False) -> Entry:
        """The entry after a check that gave ``score``: tries are counted, the best answer is kept."""
        first_score = score if self.first_score is None else self.first_score
        is_better = score >= self.best_score and self.answer is not None
        is_pass, at = passed or score >= 1, now()
        return replace(
            self,
            tries=self.tries + 1,
            first_score=first_score,
            best=self.answer if is_better else self.best,
            best_score=score if is_better else self.best_score,
            saved_at=at,
            passed=self.passed or is_pass,
            passed_at=self.passed_at or (at if is_pass and not self.passed else ""),
            given_to="",
            checked_at=_checks([*self.checked_at, at]),
        )


def merge(mine: Entry, theirs: Entry, base: Entry | None = None) -> tuple[Entry, Entry | None]:
    """Both versions as one: the newer answer, a form field by field, with the better result; and the older version, if
    something of its answer would be lost otherwise. What was so in ``base``, from which both come, is no loss.

    >>> used, other = merge(Entry("new", "2026-01-06"), Entry("old", "2026-01-05", best="old", best_score=1.0, tries=3))
    >>> used.answer, used.best_score, used.tries, other.answer
    ('new', 1.0, 3, 'old')
    """
    newer, older = (theirs, mine) if theirs.answered_at > mine.answered_at else (mine, theirs)
    better = max(newer, older, key=lambda entry: entry.best_score)  # of equals, max takes the newer one
    answer, times = _merged_answer(newer, older)
    used = replace(
        newer,
        answer=answer,
        times=times,
        saved_at=max(newer.saved_at, older.saved_at),
        best=better.best,
        best_score=better.best_score,
        passed=newer.passed or older.passed,
        passed_at=min(filter(None, [newer.passed_at, older.passed_at]), default=""),
        first_score=older.first_score if older.first_score is not None else newer.first_score,
        tries=max(newer.tries, older.tries),
        hints=max(newer.hints, older.hints),
        runs=_once([*newer.runs, *older.runs]),
        checked_at=_checks([*newer.checked_at, *older.checked_at]),
        given_to=_given_to(mine, theirs),
    )
    return used, older if _would_be_lost(older.answer, answer, base.answer if base else None) else None


def merge_all(left: Mapping[str, Entry], right: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries of two copies of the same answers, exercise by exercise; older versions are left out."""
    return {**left, **{id: merge(left[id], entry)[0] if id in left else entry for id, entry in right.items()}}


def kept_name(id: str, entry: Entry) -> str:
    """The name under which an older version of an exercise's answer stays among the entries."""
    return f"{id}@{entry.saved_at}"


def kept_of(name: str) -> str:
    """The exercise that a kept version belongs to; empty for the name of an exercise itself.

    >>> kept_of(kept_name("5.2", Entry(saved_at="2026-01-05"))), kept_of("5.2")
    ('5.2', '')
    """
    id, at, _ = name.partition("@")
    return id if at else ""


def now() -> str:
    """The present moment in UTC, ISO 8601 with milliseconds, so that text order is time order."""
    return as_text(datetime.now(UTC))


def just_after(moment: str) -> str:
    """A millisecond after a moment in UTC, ISO 8601: a clock that was set back must not make a new change an old one.

    >>> just_after("2026-01-05T09:00:00.999Z"), just_after("never")
    ('2026-01-05T09:00:01.000Z', '')
    """
    try:
        return as_text(datetime.fromisoformat(moment) + timedelta(milliseconds=1))
    except (ValueError, OverflowError):
        return ""


def as_text(moment: datetime) -> str:
    """A moment in UTC as entries have it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def pointer(path: Iterable[str]) -> str:
    """The JSON pointer of a place (RFC 6901).

    >>> pointer(("posts", "and/or")), pointer(())
    ('/posts/and~1or', '')
    """
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path)


def path_of(pointer: str) -> tuple[str, ...]:
    """The place that a JSON pointer names; the inverse of `pointer`."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def differences(old: object, new: object) -> list[tuple[str, ...]]:
    """The places at which two answers differ; the empty place if they are not both made of named parts.

    >>> differences({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 3, "d": 4}})
    [('b', 'c'), ('b', 'd')]
    """
    if old == new:
        return []
    if not isinstance(new, dict) or not isinstance(old, (dict, type(None))):
        return [()]
    places = (
        (name, place) for name in {**(old or {}), **new} for place in differences((old or {}).get(name), new.get(name))
    )
    return [(name, *place) for name, place in places]


def with_value(answer: object, path: tuple[str, ...], value: object) -> object:
    """The answer with another value at a place; parts on the way there are made if they are missing.

    >>> with_value(None, ("a", "b"), 1)
    {'a': {'b': 1}}
    """
    if not path:
        return value
    parts = answer if isinstance(answer, dict) else {}
    return {**parts, path[0]: with_value(parts.get(path[0]), path[1:], value)}


def value_at(answer: object, path: tuple[str, ...]) -> object:
    """What is at a place of an answer; None if nothing is."""
    for name in path:
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer


def _merged_answer(newer: Entry, older: Entry) -> tuple[object, Mapping[str, str]]:
    if not isinstance(newer.answer, dict) or not isinstance(older.answer, dict):
        # A check or a run makes an entry newer before anything was answered.
        empty = newer.answer is None and older.answer is not None
        return (older.answer, older.times) if empty else (newer.answer, newer.times)
    # In the order of time: a field that was reset as a whole is empty, and its parts that were changed later are there.
    unknown = "" if newer.times else newer.saved_at
    changes = [(at, place, True) for place, at in newer.times.items()]
    changes += [(at, place, False) for place, at in older.times.items() if at > unknown]
    answer: object = newer.answer
    times: dict[str, str] = {}
    for at, place, is_newer in sorted(changes):
        path = path_of(place)
        answer = with_value(answer, path, value_at((newer if is_newer else older).answer, path))
        times[place] = at
    return answer, times


def _given_to(left: Entry, right: Entry) -> str:
    if left.saved_at == right.saved_at:  # an update marks an entry and leaves its time
        return left.given_to or right.given_to
    return max(left, right, key=lambda entry: entry.saved_at).given_to


def _would_be_lost(old: object, new: object, base: object) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        bases = base if isinstance(base, dict) else {}
        return any(_would_be_lost(value, new.get(name), bases.get(name)) for name, value in old.items())
    return old not in (*EMPTY, new, base)


def _once(runs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(runs))[:MOST_RUNS]


def _checks(moments: Iterable[str]) -> tuple[str, ...]:
    """The first and the last of some moments. Of two copies that were each cut, they are those of both together."""
    ordered = sorted({moment for moment in moments if len(moment) <= LONGEST_MOMENT})
    return tuple(ordered if len(ordered) <= 2 * MOST_CHECKS else [*ordered[:MOST_CHECKS], *ordered[-MOST_CHECKS:]])


def _texts(values: object) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list | tuple) else ()


def _is_sound(entry: Entry) -> bool:
    scores = [entry.best_score, 0.0 if entry.first_score is None else entry.first_score]
    counts = [entry.tries, entry.hints]
    return (
        isinstance(entry.saved_at, str)
        and isinstance(entry.passed, bool)
        and isinstance(entry.given_to, str)
        and isinstance(entry.passed_at, str)
        and isinstance(entry.times, dict)
        and len(entry.times) <= MOST_PLACES
        and all(isinstance(at, str) for at in entry.times.values())
        and all(isinstance(score, (int, float)) and 0 <= score <= 1 for score in scores)
        and all(isinstance(count, int) and count >= 0 for count in counts)
    )
