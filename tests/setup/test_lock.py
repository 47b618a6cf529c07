"""pyproject.toml, the lock files and environment.yml ask for the same packages, each part for its own, and these are installed."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.bench import size
from course.setup import lock
from course.setup.state import ROOT, Part

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = {part: [Requirement(line) for line in (ROOT / part.lock).read_text("utf-8").splitlines()] for part in Part}
PINS = [pin for pins in LOCKS.values() for pin in pins]
HERE = {part: [pin for pin in pins if pin.marker is None or pin.marker.evaluate()] for part, pins in LOCKS.items()}
each_part = pytest.mark.parametrize("part", Part, ids=lambda part: part.name.lower())


def up_to(part: Part) -> list[Requirement]:
    """The pins that hold here once a part is installed."""
    return [pin for each in part.with_those_before for pin in HERE[each]]


def names(pins: list[Requirement]) -> set[str]:
    return {canonicalize_name(pin.name) for pin in pins}


def pinned_version(pin: Requirement) -> str:
    (only,) = pin.specifier
    return only.version


def versions(requirement: Requirement, pins: list[Requirement]) -> set[str]:
    """The versions that pins give to a package."""
    return {pinned_version(pin) for pin in pins if names([pin]) == names([requirement])}


def satisfied(requirement: Requirement, pinned: set[str]) -> bool:
    return bool(pinned) and all(map(requirement.specifier.contains, pinned))


def test_every_line_of_a_lock_is_one_version():
    assert [str(pin) for pin in PINS if [part.operator for part in pin.specifier] != ["=="]] == []


def test_no_part_repeats_or_contradicts_one_before_it():
    lines = [str(pin) for pin in PINS]
    here = up_to(max(Part))

    assert sorted(set(lines)) == sorted(lines)
    assert {pin.name: found for pin in here if len(found := versions(pin, here)) != 1} == {}


def test_every_optional_group_belongs_to_one_part():
    groups = [name for part in Part for name in lock.OPTIONAL[part]]

    assert sorted(groups) == sorted(PROJECT["optional-dependencies"])


@each_part
def test_every_dependency_has_pins_of_its_part_that_satisfy_it(part):
    pins = [pin for each in part.with_those_before for pin in LOCKS[each]]
    found = {str(each): (each, versions(each, pins)) for each in size.declared(ROOT, part)}

    assert {name: pair[1] for name, pair in found.items() if not satisfied(*pair)} == {}


@each_part
def test_the_locked_versions_are_installed(part):
    pinned = {pin.name: pinned_version(pin) for pin in HERE[part]}

    assert {name: metadata.version(name) for name in pinned} == pinned


@each_part
def test_what_a_locked_package_needs_is_locked_with_it_or_before_it(part):
    pins = up_to(part)
    found = {
        f"{pin.name} needs {each}": (each, versions(each, pins))
        for pin in HERE[part]
        for each in size.asked_for(pin.name, "")
    }

    assert {what: pair[1] for what, pair in found.items() if not satisfied(*pair)} == {}


@each_part
def test_nothing_is_locked_that_nobody_asked_for(part):
    assert names(HERE[part]) - size.needs(size.declared(ROOT, part)) == set()


def test_learners_get_neither_a_browser_driver_nor_what_tests_need():
    tools = {"hypothesis", "jupyter-repo2docker", "docker", "mypy", "playwright", "properdocs", "pytest", "ruff"}

    assert tools & names(LOCKS[Part.RUN]) == set()
    assert tools <= names(PINS)


def test_conda_and_binder_get_exactly_what_learners_get():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    python, *rest = environment["dependencies"]

    assert rest == ["pip", {"pip": [f"-r {Part.RUN.lock}", "-e ."]}]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(python.removeprefix("python="))


@pytest.mark.skipif(sys.platform != "linux", reason="files for other systems differ in size")
def test_every_large_package_is_justified():
    """The table of CONTRIBUTING.md names what `course bench size` finds large, with its size to within a quarter."""
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Locked packages\n")[2].partition("\n## ")[0]
    said = {name: float(size) for name, size in re.findall(r"^\| `([\w-]+)` \| (\d+) MB \| \w", section, re.MULTILINE)}
    large = {each.name: each.megabytes for each in size.beyond_workshop(ROOT) if each.megabytes >= size.LARGE}

    assert said.keys() == large.keys()
    assert {name: large[name] for name in said if abs(said[name] - large[name]) > large[name] / 4} == {}


def test_without_uv_the_locks_stay_as_they_are(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lock.shutil, "which", lambda name: None)

    assert lock.write(tmp_path, upgrade=False) == 1
    assert capsys.readouterr().err == f"{lock.NO_UV}\n"
    assert list(tmp_path.iterdir()) == []


def test_each_lock_holds_what_those_before_it_do_not(tmp_path, monkeypatch):
    """uv is played: `a` is needed to run, `b` to build the site, `c` to test, and `b` also brings a newer `a` along."""
    resolved = {Part.RUN: ["a==2"], Part.DOCS: ["a==2", "b==1"], Part.TEST: ["a==2", "b==1", "c==1"]}
    kept = []

    def resolve(uv, root, part, target, constraints=None):
        kept.append(target.read_text() if target.exists() else None)
        return resolved[part]

    (tmp_path / Part.RUN.lock).write_text("a==1\n")
    monkeypatch.setattr(lock.shutil, "which", lambda name: "uv")
    monkeypatch.setattr(lock, "resolve", resolve)

    assert lock.write(tmp_path, upgrade=False) == 0
    assert [(tmp_path / part.lock).read_text() for part in Part] == ["a==2\n", "b==1\n", "c==1\n"]
    assert kept == ["a==1", None, None]
