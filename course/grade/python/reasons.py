"""What the errors of Python mean to somebody who is new to it: what happened, and where to look."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

Details = dict[str, Any]
Words = tuple[str, str]  # what happened, and where to look
Rule = Callable[[Details, str, list[str], str], Words]
UNPACKED: Words = (
    "there are not as many parts here as names.",
    "Print one item before this line. If it is a list of such parts itself, it needs a loop of its own.",
)
MODULES = {
    "pd": "import pandas as pd",
    "np": "import numpy as np",
    "duckdb": "import duckdb",
    "datetime": "import datetime",
}


def reason(kind: str, details: Details, function: str, parameters: list[str], source: str) -> Words:
    """What an error of this type means, in the words of its rule."""
    rule = RULES.get(kind) or next((rule for names, rule in FAMILIES if kind in names), _other)
    return rule({**details, "type": kind}, function, parameters, source)


def nearest(name: str, names: object) -> str:
    """The name that was probably meant; empty if none is near.

    >>> nearest("payment_ID", ["amount", "payment_id"]), nearest("x", ["amount"])
    ('payment_id', '')
    """
    known = [str(each) for each in names] if isinstance(names, list) else []
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(name.lower(), by_lower, 1, 0.6)
    return by_lower[found[0]] if found else ""


def _name(details: Details, function: str, parameters: list[str], source: str) -> Words:
    name = str(details.get("name", ""))[:100]
    if details.get("type") == "UnboundLocalError" or details.get("is_local"):
        return (
            f"`{name}` has no value yet where it is used.",
            f"Give it one before: `{name} = …`, above the loop or the condition.",
        )
    if name in MODULES:
        return (
            f"`{name}` is not known in this cell.",
            f"Write `{MODULES[name]}` at the top of the cell and press Shift+Enter.",
        )
    if details.get("texts"):
        return f"Python does not know `{name}`.", f'A text is in quotes: `"{name}"`.'
    if near := nearest(name, details.get("names")):
        return f"Python does not know `{name}`.", f"Is `{near}` meant? Capitals and every letter count."
    return f"Python does not know `{name}`.", "A text needs quotes; a name needs a line above that gives it a value."


def _outside(details: Details, function: str, parameters: list[str], source: str) -> Words:
    names = [str(name)[:100] for name in details.get("names", ())][:5]
    shown = " and ".join(f"`{name}`" for name in names)
    if fixes := [MODULES[name] for name in names if name in MODULES]:
        return (
            f"`{function}` uses {shown}, which {'is' if len(names) == 1 else 'are'} in another cell.",
            f"A function is checked with its own cell only. Write `{fixes[0]}` at the top of this cell and press Shift+Enter.",
        )
    return (
        f"`{function}` uses {shown}, which {'is' if len(names) == 1 else 'are'} in another cell.",
        "A function is checked with its own cell only: put what it needs into that cell, or use its parameters "
        f"({', '.join(f'`{each}`' for each in parameters)}).",
    )


def _key(details: Details, function: str, parameters: list[str], source: str) -> Words:
    name = str(details.get("words", ""))[:200]
    frames = details.get("columns")
    frames = frames if isinstance(frames, dict) else {}
    for frame, columns in frames.items():
        if near := nearest(name, columns):
            return f"there is no column `{name}`.", f"`{str(frame)[:60]}` has a column `{near}`."
    if near := nearest(name, details.get("keys")):
        return f"there is no key `{name}`.", f"There is a key `{near}`."
    if frames:
        frame, columns = next(iter(frames.items()))
        listed = ", ".join(f"`{str(each)[:60]}`" for each in (columns if isinstance(columns, list) else [])[:12])
        return f"there is no column `{name}`.", f"The columns of `{str(frame)[:60]}` are {listed}."
    return (
        f"there is nothing under the key `{name}`.",
        "Print the dict or frame in a line above, to see what it holds at this moment.",
    )


def _attribute(details: Details, function: str, parameters: list[str], source: str) -> Words:
    name, of = str(details.get("name", ""))[:100], str(details.get("of", ""))[:60]
    if of == "NoneType":
        return (
            f"there is nothing (`None`) in front of `.{name}`.",
            "A line above gave nothing back. Some calls change a thing and return None, such as `list.sort()` and `print(…)`.",
        )
    columns = details.get("columns")
    own = columns.get("") if isinstance(columns, dict) else None
    if near := nearest(name, own):
        return f"the frame has no column `{name}`.", f'There is a column `{near}`: write `["{near}"]`.'
    if near := nearest(name, details.get("keys")):
        return f"a dict has no `.{name}`.", f'Its parts are taken with square brackets: `["{near}"]`.'
    kind = {
        "DataFrame": "a frame",
        "Series": "a series (one column)",
        "str": "a text",
        "list": "a list",
        "int": "a number",
    }
    thing = kind.get(of, f"a {of}" if of else "this")
    if near := nearest(name, details.get("names")):
        return f"{thing} has no `.{name}`.", f"Is `.{near}` meant?"
    return (
        f"{thing} has no `.{name}`.",
        "Look at what stands before the dot: is it the whole frame, one column, or one value?",
    )


def _type(details: Details, function: str, parameters: list[str], source: str) -> Words:
    words = str(details.get("words", ""))
    if "NoneType" in words:
        return (
            "something here is nothing (`None`), and Python cannot calculate with it.",
            "A line above gave nothing back, or a value is missing. Print it before this line to see which.",
        )
    if "not callable" in words:
        return (
            "round brackets call a function, and this is not one.",
            'A column or an item is taken with square brackets: `frame["column"]`.',
        )
    if "not subscriptable" in words and ("function" in words or "method" in words):
        return (
            "what is in front of the square bracket is a function that was not called.",
            "A function is called with round brackets: `name(…)`.",
        )
    if "not subscriptable" in words:
        return (
            "square brackets take a part of a list, dict or frame, and this is none of them.",
            "Look at what stands before the bracket.",
        )
    if "positional argument" in words or "keyword argument" in words:
        return (
            "a function here is called with other arguments than it takes.",
            "Compare the call with the function's own parameters.",
        )
    if "can only concatenate list" in words:
        other = words.partition('not "')[2].partition('"')[0][:60]
        return (
            f"`+` joins a list with a list, and here the other side is a {other}.",
            "Take the list that is in it; or make a list of one item with square brackets: `[item]`.",
        )
    if "indices must be integers" in words:
        return (
            "a list has no names for its parts, only places.",
            "The first part is `[0]`, the second `[1]`; `for a, b in …` names both at once.",
        )
    if "unpack" in words:
        return UNPACKED
    if "unsupported operand" in words or "can only concatenate" in words or "not supported between" in words:
        if "'list'" in words or "'tuple'" in words:
            return (
                "a whole list stands here where a single value is needed.",
                "Take one of its values: `for x in …` goes through all of them, `[0]` is the first.",
            )
        return (
            "two things of different types are put together, such as a text and a number.",
            "`int(…)` makes a number of a text, `str(…)` a text of a number.",
        )
    if "not iterable" in words:
        return (
            "a loop needs a list or a frame's column, and this is a single value.",
            "For the numbers 0, 1, 2 … write `range(n)`.",
        )
    return "this is not possible with a value of this type.", "Print the value before this line, and look at its type."


def _value(details: Details, function: str, parameters: list[str], source: str) -> Words:
    words = str(details.get("words", ""))
    if "truth value" in words:
        return (
            "a whole column is neither True nor False, so `if`, `and`, `or` and `not` cannot use it.",
            "For columns write `&`, `|` and `~`, with each condition in brackets: `frame[(a > 1) & (b < 2)]`.",
        )
    if "to unpack" in words:
        return UNPACKED
    if "Length of values" in words or "same length" in words:
        return (
            "the columns that are put together have different numbers of rows.",
            "Compare `len(…)` of both before this line.",
        )
    if "identically-labeled" in words:
        return "two columns with different rows are compared.", "Bring them into one frame first, with `merge`."
    return "the value does not fit here.", "What Python said, below, names the value."


def _index(details: Details, function: str, parameters: list[str], source: str) -> Words:
    return (
        "there is no item at this place: the list or frame is shorter, or empty.",
        "The first item is at 0, the last at `len(…) - 1`. Does a filter above leave anything?",
    )


def _syntax(details: Details, function: str, parameters: list[str], source: str) -> Words:
    kind, words = str(details.get("type", "")), str(details.get("words", ""))
    if kind in ("IndentationError", "TabError"):
        if "expected an indented block" in words:
            return (
                "the lines that belong to this one must be indented by four spaces.",
                "After a line that ends with a colon, indent the next lines.",
            )
        return (
            "this line is indented differently from its neighbours.",
            "All lines of a function begin below each other, four spaces in.",
        )
    if "never closed" in words or "unterminated" in words or "EOF" in words:
        return (
            "a bracket or a quote is opened here and not closed.",
            "Count the brackets of this line and the line above.",
        )
    if "expected ':'" in words:
        return (
            "a colon is missing at the end.",
            "Lines that begin with `def`, `for`, `while`, `if` or `else` end with a colon.",
        )
    if "Perhaps you forgot a comma" in words:
        return (
            "Python cannot read this line; perhaps a comma is missing.",
            "Items of a list, and what is in brackets, are separated by commas.",
        )
    if "'return' outside function" in words:
        return "`return` is not indented, so it does not belong to the function.", "Indent the line by four spaces."
    if "cannot assign" in words or "Maybe you meant '=='" in words:
        return "a single `=` gives a name a value; to compare, write `==`.", "In conditions and filters it is `==`."
    return (
        "Python cannot read this line.",
        "Look for a missing bracket, quote, comma or colon, here or in the line above.",
    )


def _fixed(seen: str, look: str) -> Rule:
    return lambda details, function, parameters, source: (seen, look)


def _missing(details: Details, function: str, parameters: list[str], source: str) -> Words:
    names = [str(name) for name in details.get("names", ())]
    near = nearest(function, names) or (names[0] if len(names) == 1 else "")
    if near:
        return (
            f"There is no function `{function}`, but there is `{near[:60]}`.",
            f"Call it `{function}`, as the task does, and press Shift+Enter.",
        )
    return (
        f"There is no function `{function}` yet.",
        "Click into the cell with your lines, above this frame, and press Shift+Enter. Then come back.",
    )


def _parameters(details: Details, function: str, parameters: list[str], source: str) -> Words:
    own = str(details.get("words", ""))[:200]
    return (
        f"`{function}{own}` takes other parameters than the task.",
        f"Its first line is `def {function}({', '.join(parameters)}):`",
    )


def _too_long(details: Details, function: str, parameters: list[str], source: str) -> Words:
    return (
        f"Your cell has {details.get('words')} characters; at most 20,000 are run.",
        "Keep what the function needs, and put the rest into another cell.",
    )


def _refused(details: Details, function: str, parameters: list[str], source: str) -> Words:
    about = str(details.get("about", "")) or "files"
    return (
        f"Your function wants {about if about in ('files', 'the network', 'other processes') else 'files'}, which {'is' if about == 'the network' else 'are'} closed here.",
        f"Everything that it needs is in its parameters: {', '.join(f'`{each}`' for each in parameters)}.",
    )


def _halted(details: Details, function: str, parameters: list[str], source: str) -> Words:
    """A stand-in's own words: what the function does, and on the next line what to do."""
    seen, _, look = str(details.get("words", "")).partition("\n")
    return seen[:500], look[:500]


