"""Documentation of an interface: an example that is valid, and what changed for those who use it."""

from __future__ import annotations

import json

from course.grade.document.check import Result, check, failed, passed
from course.grade.document.parse import Document
from course.verdict import Finding

MOST = 5


@check(
    "An example that is valid",
    "Most integrations begin by copying the example. A wrong one costs every partner a day.",
    "It compares with the schema. Whether the values make sense together, only a person sees.",
)
def example(document: Document, settings: dict) -> Result:
    """The first block fenced as json is valid against ``schema``, a JSON Schema of draft 2020-12."""
    from jsonschema import Draft202012Validator

    fence = next((fence for fence in document.fences if fence.language == "json"), None)
    if fence is None:
        return failed("example", "There is no example.", "Put it into a fenced block that names the language json.")
    try:
        value = json.loads(fence.text)
    except (ValueError, RecursionError) as error:
        line = fence.line + getattr(error, "lineno", 1) - 1
        return failed("example", f"The example is no JSON: {getattr(error, 'msg', 'it is nested too deeply')}.",
                      "Names and texts stand in double quotes, without a comma after the last one.", document.place(line))  # fmt: skip
    errors = sorted(
        Draft202012Validator(settings["schema"]).iter_errors(value), key=lambda error: list(map(str, error.path))
    )
    if not errors:
        return passed()
    findings = tuple(
        Finding("example", f"{_location(error.path)}: {error.message[:160]}.", place=document.place(fence.line))
        for error in errors[:MOST]
    )
    return Result(0.0, findings)


def _location(path) -> str:
    return f"At “{'.'.join(map(str, path))}”" if path else "In the example"
