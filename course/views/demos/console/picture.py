"""A recorded session of the console, call by call."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.services.link.client import Exchange
from course.views.markup import Markup, folded, note

NOTE = (
    "A recorded session of {count} calls. Open a line to see its request and its answer as they went over the wire. In a "
    "running notebook you send the calls yourself."
)


def calls(session: Sequence[Exchange]) -> list[str]:
    """A line for each call of a session, to be opened."""
    lines = [_call(number, exchange) for number, exchange in enumerate(session, 1)]
    return [note(NOTE.format(count=len(session))), *lines]


def _call(number: int, exchange: Exchange) -> str:
    sign = "✓" if 200 <= exchange.status < 300 else "!"
    line = f"{number}. {exchange.call.method} {exchange.call.target} {sign} {exchange.line}"
    wire = "".join(f'<pre class="course-wire">{escape(text)}</pre>' for text in (exchange.call.text, exchange.text))
    return folded(Markup(f"<code>{escape(line)}</code>"), wire)
