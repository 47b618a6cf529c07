"""What is measured for an exercise: what its data sets catch, what it accepts, and what its mistakes are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course.authoring.query import near
from course.authoring.query import trials as running
from course.authoring.query.diagnoses import SENTENCES, SHARED, SPECIAL, diagnoses, sentence
from course.authoring.query.evidence import (
    STRICT,
    Acceptance,
    Evidence,
    Kills,
    Survivor,
    choose_seeds,
    measure,
)
from course.authoring.query.mutants import Mutant
from course.authoring.query.operators import OPERATORS
from course.authoring.query.shortcomings import shortcomings, unexplained_survivors
from course.authoring.query.trials import open_data_set, run_all, trials, valid_mutants
from course.case.database import variant_database
from course.grade import data
from course.grade.kind import make_key
from course.grade.query.expectation import literals
from course.grade.query.key import QueryKey
from course.grade.query.patterns import digest, find_pattern
from course.keys.key import Mistake

from .pm_queries import KEYS

POOL = range(1, 6)
FUNNEL, DISPUTES = KEYS["funnel"], KEYS["dispute rate"]


@pytest.fixture(autouse=True, scope="module")
def small_practice():
    """A small data set in place of the practice data, and the same hidden ones for every query."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "database", lambda seed=0, focus=(): variant_database(seed or 99))
        yield
    running.forget()


@pytest.mark.parametrize("title", ["funnel", "dispute rate", "never paid", "growth"])
def test_chosen_data_sets_catch_what_the_pool_catches(title):
    key = KEYS[title]
    chosen = choose_seeds(key, POOL)
    caught, catchable = (frozenset().union(*(trials(key, seed).killed for seed in seeds)) for seeds in (chosen, POOL))
    assert caught == catchable
    assert 3 <= len(chosen) <= 5
    assert chosen == choose_seeds(key, reversed(POOL))


def test_a_mutant_runs_when_it_is_asked_about_and_once(monkeypatch):
    running.forget()
    started = []
    trial = running._trial
    monkeypatch.setattr(running, "_trial", lambda *given: started.append(given[1]) or trial(*given))
    found = trials(FUNNEL, 1)
    some = found.killed_of((0, 2, 4))

    assert len(started) == 3
    assert some == found.killed & {0, 2, 4}
    assert len(started) == len(found.mutants) == len(set(started))


def test_few_data_sets_are_chosen_where_few_are_allowed():
    """A single one is the one that catches most of the classes that matter most."""
    _, valid = valid_mutants(FUNNEL)
    caught = {seed: sum(valid[at].operator in STRICT for at in trials(FUNNEL, seed).killed) for seed in POOL}
    (one,) = choose_seeds(FUNNEL, POOL, most=1)
    assert caught[one] == max(caught.values())


def test_a_fair_exercise_measures_well():
    evidence = measure(FUNNEL, choose_seeds(FUNNEL, POOL), POOL)
    assert (evidence.made, evidence.valid) >= (60, 55)
    assert evidence.killed == evidence.killable == evidence.valid - len(evidence.survivors)
    assert (evidence.alternatives, evidence.rewrites.rejected) == (Acceptance(1, ()), ())
    assert evidence.rewrites.tried >= 8
    assert evidence.deterministic
    assert 0 < evidence.seconds < 5
    reviewed = replace(FUNNEL, survivors=tuple((survivor.mutant.name, "reviewed") for survivor in evidence.survivors))
    assert not [sentence for sentence in shortcomings(reviewed, evidence) if "Judging" not in sentence]


def test_a_wrong_alternative_is_named():
    wrong = FUNNEL.reference.replace("LEFT JOIN", "JOIN")
    evidence = measure(replace(FUNNEL, accept=(FUNNEL.reference, wrong)), (1, 2), (1, 2))
    assert evidence.alternatives == Acceptance(2, (wrong,))


