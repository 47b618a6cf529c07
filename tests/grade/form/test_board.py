"""The board's page: many different pages pass, each plausible wrong one hears which tile it is and what to change."""

from __future__ import annotations

import pytest

from course.authoring.form.slips import slips
from course.dashboards.measures import MEASURES as ALL
from course.grade.form import compile_form, judge_form
from course.grade.form.boards.read import read_tiles
from course.grade.form.boards.show import show
from course.grade.form.field import field_kind
from course.grade.kind import make_key
from course.grade.query.sandbox import QueryError
from course.keys.key import AuthorError
from course.verdict import Outcome
from course.views.form.field import browser_data

PAY = {"id": "pay", "name": "Question 1", "measures": ["card_approval", "payments_through"], "where": {"acquirer": "B", "country": "KE2"},
       "windows": [["2025-10-01", "2025-12-02"], ["2025-12-01", "2025-12-31"]], "absent": "nothing about payments.",
       "segment": "it hides the place.", "when": "it hides the time.", "instead": {"not_approved": "a number of what?"}}  # fmt: skip
RULE = {"id": "rule", "name": "Question 2", "measures": ["dispute_ratio"], "windows": [["2025-12-01", "2025-12-31"]], "target": 0.65,
        "rule": "RB1", "absent": "no ratio.", "when": "not December.", "no_target": "no limit.", "instead": {"disputes": "a count."}}  # fmt: skip
LOANS = {"id": "loans", "name": "Question 3", "measures": ["default_at_two"], "windows": [["2025-01-01", "2025-06-30"], ["2025-10-01", "2025-10-31"]],
         "absent": "no defaults.", "when": "not side by side.", "instead": {"loans": "how many, not how good."}}  # fmt: skip
Q1 = {"question": "Who gets through?", "measure": "card_approval", "split": "acquirer_ke2",
      "note": "B in KE2 falls in December; A does not."}  # fmt: skip
Q2 = {"question": "Within the rule?", "measure": "dispute_ratio", "target": "0.65%", "target_source": "RB1",
      "note": "December is above the limit."}  # fmt: skip
Q3 = {"question": "Do the loans hold?", "measure": "default_at_two", "along": "quarter", "period": "Jan–Dec 2025",
      "note": "October's loans are worse than those of the first half."}  # fmt: skip
MEASURES = [
    "card_approval",
    "payments_through",
    "approvals_per_payment",
    "not_approved",
    "dispute_ratio",
    "disputes",
    "default_at_two",
    "loans",
]
FIELD = {"id": "page", "ask": "1. The page", "kind": "board", "title": "A page", "measures": MEASURES, "questions": [PAY, RULE, LOANS],
         "right": [Q1, Q2, Q3]}  # fmt: skip
KIND = field_kind("board")
APPROVED = (
    "SELECT strftime(t.created_at, '%b %Y') AS month, 100.0 * count(*) FILTER (WHERE t.result = 'approved') / count(*) AS approved "
    "FROM payment_attempts AS t JOIN payments AS p ON p.payment_id = t.payment_id JOIN merchants AS m ON m.merchant_id = p.merchant_id "
    "WHERE p.rail = 'card' AND NOT m.is_internal AND t.acquirer = 'B' AND t.issuer_country = 'KE2' GROUP BY 1 ORDER BY min(t.created_at)"
)


def compiled(mistakes=None, **changes):
    key = {"fields": [{**FIELD, **changes}], "mistakes": mistakes or {}, "pass_at": 1}
    return compile_form(make_key("form", key), lambda sql: [])


FORM = compiled()


def judged(*tiles, form=FORM):
    return judge_form(form, {"page": list(tiles)})


def own(sql: str, **changes) -> dict:
    return {
        "question": "Who pays?",
        "note": Q1["note"],
        "measure": "card_approval",
        "own": "own",
        "sql": sql,
        **changes,
    }


def says(tile: dict) -> str:
    """Why a tile shows nothing, or is not what it says."""
    shown = show(read_tiles([tile])[0])
    return shown.problem or shown.differs


