"""Acceptance criteria that run: which wrong service each kind of scenario stops, and what happens to bad ones."""

from __future__ import annotations

import pytest

from course.grade.criteria import STEPS, WRONG, CriteriaProblem, read_scenarios, read_what_can_be_read, run_criteria
from course.grade.criteria.wording import find_step

CHARGED = 'Given the merchant has charged €38.00 with key "A1"\n'
CHARGES = 'When the merchant charges €38.00 with key "A1"\n'
SILENT_CHARGE = (
    f"Given the acquirer captures the money but does not answer in time\nAnd {CHARGED.removeprefix('Given ')}"
)

# A scenario, and the wrong services that it stops: all others let it pass.
STOPPED_BY = [
    ("the happy path", CHARGES + 'Then the answer is "captured"', set()),
    ("the amount", CHARGES + "Then the customer has paid €38.00", {"cents read as euro"}),
    ("a repeat", CHARGED + CHARGES + "Then the customer is charged once", {"no idempotency"}),
    ("one event", CHARGED + CHARGES + "Then the merchant is notified once", {"no idempotency", "second notification"}),
    ("another amount", CHARGED + 'When the merchant charges €50 with key "A1"\nThen the answer is "conflict"',
     {"same key, another amount", "no idempotency"}),
    ("zero", 'When the merchant charges €0.00 with key "A1"\nThen the answer is "rejected"', {"zero is accepted"}),
    ("silence", "Given the acquirer captures the money but does not answer in time\n" + CHARGES + 'Then the answer is "pending"',
     {"a timeout counts as failure"}),
    ("down", "Given the acquirer is down\n" + CHARGES + "Then the customer is charged never",
     {"charges while the acquirer is down"}),
    ("another merchant", CHARGED + 'When another merchant charges €38.00 with key "A1"\nThen the customer is charged once',
     {"one key for all merchants"}),
    ("at the same moment", 'When the merchant charges €38.00 with key "A1" twice at the same moment\nThen the customer is charged once',
     {"lost race", "no idempotency"}),
    ("looked up", SILENT_CHARGE + 'And the acquirer answers\nWhen 10 minutes pass\nThen the payment is "captured"', {"pending for ever"}),
    ("the deadline", SILENT_CHARGE + 'When 24 hours pass\nThen the payment is "in review"', {"pending for ever"}),
]  # fmt: skip


def scenario(steps: str) -> str:
    return "Scenario: one\n" + steps


def problem_of(text: str) -> CriteriaProblem | None:
    """What is wrong with the first scenario that cannot be run."""
    try:
        return next((problem for _, problem in run_criteria(read_scenarios(text)).unread), None)
    except CriteriaProblem as problem:
        return problem


@pytest.mark.parametrize(("name", "steps", "stopped"), STOPPED_BY, ids=[case[0] for case in STOPPED_BY])
def test_a_scenario_stops_what_it_is_about(name, steps, stopped):
    trial = run_criteria(read_scenarios(scenario(steps)))

    assert trial.refused == ()
    assert {wrong.name for wrong, _ in trial.stopped} == stopped
    assert {wrong.name for wrong in trial.survivors} == {wrong.name for wrong in WRONG} - stopped


def test_together_they_stop_every_wrong_service():
    text = "\n".join(scenario(steps) for _, steps, _ in STOPPED_BY)

    assert run_criteria(read_scenarios(text)).killed == len(WRONG) == 10


def test_a_scenario_that_people_try_by_hand_is_not_run():
    by_hand = "@manual\nScenario: By hand\nGiven a clerk\nWhen they compare the list\nThen 186 entries agree\n"

    trial = run_criteria(read_scenarios(by_hand + scenario(CHARGED + CHARGES + "Then the customer is charged once")))

    assert (trial.refused, trial.killed) == ((), 1)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_a_wrong_service_says_what_it_does_to_a_customer(wrong):
    assert wrong.does and wrong.harm.endswith(".")


def test_nothing_counts_while_the_right_service_is_refused():
    trial = run_criteria(read_scenarios(scenario(CHARGED + CHARGES + "Then the customer is charged twice")))

    assert trial.killed == 0
    assert trial.refused[0].seen == "the customer is charged once"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.example)
def test_every_listed_step_can_be_used_as_it_is_listed(step):
    assert find_step(step.example) is not None
    assert find_step(step.example)[0].kind == step.kind