def _import(details: Details, function: str, parameters: list[str], source: str) -> Words:
    name = str(details.get("name", ""))[:60]
    return f"the package `{name}` is not there.", "pandas, numpy, duckdb and Python's own modules are."


def _other(details: Details, function: str, parameters: list[str], source: str) -> Words:
    kind, words = str(details.get("type", "an error")), str(details.get("words", ""))[:200]
    words = words.splitlines()[0] if words else ""
    return (
        f"Python stopped here with {kind}{': ' + words if words else ''}.",
        "Look at this line, and at what goes into it.",
    )


RULES: dict[str, Rule] = {
    "Outside": _outside,
    "Missing": _missing,
    "Parameters": _parameters,
    "TooLong": _too_long,
    "Refused": _refused,
    "KeyError": _key,
    "AttributeError": _attribute,
    "TypeError": _type,
    "ValueError": _value,
    "IndexError": _index,
    "PermissionError": _refused,
    "Halted": _halted,
    "SystemExit": _fixed(
        "your code ends Python here, so nothing is returned.",
        "A function ends with `return`; leave `exit()` and `sys.exit()` out.",
    ),
    "RecursionError": _fixed(
        "the function calls itself again and again, without an end.",
        "It needs a case in which it returns without calling itself; often a loop is simpler.",
    ),
    "MemoryError": _fixed(
        "this needs more memory than the course allows, so it was stopped.",
        "Look for a list or frame that grows in a loop, or a merge on a column with many equal values.",
    ),
    "ZeroDivisionError": _fixed(
        "a number is divided by zero.",
        "Can the number that you divide by be zero on some data? Decide what the answer is then.",
    ),
    "TooLarge": _fixed(
        "Your function returns more than can be kept.", "Return what the task asks for, and nothing more."
    ),
    "MergeError": _fixed(
        "the two frames cannot be joined like this.",
        'Name the column that both have: `left.merge(right, on="column")`.',
    ),
}
FAMILIES: tuple[tuple[tuple[str, ...], Rule], ...] = (
    (("NameError", "UnboundLocalError"), _name),
    (("SyntaxError", "IndentationError", "TabError"), _syntax),
    (("ImportError", "ModuleNotFoundError"), _import),
    (
        ("FileNotFoundError", "OSError", "ConnectionError", "BlockingIOError", "gaierror", "URLError", "IOException"),
        _refused,
    ),
)
