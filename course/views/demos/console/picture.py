"""The console's static twin: a recorded session, call by call."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from course.services.link.client import Exchange
from course.views.twin import style

HEAD = (
    '<div class="course-head"><strong class="course-title">Console of the Link API</strong>'
    '<span class="course-meta">sandbox of partner P07, Monday 19 January 2026</span></div>'
)
NOTE = (
    '<p class="course-note">A recorded session of {count} calls. Open a line to see its request and its answer as they '
    "went over the wire. In a running notebook you send the calls yourself.</p>"
)


@cache
def sheet() -> str:
    """The console's own style rules."""
    return Path(__file__).with_name("console.css").read_text(encoding="utf-8")


def twin(session: Sequence[Exchange]) -> str:
    """A session as HTML that needs no kernel, no script and no network."""
    calls = "".join(_call(number, one) for number, one in enumerate(session, 1))
    inner = f"{HEAD}{NOTE.format(count=len(session))}{calls}"
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-console">{inner}</div>'


def _call(number: int, one: Exchange) -> str:
    sign = "✓" if 200 <= one.status < 300 else "!"
    line = f"{number}. {one.call.method} {one.call.target} {sign} {one.line}"
    wire = f'<pre class="course-wire">{escape(one.call.text)}</pre><pre class="course-wire">{escape(one.text)}</pre>'
    return f"<details><summary><code>{escape(line)}</code></summary>{wire}</details>"
