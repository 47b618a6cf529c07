"""A form with a field of every kind, so that whatever is said of all kinds can be tried on each."""

from __future__ import annotations

FIELDS = [
    {"id": "rate", "ask": "Dispute ratio of December", "unit": "%", "decimals": 3, "tolerance": 0.005, "sql": "SELECT 0.671"},
    {"id": "fact", "ask": "Payments charged twice", "unit": "payments", "fact": "F3.count"},
    {"id": "canary", "ask": "Requests", "unit": "requests", "relative": 0.05, "model": "canary.requests",
     "parameters": {"failure": 0.02, "chance": 0.95}},
    {"id": "cutoff", "ask": "Cut-off", "unit": "points", "slider": [500, 740, 20], "sql": "SELECT 600"},
    {"id": "region", "ask": "Where does it run?", "kind": "text", "right": "eu-west-1", "aliases": ["Ireland"]},
    {"id": "day", "ask": "First bad day", "kind": "date", "sql": "SELECT DATE '2025-12-03'"},
    {"id": "act", "ask": "What do you do?", "options": ["report a breach", "wait", "ask"], "right": "report a breach",
     "evidence": "rate"},
    {"id": "facts", "ask": "Which hold?", "kind": "choices", "options": list("abcdefgh"), "right": ["a", ["b", "c"], "d"],
     "enough": 0.8},
    {"id": "lines", "ask": "Which lines?", "kind": "marks", "options": [[str(n), f"line {n}"] for n in range(1, 31)],
     "right": ["4", ["11", "12"], "29"], "precision": 0.5},
    {"id": "events", "ask": "In which order?", "kind": "order", "options": ["settle", "authorise", "notify", "capture"],
     "right": ["authorise", "capture", ["settle", "notify"]]},
    {"id": "roles", "ask": "Who decides?", "kind": "match", "items": ["scope", "date", "schema"],
     "classes": ["PM", "TPM", "EM", "programme"], "right": {"scope": "PM", "date": ["programme", "EM"], "schema": "TPM"}},
    {"id": "posts", "ask": "Post the refund", "kind": "table", "rows": ["capture", "refund"],
     "columns": [{"id": "side", "ask": "Side", "options": ["debit", "credit"]},
                 {"id": "euro", "ask": "Amount", "unit": "€", "decimals": 2}],
     "right": {"capture": {"side": "credit", "euro": {"sql": "SELECT 38"}}, "refund": {"side": "debit", "euro": {"sql": "SELECT 9.5"}}}},
    {"id": "books", "ask": "Post both events", "kind": "journal", "lines": 3,
     "events": [["sale", "A shop sells for €38.00"], ["fee", "We take a fee of €0.81"]],
     "accounts": [["bank", "money in our account"], ["merchants", "what we owe shops"], ["fees_earned", "what shops pay us"]],
     "right": {"sale": {"bank": 3800, "merchants": -3800}, "fee": {"merchants": 81, "fees_earned": -81}}},
    {"id": "card", "ask": "Where does each event lead?", "kind": "states", "rows": ["valid", "blocked"], "start": "valid",
     "outputs": ["use"], "longest": 3,
     "columns": [{"id": "lost", "ask": "card is lost", "options": ["valid", "blocked"]},
                 {"id": "paid", "ask": "fee is paid", "options": ["valid", "blocked"]},
                 {"id": "use", "ask": "may it be used?", "options": ["yes", "no"]}],
     "right": {"valid": {"lost": "blocked", "paid": "valid", "use": "yes"}, "blocked": {"lost": "blocked", "paid": "valid", "use": "no"}}},
    {"id": "dinner", "ask": "What does each need first?", "kind": "precedence", "options": ["shop", "cook", "lay", "eat"],
     "right": {"cook": ["shop"], "eat": ["cook", "lay"]}},
    {"id": "policy", "ask": "When is money returned?", "kind": "logic", "inputs": {"charged": ["once", "twice"], "shipped": ["yes", "no"]},
     "outcomes": ["refund", "keep", "ask"], "rules": 4,
     "right": [{"when": {"charged": "twice"}, "then": "refund"}, {"when": {"charged": "once"}, "then": "keep"}]},
    {"id": "rollout", "ask": "Plan the rollout", "kind": "plan", "goal": "min", "enough": 1.05, "model": "canary.cost",
     "parameters": {"failure": 0.02, "per_hour": 6000, "per_failure": 60, "per_minute": 1, "roll_back": 10, "longest": 120},
     "controls": [{"id": "share", "ask": "Share of traffic", "options": ["1", "5", "10", "25", "50"]},
                  {"id": "chance", "ask": "Certainty", "unit": "%", "slider": [80, 95, 5]}]},
    {"id": "guesses", "ask": "Between what and what?", "kind": "ranges",
     "quantities": [{"id": "rows", "ask": "Rows", "unit": "rows", "sql": "SELECT 280"},
                    {"id": "share", "ask": "Share", "unit": "%", "decimals": 1, "sql": "SELECT 38"}]},
    {"id": "fees", "ask": "Resolve the conflict", "kind": "file", "name": "fees.yaml", "starter": "a: 1\n=======\na: 2\n", "right": "a: 2"},
    {"id": "rent", "ask": "Rent a van", "kind": "sheet", "cells": {"A1": "Kilometres", "B1": "1,000", "A3": "0", "A4": "1"},
     "names": {"km": "B1"}, "fill": {"B4": "B5"}, "folds": [[5, 5, "The rest"]], "others": {"km": 1200},
     "asks": {"B3": "year 0", "B4": "year 1"}, "right": {"B3": "=km", "B4": "=B3*2"}},
    {"id": "review", "ask": "Review the change", "kind": "review", "pull_request": 482, "categories": ["Functionality", "Tests"],
     "severities": ["must change", "nice to have"],
     "right": [{"lines": ["except Timeout:"], "category": ["Functionality"], "severity": ["must change"]}]},
    {"id": "told", "ask": "What happened, in two sentences?", "kind": "statement", "most": 20,
     "says": {"what broke": "twice", "how long": r"\b57\b"}, "never": {r"\bcareless\w*": "that judges a person"},
     "right": "For 57 hours, 186 payments were charged twice, and no alarm saw it."},
    {"id": "sure", "ask": "How sure are you of the ratio?", "kind": "confidence", "of": "rate"},
]  # fmt: skip
MISTAKES = {
    "You divided by the same month.": {"rate": "SELECT 0.596"},
    "That counts retries.": {"fact": {"sql": "SELECT 280"}},
    "That is 99 % certainty.": {
        "canary": {"model": "canary.requests", "parameters": {"failure": 0.02, "chance": 0.99}}
    },
    "Average profit is still positive there.": {"cutoff": "540"},
    "The README is stale.": {"region": ["us-east-1", "Virginia"]},
    "The day is UTC there.": {"day": "SELECT DATE '2025-12-02'"},
    "A breach does not wait.": {"act": "wait"},
    "The cache only slows it down.": {"facts": ["h"]},
    "You left out a.": {"facts": {"without": ["a"]}},
    "The rename is cosmetic.": {"lines": ["17"]},
    "Capture needs an authorisation first.": {"events": ["capture", "authorise"]},
    "Dates are no product decision.": {"roles": {"date": "PM"}},
    "A refund reverses the side.": {"posts": {"refund": {"side": "credit"}}},
    "You refunded the fee too.": {"posts": {"refund": {"euro": "10"}}},
    "The fee lowers what we owe.": {"books": {"fee": {"bank": 81, "fees_earned": -81}}},
    "A lost card is still in use.": {"card": {"blocked": {"use": "yes"}}},
    "Nothing is kept then.": {"policy": [{"when": {}, "then": "refund"}]},
    "Half the traffic is no canary.": {"rollout": {"share": "50"}},
    "A point is no range.": {"guesses": "point"},
    "The ends are swapped.": {"guesses": "reversed"},
    "One end is missing.": {"guesses": "half"},
    "That range says nothing.": {"guesses": "boundless"},
    "That is what main said.": {"fees": {"a": 1}},
    "A year is half of the next.": {"rent": {"B4": "=B3/2"}},
    "That names a person.": {"told": "A careless engineer charged 186 payments twice for 57 hours."},
    "No line is about the timeout.": {"review": {"without": ["except Timeout:"]}},
}
PARTS = {"fields": FIELDS, "mistakes": MISTAKES}
FOUND = {"0.671": 0.671, "0.596": 0.596, "600": 600, "280": 280, "38": 38, "9.5": 9.5}


def find_rows(sql: str) -> list[tuple]:
    """The rows of the queries above, without a database; every other one is the fact's."""
    if "DATE '" in sql:
        return [(sql.split("'")[1],)]
    return [(FOUND.get(sql.removeprefix("SELECT "), 186),)]
