"""Runs the whole test suite, part by part: the tests, the lessons, and the real browser where a Chromium is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from course.setup.state import ROOT

BY_FILE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
TESTS = ("tests", "course", "--doctest-modules", "-m", "not browser", *BY_FILE)
LESSONS = ("modules", "--nbval-lax", "--nbval-current-env", *BY_FILE)
BROWSER = ("tests", "-m", "browser")
QUICK = ("tests", "course", "--doctest-modules", "-m", "not browser and not slow", *BY_FILE)
LEFT_OUT = (
    "Left out by --quick: the real browser, nbgrader, services, installations, the proofs of whole modules, the lessons, "
    "and what keeps the machine busy on purpose. python3 -m course test runs everything."
)

COMMANDS = ("chromium", "google-chrome", "chrome", "chromium-browser", "microsoft-edge", "msedge")
MAC_PROGRAMS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PROGRAMS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")

NO_CHROMIUM = (
    "Browser tests skipped: no Chromium was found. To get one: sudo apt install chromium (Debian), "
    "brew install --cask chromium (macOS), or name yours in COURSE_CHROMIUM."
)


def run(arguments: list[str]) -> int:
    """Run every part, with --quick what takes little time, or only pytest with the given arguments; 0 when all passed."""
    if arguments == ["--quick"]:
        return run_quick()
    if arguments:
        return pytest(arguments)
    results = {"tests": pytest(TESTS), "lessons": run_lessons(), "browser": run_browser()}
    print("\n" + ", ".join(f"{part}: {word(code)}" for part, code in results.items()))
    return int(any(results.values()))


def run_quick() -> int:
    """What tells within a minute or two whether a change broke something; what it leaves out is said."""
    code = pytest(QUICK)
    print(LEFT_OUT)
    return code


def word(code: int | None) -> str:
    """How a part ended; None is for a part that had nothing to run."""
    return "skipped" if code is None else "FAILED" if code else "passed"


def pytest(arguments: list[str] | tuple[str, ...]) -> int:
    """The exit code of pytest in the repository's root."""
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT)


def run_lessons() -> int | None:
    """Execute every lesson; the cells that are marked for it must give the outputs that are stored."""
    return pytest(LESSONS) if any((ROOT / "modules").glob("*.ipynb")) else None


def run_browser() -> int | None:
    """The browser tests; without a Chromium they fail where they are required and are left out elsewhere."""
    if find_chromium():
        return pytest(BROWSER)
    print(NO_CHROMIUM)
    return 1 if browser_required() else None


def browser_required() -> bool:
    """Whether a skipped browser test is a failure: on a build machine, and wherever it is asked for."""
    return os.environ.get("CI") == "true" or os.environ.get("COURSE_REQUIRE_BROWSER") == "1"


def find_chromium() -> Path | None:
    """A Chromium, Chrome or Edge: the one that COURSE_CHROMIUM names, else one on PATH, else one in its usual place."""
    if path := os.environ.get("COURSE_CHROMIUM"):
        return Path(path) if Path(path).is_file() else None
    on_path = (shutil.which(command) for command in COMMANDS)
    return next((Path(program) for program in on_path if program), None) or next(
        filter(Path.is_file, usual_places()), None
    )


def usual_places() -> list[Path]:
    """Where macOS and Windows keep programs that are not on PATH."""
    bundles = [Path("/Applications", f"{name}.app", "Contents", "MacOS", name) for name in MAC_PROGRAMS]
    roots = [os.environ[name] for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if name in os.environ]
    return bundles + [Path(root, program) for root in roots for program in WINDOWS_PROGRAMS]
