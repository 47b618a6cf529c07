"""A customer's accounts at Link, page by page, with refusals on the way: the service of the console, without a network.

Pages, cursors, accounts and the words of refusals are those of the service: its own code makes them. The value names the
consent, and for the number of a page the answers that come before it: 503, which goes on for a second, or the seconds of a 429.
"""

from __future__ import annotations

from random import Random
from typing import Any

from course.case import link
from course.services.link.limits import exceeded
from course.services.link.problem import Problem
from course.services.link.representation import account_json, page

LIMIT = 4  # accounts on a page
RATE = 60  # calls a minute, the plan of most partners
OUTAGE_SECONDS = 1  # how long a 503 goes on
MOST_EARLY = 3  # calls during a wait
MOST_CALLS = 50  # for one page
OUTAGE = "The bank does not answer at the moment. Try again later."
PAGE = ("data", "has_more", "next_cursor")
RETRY = "Retry-After"
STATUS = 'Look at `answer["status"]` first, and read the page only after a 200.'
ONLY_429 = f"Only a 429 has `{RETRY}`. After a 503 wait a second."
SECONDS = f'The seconds of a 429 are in `answer["headers"]["{RETRY}"]`.'
COPY = "Hand over `next_cursor` of the page before, as it is; for the first page, `None`."
AGAIN = "Wait first: `link.wait(1)`. Then ask for the same page again."
WAIT = f'Wait first: `link.wait(answer["headers"]["{RETRY}"])`. Then ask for the same page again.'


class Halted(Exception):
    """Nothing more is answered: what the function does, and on the next line what to do."""


class Part(dict[str, Any]):
    """The body or the headers of an answer. Asked for what this answer does not have, it says why."""

    def __init__(self, status: int, values: dict[str, Any]):
        super().__init__(values)
        self._status = status

    def __missing__(self, key: str) -> Any:
        if key in PAGE and self._status != 200:
            raise Halted(f"this answer has the status {self._status}: no page came, so there is no `{key}`.\n{STATUS}")
        if key == RETRY and self._status != 429:
            raise Halted(f"this answer has the status {self._status}, so it names no wait.\n{ONLY_429}")
        raise KeyError(key)


Part.__name__ = "dict"  # what it is to whoever reads an error


class Link:
    """What a function is handed: ``get`` asks for a page, ``wait`` lets time pass."""

    __slots__ = ("get", "wait")

    def __init__(self, get: Any, wait: Any):
        self.get, self.wait = get, wait

    def __repr__(self) -> str:
        return "the stand-in of Link, with link.get(cursor) and link.wait(seconds)"


def make(random: Random, value: dict[str, Any]) -> Link:
    """Link as it is on one data set."""
    moment = link.NOW - link.HOLDS / 2
    consent = link.Consent(value["consent"], "P07", value["customer"], "accounts", moment, None, None)
    accounts = [account_json(account) for account in link.accounts(consent)[: value.get("first", link.MOST)]]
    closed = {accounts[number - 1]["account_id"] for number in value.get("closed", ())}
    waiting = {int(number): list(answers) for number, answers in value.get("before", {}).items()}
    now = {"second": 0, "free": 0, "early": 0, "status": 0}
    asked: dict[str, int] = {}
    answered: dict[str, int] = {}

    def get(cursor: str | None = None) -> dict[str, Any]:
        """Ask for the page after a cursor; without one, for the first page."""
        place = str(cursor or "")
        asked[place] = asked.get(place, 0) + 1
        if asked[place] > MOST_CALLS:
            raise Halted(_endless(place, answered.get(place, 0)))
        try:
            answer = _answer(200, {}, found(place))
        except Problem as problem:
            if problem.status == 400:
                raise Halted(f"Link answers 400, {problem.code}. {problem.detail}\n{COPY}") from None
            answer = _answer(problem.status, problem.headers, problem.body)
        answered[place] = answer["status"]
        return answer

    def found(place: str) -> dict[str, Any]:
        """The page. Raises Problem."""
        body = page(accounts, "account_id", {"limit": str(LIMIT), "cursor": place})
        number = accounts.index(body["data"][0]) // LIMIT + 1 if body["data"] else 1
        if now["second"] < now["free"]:
            now["early"] += 1
            if now["early"] >= MOST_EARLY:
                look = WAIT if now["status"] == 429 else AGAIN
                raise Halted(
                    f"Link answered {now['status']} and was asked three more times before the wait was over.\n{look}"
                )
            raise refused(now["free"] - now["second"])
        if waiting.get(number):
            refusal = waiting[number].pop(0)
            seconds = OUTAGE_SECONDS if refusal == 503 else refusal
            now.update(free=now["second"] + seconds, early=0, status=503 if refusal == 503 else 429)
            raise refused(seconds)
        return {**body, "data": [dict(account) for account in body["data"] if account["account_id"] not in closed]}

    def refused(seconds: int) -> Problem:
        return exceeded(RATE, seconds) if now["status"] == 429 else Problem(503, "unavailable", OUTAGE)

    def wait(seconds: str | int) -> None:
        """Let seconds pass. Nobody sleeps: the clock is the stand-in's own."""
        try:
            now["second"] += int(seconds)
        except (TypeError, ValueError):
            kind = type(seconds).__name__
            raise Halted(f"`link.wait(…)` takes a number of seconds, and this is a {kind}.\n{SECONDS}") from None

    return Link(get, wait)


def _endless(place: str, status: int) -> str:
    """What goes on without an end, and how it ends."""
    if status != 200:
        return (
            f"Link was asked {MOST_CALLS} times for a page that does not come.\n"
            "Count the tries of a page, and give up after five."
        )
    which = "the same page" if place else "the first page"
    return (
        f"{which} has come {MOST_CALLS} times.\n"
        "After each page give `cursor` its `next_cursor`, and end the loop when `has_more` is False: the last page's "
        "`next_cursor` is None, which begins again at the first."
    )


def _answer(status: int, headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    kind = "application/json" if status == 200 else "application/problem+json"
    return {"status": status, "headers": Part(status, {"Content-Type": kind, **headers}), "body": Part(status, body)}