@pytest.mark.parametrize(
    "text",
    [
        "the merchant charges 38 EUR with key 'A1'",
        "the merchant charges €1,038.50 with the key “A1” twice",
        "the merchant charges €38 with key ‘A1’ 3 times.",
        "The customer has paid €38 in total",
        "the answer is “Captured”",
        'the merchant charges -€5 with key "A1"',
        "acquirer takes the money and stays silent",
        "customer pays €10.00",
        "request repeats key with same amount",
        "Payment is “in review”",
    ],
)
def test_a_step_is_understood_as_people_type_it(text):
    assert find_step(text) is not None


@pytest.mark.parametrize(
    "said",
    [
        "the customer is not charged",
        "the customer was never charged",
        "the customer is charged never",
        "the customer is charged 0 times",
        "the customer has paid nothing",
        "the merchant is not notified",
        "the answer is unavailable",
    ],
)
def test_nothing_happened_can_be_said_in_many_ways(said):
    trial = run_criteria(read_scenarios(scenario(f"Given the acquirer is down\n{CHARGES}Then {said}\n")))

    assert trial.refused == ()
    assert {wrong.name for wrong, _ in trial.stopped} == {"charges while the acquirer is down"}


@pytest.mark.parametrize("amount", ["€38,00", "38,00 €", "€38", "38.00 EUR"])
def test_an_amount_is_the_same_however_it_is_written(amount):
    trial = run_criteria(
        read_scenarios(
            scenario(f"{CHARGES}Then the customer has paid {amount}\nAnd the customer is charged exactly once")
        )
    )

    assert trial.refused == ()


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (scenario("Given the shop charges €38\n"), "The nearest one is: the merchant", 1),
        ("Scenario: empty\n", "“empty” has no step", 0),
        ("Scenario: a\n  Gven something\n", "“Gven something” is no line of Gherkin", 1),
        (scenario("given a shop\n" + CHARGES), "“given a shop” is no line of Gherkin", 1),
        ("Scenario: a\n  they pay\n", "“a” has no step", 0),
        ("Scenario: a\n  Given the acquirer answers\n  Thn nothing\n", "“Thn nothing” is no line of Gherkin", 2),
        ('Scenario: a\n  Given x\n  """\n  never closed\n', "ends in the middle", None),
    ],
)  # fmt: skip
def test_bad_gherkin_gets_one_sentence_and_its_line(text, words, line):
    problem = problem_of(text)

    assert words in str(problem)
    assert line is None or problem.line == line


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rows times steps", "Scenario Outline: o\n" + "  Given a\n" * 900 + "  Examples:\n  | a |\n" + "  | 1 |\n" * 900),
        ("a long background", "Feature: f\nBackground:\n" + "  Given a\n" * 900 + scenario(CHARGES)),
        ("too long", "# x\n" * 10_000),
        ("too many scenarios", (scenario(CHARGES) + "\n") * 100),
        ("too many rows", "Scenario Outline: o\n  When the merchant charges <a> with key \"A1\"\n  Examples:\n  | a |\n"
         + "  | €1 |\n" * 500),
        ("too many steps", scenario(CHARGES * 100)),
    ],
)  # fmt: skip
def test_endless_criteria_are_refused(name, text):
    with pytest.raises(CriteriaProblem):
        read_scenarios(text)


@pytest.mark.parametrize(
    "text",
    [
        f'When the merchant charges €{"9" * 6000} with key "A"',
        f"When the merchant charges €1{',' * 6000}",
        f'Then the answer is "{"“" * 6000}',
        f"Given {'the acquirer ' * 900}",
        f"Given a\n{'| a ' * 3000}|",
        f'Given a\n"""\n{"x" * 9000}\n"""',
    ],
    ids=["digits", "commas", "quotes", "words", "a wide table", "a long text"],
)  # fmt: skip
@pytest.mark.timeout(60)  # a pattern that tries the same characters again and again never ends
def test_a_hostile_step_is_an_unknown_step(text):
    assert "No step reads" in str(problem_of(scenario(text + "\n")))


def test_a_huge_count_is_cut_off():
    trial = run_criteria(
        read_scenarios(
            scenario('When the merchant charges €1 with key "A" 999 times\nThen the customer is charged once')
        )
    )

    assert trial.refused == ()


