"""What was found out is kept as long as nothing changes that decides it, and nothing passes that would fail."""

from __future__ import annotations

import errno
import os
import time

import pytest

import course
from course.authoring import store
from tests import test_architecture as architecture


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """A cache of its own, and a judge whose digest the tests choose."""
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(store, "deciding_digest", lambda: "judge 1")
    return tmp_path / "cache"


class Search:
    """Counts how often it is asked to find a value."""

    def __init__(self, value: object = "found"):
        self.value, self.times = value, 0

    def __call__(self) -> object:
        self.times += 1
        return self.value


def files(cache):
    return sorted((cache / "proofs").iterdir())


@pytest.mark.parametrize("value", ["found", 0, [], {}, {"a": [1, 2.5, None, "“ü”"]}, "\ud800"])
def test_a_value_is_found_once(value):
    search = Search(value)

    assert [store.cached("proofs", ("sql", "SELECT 1"), search) for _ in range(3)] == [value] * 3
    assert search.times == 1


def test_a_value_is_the_same_before_and_after_it_was_kept():
    assert store.cached("seeds", 1, lambda: (1, 2)) == store.cached("seeds", 1, lambda: (1, 2)) == [1, 2]


def test_whether_a_value_is_cached_is_known_without_computing_it():
    assert not store.is_cached("proofs", 1)
    store.cached("proofs", 1, Search())
    assert store.is_cached("proofs", 1)


@pytest.mark.parametrize(
    ("what", "of", "judge"),
    [("seeds", "key", "judge 1"), ("proofs", "another key", "judge 1"), ("proofs", "key", "judge 2")],
)
def test_another_question_key_or_judge_is_found_anew(monkeypatch, what, of, judge):
    store.cached("proofs", "key", Search("old"))
    monkeypatch.setattr(store, "deciding_digest", lambda: judge)

    assert store.cached(what, of, Search("new")) == "new"


def test_what_is_not_sound_is_found_again():
    search = Search("failed")

    for _ in range(2):
        assert store.cached("proofs", "key", search, lambda value: value == "passed") == "failed"
    assert search.times == 2


def test_what_fails_is_tried_again():
    def fail():
        raise ValueError("the key is not fair")

    for _ in range(2):
        with pytest.raises(ValueError, match="not fair"):
            store.cached("proofs", "key", fail)


DAMAGES = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[:-1],
    "another value": lambda data: data.replace(b"right", b"wrong"),
    "without its digest": lambda data: data.partition(b"\n")[2],
    "binary": lambda data: b"\xff\x00" + data,
    "of another program": lambda data: b"{}",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_found_again_and_replaced(own_cache, damage):
    store.cached("proofs", "key", Search("right"))
    (path,) = files(own_cache)
    path.write_bytes(damage(path.read_bytes()))
    search = Search("right")

    assert [store.cached("proofs", "key", search) for _ in range(2)] == ["right", "right"]
    assert search.times == 1


def test_a_full_disk_costs_time_only(own_cache, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)

    assert store.cached("proofs", "key", Search()) == "found"
    assert files(own_cache) == []


def test_a_cache_that_cannot_be_written_to_costs_time_only(own_cache):
    own_cache.write_text("a file where the folder should be")

    assert store.cached("proofs", "key", Search()) == "found"


def test_what_nobody_uses_is_removed_after_a_while(own_cache):
    long_ago = time.time() - store.UNUSED_SECONDS - 60
    for key in ("used", "unused"):
        store.cached("proofs", key, Search())
    for path in files(own_cache):
        os.utime(path, (long_ago, long_ago))
    store.cached("proofs", "used", Search())

    store.cached("proofs", "new", Search())

    assert [store.is_cached("proofs", key) for key in ("used", "unused", "new")] == [True, False, True]


def test_a_note_outlives_another_judge(monkeypatch):
    assert store.last_note("durations") is None
    store.note("durations", {"sql 5.4": 20.5})
    monkeypatch.setattr(store, "deciding_digest", lambda: "judge 2")

    assert store.last_note("durations") == {"sql 5.4": 20.5}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package's plan, in place of the package itself."""
    monkeypatch.undo()
    monkeypatch.setattr(course, "__file__", str(tmp_path / "course/__init__.py"))
    for name in ("grade/judge.py", "grade/words.txt", "verdict.py", "views/frame.py", "cli.py", "__init__.py"):
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    store.deciding_digest.cache_clear()
    yield tmp_path / "course"
    store.deciding_digest.cache_clear()


@pytest.mark.parametrize(
    ("name", "decides"),
    [
        ("grade/judge.py", True),
        ("grade/words.txt", True),
        ("grade/new/kind.py", True),
        ("verdict.py", True),
        ("keys/new.py", True),
        ("authoring/new.py", True),
        ("a_new_wing/module.py", True),
        ("grade/__pycache__/judge.pyc", False),
        ("views/frame.py", False),
        ("cli.py", False),
        ("__init__.py", False),
    ],
)
def test_a_change_of_what_decides_makes_all_stale(package, name, decides):
    before = store.deciding_digest()
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("after!")
    store.deciding_digest.cache_clear()

    assert (store.deciding_digest() != before) is decides


@pytest.mark.parametrize(("source", "value"), [("toy/__init__.py", "toy.judge"), ("toy.py", "toy")])
def test_a_kind_that_another_package_adds_decides_too(package, tmp_path, monkeypatch, source, value):
    added = tmp_path / "site"
    (added / "toy").mkdir(parents=True)
    (added / "toy-1.dist-info").mkdir()
    (added / "toy-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: toy\nVersion: 1\n")
    (added / "toy-1.dist-info/entry_points.txt").write_text(f"[course.grade]\ntoy = {value}\n")
    found = set()
    for text in ("", "all = 'passes'", "all = 'fails!'"):
        (added / source).write_text(text)
        monkeypatch.syspath_prepend(added)
        store.deciding_digest.cache_clear()
        found.add(store.deciding_digest())

    assert len(found) == 3


def test_what_does_not_decide_lies_above_the_judge():
    names = {name.removesuffix(".py") for name in store.NOT_DECIDING}

    assert [name for name in names if architecture.floor(name) <= architecture.floor("sheet")] == []