@pytest.mark.parametrize(
    "page",
    [
        (Q1, Q2, Q3),
        (Q3, Q1, Q2),
        ({**Q1, "split": "acquirer+country", "chart": "heat"}, {**Q2, "chart": "number", "compare": "before"}, {**Q3, "chart": "line", "along": "month"}),
        ({**Q1, "measure": "payments_through", "split": "country_b", "along": "week", "chart": "line", "axis": "low"}, {**Q2, "chart": "bars"}, {**Q3, "split": "channel"}),
        ({**Q1, "split": "acquirer+country", "along": "whole", "period": "November 2025", "chart": "heat"},
         {**Q1, "split": "acquirer+country", "along": "whole", "period": "December 2025", "chart": "heat"}, Q2, Q3),
        (own(APPROVED), Q2, Q3),
        (own(APPROVED.replace("AS month,", "AS month, 'B' AS acquirer,")), Q2, Q3),
        ({**Q1, "note": "B falls from 88% in November to 72%, by 16 points; the register has 71%."}, Q2, Q3),
        (Q1, Q2, Q3, {"question": "How many loans?", "measure": "loans"}),
    ],
)  # fmt: skip
def test_many_pages_are_right(page):
    verdict = judged(*page)

    assert (verdict.outcome, verdict.score, verdict.headline) == (Outcome.PASSED, 1.0, "3 of 3 questions are answered.")


@pytest.mark.parametrize(
    ("page", "score", "first"),
    [
        (({**Q1, "split": ""}, Q2, Q3), 2 / 3, "Tile 1: Question 1: it hides the place."),
        (({**Q1, "split": "country"}, Q2, Q3), 2 / 3, "Tile 1: Question 1: it hides the place."),
        (({**Q1, "period": "December 2025"}, Q2, Q3), 2 / 3, "Tile 1: Question 1: it hides the time."),
        (({**Q1, "chart": "columns", "axis": "low"}, Q2, Q3), 2.5 / 3, "Tile 1: It misleads: the value axis of bars does not begin at zero."),
        (({**Q1, "period": "1 Nov – 15 Dec 2025"}, Q2, Q3), 2.5 / 3, "Tile 1: It misleads: a month that is there in part"),
        (({**Q1, "split": "acquirer+country"}, Q2, Q3), 2.5 / 3, "Tile 1: It misleads: 12 colours cannot be told apart."),
        (({**Q1, "measure": "not_approved"}, Q2, Q3), 2 / 3, "Tile 1: Question 1: a number of what?"),
        (({**Q1, "measure": "approvals_per_payment"}, Q2, Q3), 1.5 / 3, "Tile 1: “Approved attempts per card payment” misleads: a payment"),
        (({**Q1, "note": "B falls to 61%."}, Q2, Q3), 2.5 / 3, "Tile 1: Its words say “61%”"),
        (({**Q1, "question": ""}, Q2, Q3), 2.5 / 3, "Tile 1: It has no question."),
        ((Q1, {**Q2, "target": ""}, Q3), 2 / 3, "Tile 2: Question 2: no limit."),
        ((Q1, {**Q2, "target": "0.5"}, Q3), 2 / 3, "Tile 2: Question 2: RB1 does not say 0.5%."),
        ((Q1, {**Q2, "target_source": ""}, Q3), 2.5 / 3, "Tile 2: The target does not say where it comes from."),
        ((Q1, {**Q2, "measure": "disputes"}, Q3), 1.5 / 3, "Tile 2: Question 2: a count."),
        ((Q1, Q2, {**Q3, "chart": "number", "compare": "before"}), 2 / 3, "Tile 3: Question 3: not side by side."),
        ((Q1, Q2, {**Q3, "compare": "added"}), 1.5 / 3, "Tile 3: It misleads: a running total can only rise."),
        ((Q1, Q2), 2 / 3, "Question 3: no defaults."),
        ((Q1, Q2, Q3, Q1, Q2, Q3, Q1), 2.5 / 3, "The page has 7 tiles"),
        (({"question": "Do card payments get through everywhere?", "measure": "loans"},), 0.0, "Tile 1: Question 3: how many, not how good."),
        (({**Q1, "note": "", "measure": "not_approved", "chart": "number", "split": "acquirer"}, Q2, Q3), 1.5 / 3, "Tile 1: One number"),
        (({**Q1, "measure": ""}, Q2, Q3), 1.5 / 3, "Tile 1: Choose what this tile measures."),
    ],
)  # fmt: skip
def test_a_wrong_page_hears_which_tile_it_is_and_what_to_change(page, score, first):
    verdict = judged(*page)

    assert verdict.outcome is Outcome.NOT_YET and verdict.score == pytest.approx(score)
    assert verdict.findings[0].text.startswith(first)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("", "Write your query"),
        ("SELEC 1 FROM payments", "Your query did not run."),
        ("DROP TABLE payments", "Your query did not run."),
        ("SELECT rail, status, merchant_id, 1 FROM payments LIMIT 9", "4 columns"),
        ("SELECT 1 FROM payments LIMIT 1", "1 column."),
        ("SELECT payment_id, amount_cents FROM payments LIMIT 10000", "returns 10,000 rows"),
        ("SELECT payment_id, amount_cents FROM payments", "returns 84,000 rows"),
        ("SELECT 'Dec 2025' AS month, status FROM payments LIMIT 3", "`status`, has to be a number. It holds “paid”."),
        ("SELECT 'Dec 2025' AS month, NULL AS v FROM payments LIMIT 1", "every row has NULL there"),
        ("SELECT 'Dec 2025' AS month, 1 AS v FROM payments WHERE false", "returns no rows"),
        ("SELECT 'Dec 2025' AS a, 1 AS a FROM payments LIMIT 1", "have one name"),
        ("SELECT 'Dec 2025' AS month, 71.8 AS approved", "reads none of the course’s tables"),
        ("SELECT 'after' AS month, 71.8 AS approved FROM payments LIMIT 1", "I cannot tell what “after” stands for"),
        (APPROVED.replace("100.0 * ", "1.0 * "), "0.88, which is a fraction"),
        (APPROVED.replace("/ count(*)", "/ count(DISTINCT p.payment_id)"), "However it is counted, “Card attempts approved” does not come to 95.9%"),
        (APPROVED.replace("'approved')", "'approved' AND t.created_at < '2025-12-20')"), "At Dec 2025 yours says"),
    ],
)  # fmt: skip
def test_whatever_a_query_returns_is_one_clear_sentence(sql, sentence):
    tile = own(sql)

    assert sentence in says(tile)
    assert judged(tile, Q2, Q3).outcome is Outcome.NOT_YET
    assert sentence in judged(tile, Q2, Q3).findings[0].text