def test_background_outline_rules_and_tags_are_read():
    text = """
Feature: f
  Background:
    Given the acquirer answers
  Rule: r
    @R1 @N2
    Scenario Outline: amounts <a>
      When the merchant charges <a> with key "A1"
      Then the customer has paid <a>
      Examples:
        | a   |
        | €1  |
        | €2  |
"""
    first, second = read_scenarios(text)

    assert (first.name, second.name) == ("amounts €1", "amounts €2")
    assert first.tags == ("R1", "N2")
    assert [step.kind for step in first.steps] == ["Context", "Action", "Outcome"]


@pytest.mark.parametrize(
    ("steps", "stopped"),
    [
        ("Given the acquirer stays silent\n" + CHARGES + 'Then the answer is "pending"', "a timeout counts as failure"),
        ("Given the acquirer takes the money and stays silent\n" + CHARGES + "Then the service answers “pending”", "a timeout counts as failure"),
        ("Given acquirer is down\n" + CHARGES + "Then nobody is charged", "charges while the acquirer is down"),
        (CHARGED + "When the merchant repeats the request\nThen nobody is charged again", "no idempotency"),
        (CHARGED + "When the merchant repeats the request\nThen nobody is charged or notified again", "second notification"),
        (CHARGED + "When the merchant charges €50 with the same key\nThen the answer is “conflict”", "same key, another amount"),
        (CHARGES + "Then the customer pays exactly €38", "cents read as euro"),
        ('When with key "A1" the merchant charges €0.00\nThen the request is rejected', "zero is accepted"),
        (CHARGED + "When a second merchant sends a request of €50 with the same key\nThen the answer is “captured”", "one key for all merchants"),
        (CHARGED + 'When another merchant charges €50.00 with key "A1"\nThen the other merchant’s customer has paid €50.00', "one key for all merchants"),
        (CHARGED + 'When another merchant charges €38.00 with the key "A1"\nThen the other merchant is notified once', "one key for all merchants"),
        ('When two requests of €38.00 with the key "A1" arrive at the same time\nThen nobody is charged again', "lost race"),
        ('When the merchant sends two requests for €38.00 with the key "A1" at once\nThen both answers are “captured”\nAnd the merchant is notified once', "lost race"),
        ('Given the merchant has charged €38 with key "A1"\nWhen another merchant charges €50.00 with key "A1"\nThen the other merchant gets “captured”', "one key for all merchants"),
        ('When the merchant charges €38 twice with the key "A1" at the same time\nThen both requests get the same answer\nAnd the customer is charged once', "lost race"),
        (SILENT_CHARGE + "When 24 hours have passed without an answer\nThen the status is “in review”", "pending for ever"),
        (SILENT_CHARGE + "And the acquirer answers again\nWhen an hour passes\nThen the merchant is notified once", "pending for ever"),
        (SILENT_CHARGE + "When 2 days pass\nThen a person decides", "pending for ever"),
        (SILENT_CHARGE + "And the acquirer answers\nWhen the merchant repeats the request\nThen the answer is “captured”", "pending for ever"),
        (CHARGED + "When a request repeats the key with the same amount\nThen it gets the first answer\nAnd nobody is charged or notified again", "no idempotency"),
        (CHARGED + "When a known key comes with another amount\nThen it is answered with “conflict”", "same key, another amount"),
        ("When an amount of zero is charged\nThen it is rejected", "zero is accepted"),
        ("Given the acquirer takes the money and stays silent\n" + CHARGES + "Then nobody knows yet", "a timeout counts as failure"),
        (CHARGES + "Then the customer pays exactly the amount\nAnd the merchant is notified once for each captured charge", "cents read as euro"),
        (CHARGED + "When another merchant sends the same key\nThen the other merchant makes a charge of their own", "one key for all merchants"),
        ("When two requests of €38.00 with one key arrive at the same moment\nThen one is charged\nAnd the other waits and gets the same answer", "lost race"),
        (SILENT_CHARGE + "And the acquirer answers\nWhen Pay looks the payment up within 5 minutes\nThen it is “captured”\nAnd the merchant is notified", "pending for ever"),
        (SILENT_CHARGE + "When as soon as the acquirer answers, Pay looks the payment up within 5 minutes\nThen it is “captured”", "pending for ever"),
        (CHARGED + "When another merchant sends the same key\nThen another merchant who sends the same key makes a charge of their own", "one key for all merchants"),
        (SILENT_CHARGE + "When after 24 hours without an answer\nThen it is “in review”\nAnd a person decides", "pending for ever"),
        ('When merchant charges €2.52 with key "A1"\nThen customer has paid €2.52', "cents read as euro"),
    ],
)  # fmt: skip
def test_the_words_of_the_task_are_steps(steps, stopped):
    trial = run_criteria(read_scenarios(scenario(steps)))

    assert trial.refused == trial.unread == ()
    assert stopped in {wrong.name for wrong, _ in trial.stopped}


