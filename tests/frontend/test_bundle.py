"""The committed bundle of the editor is what the committed sources build, and its licences are with it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course.views.editor.codemirror import STATIC

SOURCES = Path(__file__).resolve().parents[2] / "frontend"
NPM = shutil.which("npm")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")  # with the line ends of any system


def digest_of_sources() -> str:
    """The same as in frontend/build.mjs."""
    names = ["build.mjs", "package-lock.json", "package.json", *(f"src/{path.name}" for path in SOURCES.glob("src/*"))]
    parts = (f"{name}\n{text(SOURCES / name)}\n" for name in sorted(names))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


@pytest.mark.parametrize("name", ["editor.js", "loader.js"])
def test_the_bundle_names_the_committed_sources(name):
    assert digest_of_sources() in text(STATIC / name), "Run npm ci and npm run build in frontend/, then commit."


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A fresh build, from the packages that are installed, or in CI from those that the lock names."""
    if NPM is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("frontend")
    installed = (SOURCES / "node_modules").exists()
    if not installed and not os.environ.get("CI"):
        pytest.skip("node_modules is not installed; CI installs it")
    shutil.copytree(SOURCES, folder / "sources", symlinks=True)
    for command in [["ci"], ["run", "build", "--", str(folder / "static")]][installed:]:
        subprocess.run([NPM, *command], cwd=folder / "sources", check=True, capture_output=True)
    return folder / "static"


@pytest.mark.parametrize("name", ["editor.js", "loader.js", "LICENSES.txt"])
def test_the_sources_build_the_committed_files(name, built):
    assert text(built / name) == text(STATIC / name)


def test_every_package_has_an_exact_version_and_no_host():
    package = json.loads(text(SOURCES / "package.json"))
    versions = (package["dependencies"] | package["devDependencies"]).values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    locked = json.loads(text(SOURCES / "package-lock.json"))["packages"]
    assert all("resolved" not in entry and ("integrity" in entry or not path) for path, entry in locked.items())


def test_every_bundled_package_has_a_permissive_licence():
    named = re.findall(r"^=+\n\S+ \S+ \((.+)\)$", text(STATIC / "LICENSES.txt"), flags=re.MULTILINE)
    assert len(named) >= 8
    assert set(named) <= {"MIT", "BSD-3-Clause", "Apache-2.0", "ISC"}