def test_rows_without_a_value_are_left_out_and_counted():
    shown = show(
        read_tiles([own(f"SELECT * FROM ({APPROVED}) UNION ALL SELECT 'Sep 2025', NULL FROM payments LIMIT 1")])[0]
    )

    assert "without a value" in shown.remark or shown.result.row_count


WHOLE = "SELECT strftime(t.created_at, '%Y-%m') AS month, 100.0 * avg((t.result = 'approved')::int) AS v FROM payment_attempts t JOIN payments p USING (payment_id) {} GROUP BY 1"


def test_a_query_that_gives_other_figures_hears_what_misleads_in_it():
    says = [finding.text for finding in judged(own(WHOLE.format("WHERE p.rail = 'card'")), Q2, Q3).findings]

    assert "However it is counted, “Card attempts approved” does not come to" in says[0]
    assert "the company's own test traffic is counted in" in says[1]


@pytest.mark.parametrize(
    "sql",
    [
        APPROVED.replace("AND NOT m.is_internal", ""),  # the test shop is no customer of a bank in KE2
        WHOLE.format("WHERE p.rail = 'card' AND p.merchant_id <> 'M0007'"),
        WHOLE.format("JOIN merchants m USING (merchant_id) WHERE p.rail = 'card' AND NOT is_internal"),
    ],
)
def test_a_query_that_gives_the_right_figures_is_right_however_it_is_written(sql):
    shown = show(read_tiles([own(sql)])[0])

    assert (shown.problem, shown.differs) == ("", "") and shown.cells


@pytest.mark.parametrize(
    ("note", "is_supported"),
    [
        ("B fell by 16.1 points, to 71.8%, on 3 December 2025.", True),
        ("Since 3/12 B approves 71% (register).", True),
        ("December 2025 is 0.82 times November.", True),
        ("RB1 needs 100 disputes or more, and a ratio of 0.65%.", True),
        ("In 2 of 3 months, KE2 and M0007, Q4, 14 days.", True),
        ("B fell by 33 points.", False),
        ("B fell to 61%.", False),
        ("December is 3.5 times November.", False),
        ("We lose €90k a month.", False),
        ("€2 million lost.", False),
        ("90 bad ones.", False),
        ("B lost €72.", False),
    ],
)
def test_a_note_quotes_what_can_be_found(note, is_supported):
    assert (judged({**Q1, "note": f"{Q1['note']} {note}"}, Q2, Q3).outcome is Outcome.PASSED) is is_supported