@pytest.mark.parametrize(
    ("sql", "deterministic"),
    [
        ("SELECT channel, MIN(customer_id) AS c FROM customers GROUP BY channel", True),
        ("SELECT channel, ANY_VALUE(customer_id) AS c FROM customers GROUP BY channel", False),
        ("SELECT customer_id AS c FROM customers ORDER BY channel LIMIT 3", False),
        ("SELECT customer_id AS c FROM customers ORDER BY channel, c LIMIT 3", True),
    ],
)
def test_a_reference_that_depends_on_the_order_of_rows_is_found(sql, deterministic):
    assert measure(QueryKey(sql), (1,), (1,)).deterministic is deterministic


KEPT = Survivor(Mutant("JOI", "", "INNER became LEFT"), killable=False)
MISSED = Survivor(Mutant("JOI", "", "LEFT became INNER"), killable=True)


@pytest.mark.parametrize(
    ("reasons", "left"),
    [
        ({}, (KEPT, MISSED)),
        ({"JOI: INNER became LEFT": "no orphans"}, (MISSED,)),
        ({"JOI": "no orphans"}, (MISSED,)),  # a class explains only what no data set catches
        ({"JOI": "no orphans", "JOI: LEFT became INNER": "out of contract"}, ()),
    ],
)
def test_survivors_need_a_reason(reasons, left):
    key = make_key("sql", {"reference": "SELECT 1", "survivors": reasons})
    assert unexplained_survivors(key, good_but(survivors=(KEPT, MISSED))) == left


def good_but(**changes: object) -> Evidence:
    classes = (Kills("JOI", 4, 4), Kills("COL", 46, 46))
    good = Evidence((1, 2, 3), 60, 50, classes, (), Acceptance(3, ()), Acceptance(8, ()), True, 0.1)
    return replace(good, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"classes": (Kills("COL", 100, 97),)}, "catch 97 of 100 wrong answers. Choose more"),
        ({"classes": (Kills("JOI", 4, 3), Kills("COL", 96, 96))}, "Of the class JOI its data sets catch 3 of 4"),
        ({"survivors": (KEPT,)}, "“JOI: INNER became LEFT” passes for right"),
        ({"alternatives": Acceptance(3, ("SELECT\n 2",))}, "alternative is rejected though it should mean the same: S"),
        ({"rewrites": Acceptance(8, ("SELECT 2",))}, "This rewrite is rejected"),
        ({"rewrites": Acceptance(7, ())}, "Only 7 rewrites could be tried"),
        ({"deterministic": False}, "lie in another order"),
    ],
)
def test_what_is_missing_is_said(changes, words):
    found = shortcomings(QueryKey("SELECT 1"), good_but(**changes))
    assert len(found) == 1
    assert words in found[0]


def test_a_fair_exercise_lacks_nothing():
    assert shortcomings(QueryKey("SELECT 1"), good_but(classes=(Kills("COL", 100, 98),))) == ()


def test_a_reason_without_a_survivor_is_named():
    found = shortcomings(make_key("sql", {"reference": "SELECT 1", "survivors": {"DISTINCT": "unique"}}), good_but())
    assert found == ("survivors gives a reason for “DISTINCT”, but no such mutant survives. Delete the reason.",)


# exercise, what is written in place of what, and the class that the result gives away
MISTAKES = [
    (FUNNEL, "LEFT JOIN loans", "JOIN loans", "JOI"),
    (FUNNEL, "FILTER (WHERE a.decision = 'approved')", "", "DROP_FILTER"),
    (FUNNEL, "COUNT(l.loan_id)", "COUNT(*)", "CNT"),
    (DISPUTES, "COUNT(DISTINCT p.payment_id)", "COUNT(DISTINCT p.customer_id)", "CNT"),
    (DISPUTES, "100.0 * ", "", "ARI"),
    (KEYS["growth"], "date_trunc('month', created_at)", "date_trunc('week', created_at)", "UNIT"),
    (KEYS["running total"], "PARTITION BY acquirer ORDER BY day", "ORDER BY day", "WIN_PART"),
]
HIDDEN = (1, 2, 3)


