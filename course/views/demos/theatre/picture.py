"""A step of a payment as HTML: messages and entries side by side, the places of the money, the balances, the arithmetic."""

from __future__ import annotations

from html import escape

from course.grade.models.ledger import Entry, balances, euro
from course.grade.models.rails import LESS_COMMON_ACCOUNTS, PAYER, STORIES, Step, Story
from course.views.markup import Markup, folded, note, scrolled, table

LINE_HEADS = ("Account", "Debit", "Credit")
BALANCE_HEADS = ("Account", "Debits", "Credits", "Balance")
SIDES = "Debit is the left side, credit the right. What we have and what we spend grow on the left; what we owe and what we earn grow on the right."
ALL_HEADS = ("Step", "Messages", "Entries", "The money is at")


def scene(story: Story, at: int) -> list[str]:
    """Everything that is to be seen at a step."""
    step = story.steps[at]
    title = f"Step {at + 1} of {len(story.steps)}: {step.name}"
    return [
        f'<p class="course-theatre-title"><strong>{escape(title)}.</strong> {escape(step.note)}</p>',
        _places(story, at),
        f'<div class="course-theatre-sides">{_messages(step)}{_entries(story, at)}</div>',
        _check(story, at),
        folded("The arithmetic, and the balance of every account", _arithmetic(story, at)),
    ]


def sentence(story: Story, at: int) -> str:
    """A step in words, to be read out."""
    step = story.steps[at]
    places = ", ".join(f"{place} {euro(cents)}" for place, cents in story.places(at).items() if cents)
    posted = "; ".join(_entry_text(entry) for entry in step.entries) or "nothing"
    return f"Step {at + 1} of {len(story.steps)}, {step.name}. The money: {places}. Posted: {posted}."


def every_story(cents: int) -> list[str]:
    """All payments as tables, for readers without a kernel."""
    return [
        folded(story.title, scrolled(story.title, table(ALL_HEADS, _rows(story), wide={1, 2, 3})))
        for story in (make(cents, "A") for make in STORIES.values())
    ]


def _rows(story: Story) -> list[tuple[str, ...]]:
    return [
        (
            step.name,
            "; ".join(f"{source} to {target}: {words}" for source, target, words in step.messages) or "none",
            "; ".join(_entry_text(entry) for entry in step.entries) or "none",
            ", ".join(f"{place} {euro(cents)}" for place, cents in story.places(at).items() if cents),
        )
        for at, step in enumerate(story.steps)
    ]


def _entry_text(entry: Entry) -> str:
    debits = " and ".join(f"{line.account} {euro(line.debit)}" for line in entry.lines if line.debit)
    credits = " and ".join(f"{line.account} {euro(line.credit)}" for line in entry.lines if line.credit)
    return f"debit {debits}, credit {credits}"


def _places(story: Story, at: int) -> str:
    """All places that the money ever reaches, with what is there now."""
    names = dict.fromkeys(place for step in range(len(story.steps)) for place in story.places(step))
    now, before = story.places(at), story.places(at - 1) if at else story.start
    items = "".join(_place(name, now.get(name, 0), before.get(name, 0), story.steps[at]) for name in names)
    return f'<ul class="course-theatre-places" aria-label="Where the money is">{items}</ul>'


def _place(name: str, cents: int, before: int, step: Step) -> str:
    change = cents - before
    kind = "course-there" if cents else "course-not-there"
    moved = f"{'▲ +' if change > 0 else '▼ −'}{euro(abs(change))}" if change else ""
    held = f"{euro(step.held)} of it held" if name == PAYER and step.held else ""
    return (
        f'<li class="{kind}"><span class="course-theatre-name">{escape(name)}</span>'
        f'<strong>{euro(cents)}</strong><span class="course-note">{escape(held or moved) or "&nbsp;"}</span></li>'
    )


def _messages(step: Step) -> str:
    rows = "".join(
        f"<li><strong>{escape(source)}</strong> → <strong>{escape(target)}</strong><br>“{escape(words)}”</li>"
        for source, target, words in step.messages
    )
    content = f"<ol>{rows}</ol>" if rows else note("No message: this happens in our own books.")
    return f"<section><h4>Messages</h4>{content}</section>"


def _entries(story: Story, at: int) -> str:
    """What a step posts. The first entries of a payment say what the sides mean, the first on a less common account what it holds."""
    entries = story.steps[at].entries
    before = story.entries(at - 1) if at else ()
    content = "".join(_entry(entry) for entry in entries) or note("Nothing is posted: no money has moved.")
    new = dict.fromkeys(account for account in _accounts(entries) if account not in _accounts(before))
    holds = [f"{account}: {LESS_COMMON_ACCOUNTS[account]}." for account in new if account in LESS_COMMON_ACCOUNTS]
    explained = [SIDES, *holds] if entries and not before else holds
    return f"<section><h4>Entries in the ledger</h4>{content}{''.join(map(note, explained))}</section>"


def _accounts(entries: tuple[Entry, ...]) -> list[str]:
    return [line.account for entry in entries for line in entry.lines]


def _entry(entry: Entry) -> str:
    rows = [
        (
            Markup(f"<code>{line.account}</code>"),
            euro(line.debit) if line.debit else "",
            euro(line.credit) if line.credit else "",
        )
        for line in entry.lines
    ]
    back = f" It reverses “{entry.reverses.text}”." if entry.reverses else ""
    title = escape(f"{entry.text[0].upper()}{entry.text[1:]}.{back}")
    return f'<p class="course-theatre-entry">{title}</p>{table(LINE_HEADS, rows, {1, 2})}'


def _check(story: Story, at: int) -> str:
    entries = story.entries(at)
    total = sum(line.debit for entry in entries for line in entry.lines)
    sums = f"So far debits {euro(total)}, credits {euro(total)} ✓" if entries else "So far nothing is posted"
    return note(f"{sums}. An entry whose two sides differ cannot be made.")


def _arithmetic(story: Story, at: int) -> str:
    lines = [line for step in story.steps[: at + 1] for line in step.arithmetic]
    items = "".join(f"<li>{escape(line[0].upper() + line[1:])}</li>" for line in lines)
    listing = f"<ul>{items}</ul>" if items else note("Nothing to work out yet.")
    entries = story.entries(at)
    rows = [_balance(account, cents, entries) for account, cents in balances(entries).items()]
    return listing + (table(BALANCE_HEADS, rows, {1, 2, 3}) if rows else "")


def _balance(account: str, cents: int, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    lines = [line for entry in entries for line in entry.lines if line.account == account]
    side = f"{euro(abs(cents))} {'debit' if cents > 0 else 'credit'}" if cents else "0"
    debits, credits = sum(line.debit for line in lines), sum(line.credit for line in lines)
    return Markup(f"<code>{account}</code>"), euro(debits), euro(credits), side
