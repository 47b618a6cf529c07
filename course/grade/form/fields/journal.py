"""POST: events posted as debits and credits, judged by what each account gains or loses, as bookkeepers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from course.grade.count import agree, quantity
from course.grade.form.field import Field, FieldKind, Note, part_of
from course.grade.form.mark import OPEN, Mark
from course.grade.form.numbers import read_number, understood
from course.grade.form.sources import FindRows, Rows
from course.grade.models.ledger import Entry, Line, UnbalancedError, euro
from course.keys.key import AuthorError

Changes = dict[str, dict[str, int]]
SIDES = ("debit", "credit")
MOST_LINES = 12


@dataclass(frozen=True, kw_only=True)
class Journal(Field):
    """Entries in a ledger: ``events`` are pairs [id, what happened], ``accounts`` pairs [account, what it holds]; an entry
    has up to ``lines`` lines of account, debit and credit in euro.

    ``right`` is {event: {account: debits less credits in cents}}, or a ``model`` gives (event, account, cents) line by
    line. The order of lines does not matter. Wrong value: {event: {account: cents}}, balanced or not.
    """

    kind: str = "journal"
    events: tuple = ()
    accounts: tuple = ()
    lines: int = 4


class JournalKind(FieldKind):
    """Right and wrong values are {event: {account: debits less credits in cents}}."""

    Field = Journal

    def right(self, field: Journal, find_rows: FindRows) -> Changes:
        """What each event changes. Raises AuthorError for an entry that does not balance or has unknown accounts."""
        source, events, accounts = self.find(field.source, find_rows), dict(field.events), dict(field.accounts)
        found: Changes = {}
        if isinstance(source, Rows):
            for ((event, account, cents),) in source:
                found.setdefault(str(event), {})[str(account)] = int(cents)
        else:
            found = {event: dict(changes) for event, changes in dict(source or {}).items()}
        if set(found) != set(events):
            strange = sorted(set(found) ^ set(events))
            raise AuthorError(f"Field “{field.id}”: its events and its right entries differ in {strange[0]!r}.")
        for event, changes in found.items():
            if set(changes) - set(accounts):
                raise AuthorError(f"Field “{field.id}”: {event!r} uses an account that is not offered.")
            if sum(changes.values()) or not any(changes.values()) or len(changes) > field.lines:
                raise AuthorError(f"Field “{field.id}”: the entry of {event!r} does not balance, or is too long.")
        return {event: found[event] for event in events}

    def clean(self, settings: dict, answer: object) -> dict[str, list[list[str]]] | None:
        """The lines that hold something, by event: account, debit, credit as they were typed."""
        lines = {event: _typed(answer, event) for event, _ in settings["events"]}
        return {event: typed for event, typed in lines.items() if typed} or None

    def judge(self, settings: dict, right: Changes, answer: object) -> Mark:
        """Event by event; the first entry that is wrong is named, and says why."""
        given = self.clean(settings, answer)
        if given is None:
            return OPEN
        reasons = {event: _reason(settings, right[event], lines) for event, lines in given.items()}
        wrong = next((event for event, _ in settings["events"] if reasons.get(event)), "")
        hits = sum(not reason for reason in reasons.values())
        reason = ""
        if wrong:
            still_open = len(right) - len(given)
            count = f"{hits} of {quantity(len(right), 'entry', 'entries')} {agree(hits)} right"
            count += f", {still_open} still open" if still_open else ""
            reason = f"{count}. Look at “{dict(settings['events'])[wrong]}”: {reasons[wrong]}"
        filled = len(right) if wrong else len(given)  # a wrong entry is worth a word while others are open
        return Mark(hits, len(right), filled, _chance(settings), reason)

    def reference(self, settings: dict, right: Changes) -> dict:
        return {event: _as_typed(changes) for event, changes in right.items()}

    def guess(self, settings: dict, right: Changes, random: Random) -> dict:
        """Two accounts at random for an amount that the text gives away."""
        return {event: _as_typed(_guessed(settings, changes, random)) for event, changes in right.items()}

    def mistake(self, settings: dict, right: Changes, value: object, find_rows: FindRows) -> Changes:
        """The wrong entries. Raises AuthorError for one that cannot be typed."""
        wrong = {
            str(event): {str(account): int(cents) for account, cents in changes.items()}
            for event, changes in dict(value).items()
        }
        strange = [
            event for event, changes in wrong.items() if event not in right or set(changes) - set(_accounts(settings))
        ]
        if strange:
            raise AuthorError(f"A mistake posts {strange[0]!r}, or to an account, that is not asked.")
        return wrong

    def distance(self, settings: dict, right: Changes, wrong: Changes, answer: object) -> float | None:
        """The known wrong entries are there if each of them changes its accounts by these amounts."""
        given = self.clean(settings, answer) or {}
        read = {event: _changes(given.get(event, [])) for event in wrong}
        return 0.0 if all(read[event] == _without_zeros(changes) for event, changes in wrong.items()) else None

    def mistaken(self, settings: dict, right: Changes, wrong: Changes) -> dict:
        return {**self.reference(settings, right), **{event: _as_typed(changes) for event, changes in wrong.items()}}

    def slips(self, settings: dict, right: Changes) -> Iterator[dict]:
        """In one entry the sides swapped, cents typed as euro, the largest line alone, or another account."""
        base = self.reference(settings, right)
        for event, changes in right.items():
            largest = max(changes, key=lambda account: abs(changes[account]))
            other = next(account for account in _accounts(settings) if account not in changes)
            renamed = {other if account == largest else account: cents for account, cents in changes.items()}
            swapped = {account: -cents for account, cents in changes.items()}
            hundredfold = {account: 100 * cents for account, cents in changes.items()}
            for slip in (swapped, hundredfold, {largest: changes[largest]}, renamed):
                yield {**base, event: _as_typed(slip)}

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        for event, _ in settings["events"]:
            for number in range(1, settings["lines"] + 1):
                for side in SIDES:
                    typed = part_of(answer, event, str(number), side)
                    yield (event, str(number), side), understood(typed, "€", 2)


def _accounts(settings: dict) -> dict[str, str]:
    """What each account holds."""
    return dict(settings["accounts"])


def _typed(answer: object, event: str) -> list[list[str]]:
    """The lines of an event in which something is chosen or typed."""
    lines = part_of(answer, event)
    numbers = sorted(lines, key=str)[:MOST_LINES] if isinstance(lines, dict) else []
    typed = [[_text(part_of(lines, number, name)) for name in ("account", *SIDES)] for number in numbers]
    return [line for line in typed if any(line)]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _reason(settings: dict, right: dict[str, int], typed: list[list[str]]) -> str:
    """Why these lines are not the right entry; empty if they are. It names no account that the learner did not use."""
    lines = []
    for account, *amounts in typed:
        if account not in _accounts(settings):
            return "a line has an amount and no account"
        read = [read_number(amount, "€", 2) for amount in amounts]
        if problem := next((reading.problem for reading in read if reading and reading.problem), ""):
            return problem
        debit, credit = (round(100 * reading.value) if reading else 0 for reading in read)
        if min(debit, credit) < 0:
            return f"`{account}` has an amount below zero. The side says which way it goes: put it on the other one, without a sign"
        if (debit > 0) == (credit > 0):
            return f"`{account}` needs an amount on one side, debit or credit"
        lines.append(Line(account, debit, credit))
    try:
        changes = _without_zeros(Entry("", tuple(lines)).changes)
    except UnbalancedError as error:
        return f"{error}. An entry that does not balance cannot be posted"
    expected = _without_zeros(right)
    if changes == expected:
        return ""
    if changes == {account: -cents for account, cents in expected.items()}:
        return "accounts and amounts are right, and each is on the wrong side"
    return _difference(settings, expected, changes)


def _difference(settings: dict, expected: dict[str, int], changes: dict[str, int]) -> str:
    """The first account whose change is wrong."""
    if factor := next((factor for factor in (100, 10) if {a: factor * c for a, c in expected.items()} == changes), 0):
        return f"it balances, and it is {factor} times too large. Amounts are in euro"
    for account, cents in changes.items():
        about = f"`{account}` holds {_accounts(settings)[account]}"
        if account not in expected:
            return f"it balances, but this event does not touch `{account}`: {about}"
        if cents == -expected[account]:
            return f"it balances, but `{account}` is on the wrong side: {about}"
        if cents != expected[account]:
            side = "debited" if cents > 0 else "credited"
            return f"it balances, but {euro(abs(cents))} is not what `{account}` is {side}"
    return "it balances, and an account is missing: where does the rest of the money go?"


def _changes(typed: list[list[str]]) -> dict[str, int]:
    """What typed lines change, balanced or not; lines that cannot be read change nothing."""
    changes: dict[str, int] = {}
    for account, *amounts in typed:
        read = [read_number(amount, "€", 2) for amount in amounts]
        debit, credit = (round(100 * (reading.value or 0)) if reading else 0 for reading in read)
        changes[account] = changes.get(account, 0) + debit - credit
    return _without_zeros(changes)


def _without_zeros(changes: dict[str, int]) -> dict[str, int]:
    return {account: cents for account, cents in changes.items() if cents}


def _as_typed(changes: dict[str, int]) -> dict[str, dict[str, str]]:
    """Lines as a learner would type them: debits first."""
    ordered = sorted(changes.items(), key=lambda item: item[1] < 0)
    return {
        str(number): {"account": account, "debit" if cents > 0 else "credit": f"{abs(cents) / 100:.2f}"}
        for number, (account, cents) in enumerate(ordered, 1)
    }


def _guessed(settings: dict, changes: dict[str, int], random: Random) -> dict[str, int]:
    debit, credit = random.sample(list(_accounts(settings)), 2)
    cents = max(changes.values())
    return {debit: cents, credit: -cents}


def _chance(settings: dict) -> float:
    """Of a guessed pair of accounts."""
    count = len(_accounts(settings))
    return 1 / (count * (count - 1))


KIND = JournalKind()