def prints(key: QueryKey, sql: str) -> list[str]:
    found = []
    for seed in (0, *HIDDEN):
        with open_data_set(seed, literals(key.reference)) as connection:
            found += [trial.signature.loose for trial in run_all(connection, (sql,), (), key.decimals)]
    return found


@pytest.mark.parametrize(("key", "right", "wrong", "operator"), MISTAKES)
def test_a_mistake_is_recognised_by_its_results(key, right, wrong, operator):
    assert right in key.reference
    found = find_pattern(diagnoses(key, HIDDEN), prints(key, key.reference.replace(right, wrong)))
    assert found is not None
    assert found.operator == operator


def test_what_has_a_sentence_of_its_own_or_is_right_has_no_pattern():
    key, right, wrong, _ = MISTAKES[0]
    mistaken = key.reference.replace(right, wrong)
    patterns = diagnoses(replace(key, mistakes=(Mistake("Rows are missing.", mistaken),)), HIDDEN)
    assert find_pattern(patterns, prints(key, mistaken)) is None
    assert find_pattern(patterns, prints(key, key.reference)) is None


def test_no_result_has_two_patterns():
    digests = [each for pattern in diagnoses(DISPUTES, HIDDEN) for each in pattern.digests]
    assert len(digests) == len(set(digests)) > 20
    assert all(len(each) == len(digest([])) for each in digests)


def test_every_class_of_mistakes_has_a_sentence():
    assert SENTENCES.keys() == OPERATORS.keys() | {near.OPERATOR} >= STRICT
    assert {operator for operators, _ in SHARED for operator in operators.split()} <= SENTENCES.keys()
    assert {operator for operator, _, _ in SPECIAL} <= SENTENCES.keys()
    said = [*SENTENCES.values(), *(row[-1] for row in (*SPECIAL, *SHARED))]
    assert all(words[-1] in ".?" and len(words) <= 150 for words in said)
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("operator", "change", "words"),
    [
        ("JOI", "LEFT JOIN of `a` became INNER JOIN", "disappeared"),
        ("JOI", "LEFT JOIN of `a` became RIGHT JOIN", "disappeared"),
        ("JOI", "INNER JOIN of `a` became LEFT JOIN", "keeps rows that have no partner"),
        ("ON_WHERE", "`a` moved from ON to WHERE", "WHERE throws out"),
        ("ON_WHERE", "`a` moved from WHERE to ON", "ON removes no rows"),
        ("GRP", "GROUP BY without `a`", "too coarse"),
        ("GRP", "GROUP BY also `a`", "too fine"),
        ("DISTINCT", "DISTINCT added in `SELECT a`", "removes repetitions"),
    ],
)
def test_the_sentence_fits_the_direction_of_the_mistake(operator, change, words):
    assert words in sentence(Mutant(operator, "", change))


def test_a_query_that_takes_too_long_gives_nothing(monkeypatch):
    monkeypatch.setattr(running, "MOST_MILLISECONDS", 50)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT SUM(i) FROM n"
    with open_data_set(1, ()) as connection:
        first, second = run_all(connection, (endless, "SELECT 1"), (), None)
    assert (first.signature, second.row_count) == (None, 1)
    assert (first.ran_out_of_time, second.ran_out_of_time) == (True, False)


@pytest.mark.parametrize("ran_out_of_time", [True, False])
def test_a_mutant_that_takes_too_long_makes_uncertain_what_is_found(monkeypatch, ran_out_of_time):
    running.forget()
    monkeypatch.setattr(running, "_trial", lambda *_: running.Trial(None, ran_out_of_time=ran_out_of_time))
    assert trials(FUNNEL, 1).killed

    assert running.is_certain(FUNNEL) is not ran_out_of_time
    assert running.is_certain(DISPUTES)
    running.forget()