def test_what_can_be_read_is_run_and_the_rest_is_named():
    steps = [CHARGED + CHARGES + "Then the customer is charged once", "Given a clerk\nWhen they look\nThen all is well"]
    trial = run_criteria(read_scenarios("\n".join(map(scenario, steps))))

    assert (trial.killed, trial.run_count, trial.refused) == (1, 1, ())
    assert [(unread.name, problem.line) for unread, problem in trial.unread] == [("one", 5)]


def test_one_broken_line_of_gherkin_leaves_the_other_scenarios():
    good = scenario(CHARGED + CHARGES + "Then the customer is charged once\n")
    readable, problems = read_what_can_be_read(f"@R1\n{good}\n# two\n@R2\n{good.replace('When', 'Wen')}\n@R3\n{good}")

    assert [each.tags for each in readable] == [("R1",), ("R3",)]
    assert [(str(problem).split(" is")[0], problem.line) for problem in problems] == [
        ('“Wen the merchant charges €38.00 with key "A1"”', 10)
    ]


@pytest.mark.parametrize(
    "step",
    [
        "When two requests with one key arrive at the same moment",
        "When the merchant sends two requests with the same key at once",
        "When the merchant repeats the request",
        "When another merchant sends the same key",
    ],
)
def test_an_amount_that_nobody_said_is_missing(step):
    problem = problem_of(scenario(f"Given the acquirer answers\n{step}\nThen the customer is charged once\n"))

    assert "says no amount, and no step before it does" in str(problem)
    assert problem.line == 2


def test_a_repeat_gets_the_first_answer():
    steps = "When the merchant repeats the request\nThen the answer is the first one again"

    assert run_criteria(read_scenarios(scenario(CHARGED + steps))).refused == ()
    assert run_criteria(
        read_scenarios(scenario(CHARGED + steps.replace("request", "charge of €50 with the same key")))
    ).refused


def test_the_customer_is_the_one_of_the_last_merchant_that_charged():
    steps = f'{CHARGED}When another merchant charges €50.00 with key "A1"\nThen the customer has paid €38.00\n'

    assert (
        run_criteria(read_scenarios(scenario(steps))).refused[0].seen == "the other merchant's customer has paid €50.00"
    )


@pytest.mark.parametrize(
    ("passes", "status"), [("23 hours pass", "pending"), ("24 hours pass", "in review"), ("1 day passes", "in review")]
)
def test_a_pending_payment_goes_to_a_person_at_the_deadline(passes, status):
    steps = f'{SILENT_CHARGE}When {passes}\nThen the payment is "{status}"\nAnd the customer is charged once\n'

    assert run_criteria(read_scenarios(scenario(steps))).refused == ()


def test_a_repeat_of_a_payment_in_review_is_not_charged():
    steps = f'{SILENT_CHARGE}And 24 hours have passed\nWhen the merchant repeats the request\nThen the answer is "pending"\nAnd nobody is charged again\n'

    assert run_criteria(read_scenarios(scenario(steps))).refused == ()


@pytest.mark.parametrize(
    ("amount", "acquirer", "answer"), [("€0.00", "answers", "rejected"), ("€38.00", "is down", "unavailable")]
)
@pytest.mark.parametrize("wrong", [None, *WRONG], ids=lambda wrong: wrong.name if wrong else "the right one")
def test_requests_at_the_same_moment_are_refused_like_single_ones(wrong, amount, acquirer, answer):
    text = f'Given the acquirer {acquirer}\nWhen the merchant charges {amount} with key "A1" twice at the same moment\nThen both answers are "{answer}"\n'
    trial = run_criteria(read_scenarios(scenario(text)), (wrong,) if wrong else ())

    assert trial.refused == ()
    assert {stopped.name for stopped, _ in trial.stopped} <= {"zero is accepted", "charges while the acquirer is down"}