@pytest.mark.parametrize(
    ("at", "note", "says"),
    [
        (1, "We are well within the rule.", "“We are well within the rule”, and the tile shows 0.671%, above the 0.65% limit"),
        (1, "No breach in December.", "above the 0.65% limit"),
        (1, "We stay below the limit.", "above the 0.65% limit"),
        (1, "", "does not say yet whether"),
        (1, "The Rulebook has a limit.", "does not say yet whether"),
        (1, "December is not within RB1.", ""),
        (1, "The ratio exceeds RB1.", ""),
        (1, "We breach RB1.", ""),
        (1, "We are no longer within the rule.", ""),
        (0, "Acquirer A fell, B is fine. Nothing to do.", "“Acquirer A fell”, and the tile shows A and KE2:"),
        (0, "B is fine.", "“B is fine”, and the tile shows B and KE2: 87.9% before, 71.8% after."),
        (0, "Everything holds in December.", "and the tile shows B and KE2"),
        (0, "B did not fall in December.", "and the tile shows B and KE2"),
        (0, "A and B fell in December.", ""),
        (0, "", "does not say yet"),
        (0, "B is the second acquirer.", "does not say yet"),
        (0, "It fell in December.", "does not say yet"),
        (0, "B fell.", "does not say yet"),
        (0, "Acquirer B dropped from 88% to 72% in December, while A stays where it was.", ""),
        (0, "B in December: from 88% to 72%.", ""),
        (0, "Since December, B approves fewer attempts.", ""),
        (0, "B fell on 4 December, A did not.", "dates the change to 4 December, and the figures change on 3 December"),
        (0, "Since 5 December B loses cards.", "dates the change to 5 December"),
        (0, "Since 3 December B loses cards.", ""),
        (0, "From 1 December on, B falls behind A.", ""),
        (2, "Our new loans are better than ever.", "“Our new loans are better than ever”, and the tile shows"),
        (2, "October is as good as the first half.", "and the tile shows"),
        (2, "Defaults fell in October.", "and the tile shows"),
        (2, "", "does not say yet"),
        (2, "Loans are loans.", "does not say yet"),
        (2, "More of October's loans are in default than in H1.", ""),
        (2, "October's loans are not as good as those of the first half.", ""),
        (2, "October's loans fall behind more often than earlier ones.", ""),
        (2, "Default doubled against the first half.", ""),
        (2, "Fewer of October's loans are paid back on time.", ""),
    ],
)  # fmt: skip
def test_a_note_says_the_finding_and_does_not_deny_its_figures(at, note, says):
    page = [Q1, Q2, Q3]
    page[at] = {**page[at], "note": note}
    verdict = judged(*page)

    assert (verdict.outcome is Outcome.PASSED) is (not says)
    assert says in " ".join(finding.text for finding in verdict.findings)
    assert "and the tile shows" not in says or verdict.score <= 0.5


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("How many parcels arrive?", "does not ask about"),
        ("x", "does not ask about"),
        ("Is the sky blue?", "does not ask about"),
        ("Who pays? Who does not?", "more than one"),
        ("Do cards and payments and banks and shops work?", "more than one"),
        ("Did the new fraud filter of 3 December stop card payments?", "claims a cause"),
        ("Do fewer cards get through because of B?", "claims a cause"),
        ("Do card payments get through, with every acquirer and in every country?", ""),
    ],
)
def test_a_question_asks_about_what_its_tile_shows(question, says):
    verdict = judged({**Q1, "question": question}, Q2, Q3)

    assert (verdict.outcome is Outcome.PASSED) is (not says)
    assert says in " ".join(finding.text for finding in verdict.findings)


@pytest.mark.parametrize(
    ("at", "changes", "says"),
    [
        (1, {"target_source": "my gut"}, "“my gut” sets no limit"),
        (2, {"target": "5%", "target_source": "plan of Risk"}, "“plan of Risk” sets no limit"),
        (2, {"target": "5%", "target_source": "RB1"}, "RB1 sets no limit for"),
        (1, {"target_source": "RB4"}, "RB4 sets no limit for"),
        (1, {"target": "as low as we can"}, "is no number, so none is drawn"),
        (1, {"target_source": "Rulebook"}, ""),
        (1, {"target_source": "the rule book, rule RB 1"}, ""),
    ],
)
def test_a_target_is_a_limit_that_its_source_sets(at, changes, says):
    page = [Q1, Q2, Q3]
    page[at] = {**page[at], **changes}
    verdict = judged(*page)

    assert (verdict.outcome is Outcome.PASSED) is (not says)
    assert says in " ".join(finding.text for finding in verdict.findings)


