"""The hooks of a commit: the locked ruff, and commands and files that exist."""

from __future__ import annotations

import re

import yaml

from course.cli import COMMANDS
from course.setup.state import ROOT, Part

HOOKS = [
    hook
    for repository in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    for hook in repository["hooks"]
]


def test_ruff_is_the_locked_one():
    pins = {pin for hook in HOOKS for pin in hook.get("additional_dependencies", [])}

    assert len(pins) == 1
    assert pins <= set((ROOT / Part.TEST.lock).read_text("utf-8").splitlines())


def test_the_course_s_own_commands_exist():
    commands = [match[1] for hook in HOOKS if (match := re.match(r"python -m course (\w+)", hook["entry"]))]

    assert set(commands) == {"fresh", "test"}
    assert set(commands) <= {command.name for command in COMMANDS}


def test_the_tests_that_a_hook_runs_exist():
    files = [name for hook in HOOKS for name in hook["entry"].split() if name.startswith("tests/")]

    assert [name for name in files if not (ROOT / name).is_file()] == []


def test_every_hook_looks_at_files_that_there_are():
    names = [path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*"), *ROOT.glob("*/*/*")] if path.is_file()]

    assert [hook["id"] for hook in HOOKS if not any(re.search(hook.get("files", ""), name) for name in names)] == []
