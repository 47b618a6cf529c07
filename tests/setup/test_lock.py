"""pyproject.toml, requirements.lock and environment.yml ask for the same packages, and these are installed."""

from __future__ import annotations

import tomllib
from importlib import metadata

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.setup.state import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = [Requirement(line) for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()]
HERE = [pin for pin in LOCK if pin.marker is None or pin.marker.evaluate()]
DECLARED = [*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)]


def pins(name: str) -> list[Requirement]:
    return [pin for pin in LOCK if canonicalize_name(pin.name) == canonicalize_name(name)]


def pinned_version(pin: Requirement) -> str:
    (only,) = pin.specifier
    return only.version


def test_every_line_of_the_lock_is_one_version():
    assert [str(pin) for pin in LOCK if [part.operator for part in pin.specifier] != ["=="]] == []


def satisfied(requirement: Requirement, versions: list[str]) -> bool:
    return bool(versions) and all(map(requirement.specifier.contains, versions))


def test_every_dependency_has_a_pin_that_satisfies_it():
    found = {each: [pinned_version(pin) for pin in pins(each.name)] for each in map(Requirement, DECLARED)}
    assert {str(each): versions for each, versions in found.items() if not satisfied(each, versions)} == {}


def test_the_locked_versions_are_installed():
    assert {pin.name: metadata.version(pin.name) for pin in HERE} == {pin.name: pinned_version(pin) for pin in HERE}


def needed_by(pin: Requirement) -> list[Requirement]:
    """What an installed package needs on this machine."""
    requirements = map(Requirement, metadata.requires(pin.name) or [])
    return [each for each in requirements if each.marker is None or each.marker.evaluate({"extra": ""})]


def test_what_a_locked_package_needs_is_locked_too():
    found = {
        f"{pin.name} needs {each}": (each, [pinned_version(other) for other in pins(each.name) if other in HERE])
        for pin in HERE
        for each in needed_by(pin)
    }
    wrong = {what: pair for what, pair in found.items() if len(pair[1]) != 1 or not satisfied(*pair)}
    assert wrong == {}


def test_conda_and_binder_get_exactly_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    python, *rest = environment["dependencies"]
    assert rest == ["pip", {"pip": ["-r requirements.lock", "-e ."]}]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(python.removeprefix("python="))