SHOWN = [(name, along, split) for name, measure in ALL.items() for along in measure.along for split in (measure.splits[0], measure.splits[-1])]  # fmt: skip


@pytest.mark.parametrize(("name", "along", "split"), dict.fromkeys(SHOWN))
def test_the_query_that_a_tile_shows_can_be_pasted_as_ones_own(name, along, split):
    tile = {"measure": name, "along": along, "split": split, "chart": "line", "period": "Oct–Dec 2025"}
    sql = show(read_tiles([tile])[0]).chart.sql

    assert says({**tile, "own": "own", "sql": sql}) == ""


def test_a_value_that_is_rounded_too_far_hears_so():
    assert "rounded too far" in says(own(APPROVED.replace("100.0 * count", "round(100.0 * count").replace("/ count(*) AS", "/ count(*)) AS")))  # fmt: skip


def test_queries_that_never_end_have_one_budget(monkeypatch):
    given = []

    def slow(database, sql, seconds):
        given.append(seconds)
        raise QueryError("time", "It took too long.")

    monkeypatch.setattr("course.grade.form.boards.show.run", slow)
    page = [own(f"SELECT {at} FROM payments WHERE 'never' = 'ends'") for at in range(9)]
    judged(*page)
    first = len(given)
    judged(*page)

    assert first == len(given) == 9 and sum(given) < 10


def test_why_a_measure_is_no_answer_comes_before_how_it_is_shown():
    question = {**LOANS, "instead": {"loan_approval": "who gets a loan is not who pays it back."}}
    form = compiled(measures=[*MEASURES, "loan_approval"], questions=[PAY, RULE, question])
    first = judged(Q1, Q2, {**Q3, "measure": "loan_approval"}, form=form).findings[0]

    assert "who gets a loan" in first.text


def test_a_known_mistake_has_its_sentence_and_its_place():
    form = compiled({"The axis is cut.": {"page": {"tile": 3, "is": {"axis": "low"}}}})
    verdict = judged({**Q1, "axis": "low"}, {**Q2, "target": ""}, Q3, form=form)

    assert [finding.text for finding in verdict.findings] == [
        "Tile 1: The axis is cut.",
        "Tile 2: Question 2: no limit.",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"right": [Q1, Q2]}, "its page is not right"),
        ({"measures": ["card_approval", "luck"]}, "is no measure"),
        ({"questions": [{"id": "x"}]}, "a question lacks"),
    ],
)
def test_an_unfair_key_is_refused(changes, says):
    with pytest.raises(AuthorError, match=says):
        compiled(**changes)


@pytest.mark.parametrize(
    "change", [{"tile": 9, "is": {}}, {"tile": 1, "is": {"note": "B in KE2 fell in December."}}, {}, {"more": "x"}]
)
def test_a_mistake_without_harm_is_refused(change):
    with pytest.raises(AuthorError):
        compiled({"Wrong.": {"page": change}})


@pytest.mark.parametrize(
    "answer", [None, "", 7, {}, [], ["x", None, 3], [{}], [{"measure": "nope"}], [{"note": 5}], [{"measure": ["a"]}]]
)
def test_whatever_is_no_page_is_open(answer):
    assert KIND.clean(FORM.fields[0].settings, answer) is None
    assert judge_form(FORM, {"page": answer}).outcome is Outcome.NOT_ATTEMPTED


def test_no_choice_reaches_a_query_as_text():
    tile = read_tiles([{"measure": "loans", "split": "x'; DROP TABLE loans", "period": "' or 1=1", "along": "day)"}])[0]

    assert (tile.split, tile.period, tile.along) == ("", "Oct–Dec 2025", "month")


def test_every_slip_gets_a_reason():
    assert slips(FORM).share == 1


def test_the_browser_does_not_learn_what_answers_a_question():
    shown = str(browser_data(FORM, FORM.fields[0]))

    assert "it hides the place" not in shown and "windows" not in shown
