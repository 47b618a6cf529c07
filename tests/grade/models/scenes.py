"""Two scenes to sketch in, with what their requirements allow and designs that hold: a loan, and events for other teams."""

from __future__ import annotations

from course.grade.models.architecture import Scene, Sketch, sketch_of
from course.grade.models.outage import Report, Rule, report

LOAN = {
    "boxes": [["app", "App"], ["lend", "Lend"], ["score", "Score"], ["payout", "Payout"], ["ledger", "Ledger"], ["notify", "Notify"]],
    "acts": [
        {"id": "apply", "ask": "apply for the loan", "to": ["lend"], "done": "has taken the application"},
        {"id": "score", "ask": "score the file", "to": ["score"], "done": "has scored the file", "harmless": True, "question": True},
        {"id": "pay", "ask": "pay out", "to": ["payout"], "done": "has paid out", "needs": ["score"]},
        {"id": "post", "ask": "post the payout", "to": ["ledger"], "done": "has posted it", "needs": ["pay"]},
        {"id": "tell", "ask": "tell the applicant", "to": ["notify"], "done": "has sent the message", "harmless": True, "needs": ["pay"]},
    ],
    "callers": ["app", "lend", "payout"],
    "starters": ["app"],
    "stores": ["applications", "payouts"],
    "ways": ["waits", "queue", "forgets"],
    "person": "Ade Oni",
}  # fmt: skip
LOAN_RULES = [
    {"goal": "done", "title": "Paid", "act": "pay", "to": ["payout"], "within": 60, "behind": ["lend", "score"],
     "says": "Ade Oni is never paid.", "late": "Ade Oni waits {time} for the money."},
    {"goal": "once", "title": "Paid once", "act": "pay", "to": ["payout"], "says": "Ade Oni is paid €500 {times}."},
    {"goal": "done", "title": "Posted", "act": "post", "given": "pay", "to": ["ledger"], "within": 60, "behind": ["lend", "score", "payout", "notify"],
     "says": "The ledger never learns of the payout.", "late": "The ledger learns of it after {time}."},
    {"goal": "once", "title": "Posted once", "act": "post", "to": ["ledger"], "says": "The ledger has the payout {times}."},
    {"goal": "hears", "title": "Told", "act": "tell", "receipt": 1, "within": 60, "behind": ["lend", "score", "payout", "notify"],
     "says": "Ade Oni never learns what came of it.", "late": "Ade Oni learns only after {time} what came of it.",
     "unseen": "Ade Oni sees nothing happen.", "unseen_late": "Ade Oni sees nothing for {time}."},
    {"goal": "true", "title": "Told the truth", "act": "pay", "to": ["payout"], "says": "Ade Oni is told that it failed, and is paid."},
]  # fmt: skip
SYNCHRONOUS = [
    ["app", "lend", "apply", "waits", "key", "pending", "not"],
    ["lend", "score", "score", "waits", "none", "again", "before:applications"],
    ["lend", "payout", "pay", "waits", "key", "look-up", "before:payouts"],
    ["lend", "notify", "tell", "queue", "none", "stubborn", "not"],
    ["lend", "ledger", "post", "waits", "key", "again", "before:payouts"],
]
QUEUED = [
    ["app", "lend", "apply", "queue", "key", "stubborn", "not"],
    ["lend", "score", "score", "waits", "none", "again", "not"],
    ["lend", "payout", "pay", "queue", "key", "stubborn", "not"],
    ["lend", "ledger", "post", "queue", "key", "stubborn", "not"],
    ["lend", "notify", "tell", "queue", "none", "stubborn", "not"],
]
OUTBOX = [
    ["app", "lend", "apply", "waits", "key", "pending", "not"],
    ["lend", "score", "score", "waits", "none", "again", "before:applications"],
    ["lend", "payout", "pay", "queue", "key", "stubborn", "before:payouts"],
    ["payout", "ledger", "post", "waits", "key", "again", "not"],
    ["lend", "notify", "tell", "queue", "none", "stubborn", "before:payouts"],
]
EVENTS = {
    "boxes": [["app", "App"], ["link", "Link"], ["lend", "Lend"], ["lantern", "Lantern"], ["risk", "Risk"]],
    "acts": [
        {"id": "revoke", "ask": "revoke the consent", "to": ["link"], "done": "has ended the consent"},
        {"id": "ended", "ask": "“consent ended”", "to": ["lend", "lantern", "risk"], "done": "has taken the event", "refuses": True},
        {"id": "list", "ask": "list all consents", "to": ["link"], "done": "has listed them", "harmless": True, "question": True, "quiet": True},
    ],
    "callers": ["app", "link", "risk"],
    "starters": ["app", "risk"],
    "stores": ["consents", "outbox"],
    "ways": ["waits", "queue", "log", "forgets"],
    "person": "Ilse",
}  # fmt: skip
EVENTS_RULES = [
    {"goal": "done", "title": "All three hear", "act": "ended", "to": ["lend", "lantern", "risk"], "within": 5, "behind": ["link"],
     "says": "{to} never hears of it.", "late": "{to} hears of it after {time}."},
    {"goal": "once", "title": "Nobody acts twice", "act": "ended", "to": ["lend", "lantern", "risk"], "says": "{to} acts on it {times}."},
    {"goal": "free", "title": "One bad message holds up nobody", "says": "Every later event for {to} waits behind this one."},
    {"goal": "hears", "title": "Confirmed", "receipt": 1, "says": "Ilse hears nothing.", "late": "Ilse waits {time}."},
    {"goal": "past", "title": "Risk knows the past", "act": "list", "to": ["risk"], "says": "Risk knows nothing that ended before it joined."},
]  # fmt: skip
KEPT_LOG = [
    ["app", "link", "revoke", "waits", "key", "pending", "not"],
    ["link", "lend", "ended", "log", "key", "aside", "before:outbox"],
    ["link", "lantern", "ended", "log", "key", "aside", "before:outbox"],
    ["link", "risk", "ended", "log", "key", "aside", "before:outbox"],
]
QUEUES = [
    *([caller, callee, act, "queue" if way == "log" else way, *rest] for caller, callee, act, way, *rest in KEPT_LOG),
    ["risk", "link", "list", "waits", "none", "again", "not"],
]


def tried(scene: dict, rules: list[dict], rows: list[list[str]]) -> Report:
    """What failures do to a sketch, written as rows."""
    return report(Scene.of(scene), sketch(rows), tuple(map(Rule.of, rules)))


def sketch(rows: list[list[str]]) -> Sketch:
    return sketch_of(rows)
