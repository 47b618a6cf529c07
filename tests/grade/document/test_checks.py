"""Each check of a document: what passes, what fails and where it points, and what it is known to miss."""

from __future__ import annotations

import pytest

from course.grade.document import checks  # noqa: F401  registers them
from course.grade.document.check import CHECKS
from course.grade.document.parse import read_document

SPEC = {"sections": ["Summary", "Risks"], "aliases": {"Risks": ["Risks and mitigations"]}}
WORDS = "The guard recognises repeated payment requests by their key and answers them once."
METRIC = "| metric | baseline | target | date | population | source |\n|---|---|---|---|---|---|\n"
RISK = "| risk | likelihood | impact | mitigation | owner |\n|---|---|---|---|---|\n"


def gherkin(*scenarios: str) -> str:
    return "```gherkin\n" + "\n".join(scenarios) + "\n```"


ONCE = """@R1
Scenario: A repeat
  Given the merchant has charged €38.00 with key "A1"
  When the merchant charges €38.00 with key "A1"
  Then the customer is charged once"""
HAPPY = """Scenario: It works
  Given the acquirer answers
  When the merchant charges €38.00 with key "A1"
  Then the answer is "captured\""""

SLOTS = {"section": "Down 1", "slots": {"the trigger": r"charged twice", "the response": r"tell|told|notify"},
         "ranges": [[1, 60, r"min(?:ute)?s?\b"], [0.01, 1, r"h(?:our)?s?\b"]], "asks": "at most an hour", "affirmed": ["the trigger"]}  # fmt: skip
UP = {"section": "Up 1", "most": 35, "jargon": ["retry", "idempotency"], "facts": ["F3.count"]}
SINCE = {**UP, "claims": [{"what": "since when", "about": "since", "right": ["11-14"], "instead": "14 November"}]}
PICKS = {"options": {"C1": "approval", "C2": "payday", "C3": "disputes"}, "right": ["C1", "C3"],
         "wrong": {"C2": "The same shape stands in every month."}}  # fmt: skip
CHANGES = {"parts": {"the path": r"\bpath\b", "the reason": r"\breason\b"}}
WEEKS = {"least": 1, "outputs": r"\bquer(?:y|ies)\b|\bmemo\b", "empty": r"\bread\b|\blearn\b"}
STORIES = {"count": 1, "criteria": 2}
STORY = """## 1 Refund by itself

As a customer who was charged twice, I want to get my money back without asking, so that I trust the shop again.

- The second charge is refunded within 24 hours.
- The mail names both charges.
"""
SHADOW = {
    "section": "Shadowing",
    "lines": {"Day": {"holds": r"\b20\d\d-\d\d-\d\d\b", "loose": r"\b20\d\d-\d\d-\d\d\b", "asks": "a day"}},
}
ROUND = {"changes": {"the status": {"new": r"\bcompleted\b", "old": r"\bdone\b"}}}
MATTER = {"sections": ["Problem", "Goals"], "topics": [r"\btwice\b", r"\bkeys?\b"]}
CLAIMS = {"claims": [
    {"what": "when version 2 goes live", "about": r"\bversion 2\b", "right": ["05-04"], "instead": "4 May", "needed": True},
    {"what": "when version 1 ends", "about": r"\bversion 1\b", "right": ["06-30"], "instead": "30 June", "needed": True},
]}  # fmt: skip
DEADLINE = {
    "claims": [{**CLAIMS["claims"][0], "unless": r"^(?!.*goes live).*\b(?:by|until|before)\b"}, CLAIMS["claims"][1]]
}
TIGHTENED = {"claims": [{"never": r"risk (?:\w+ ){1,2}tightened", "instead": "Risk has not."}]}
LIMITS = {
    "least": 2,
    "apart": "rollout",
    "quantities": {"how long a key is kept": r"\bkeys?\b.*\b(?:stored|kept)\b|\bkeeps?\b.*\bkey\b"},
}
CAUSE = {"claims": [{"never": r"stricter rules", "instead": "No rule has changed."}]}
ANSWERED = ONCE.replace("the customer is charged once", 'the answer is "conflict"')
SCHEMA = {"type": "object", "properties": {"amount": {"type": "integer"}}, "required": ["amount"]}

CASES = [
    # check, settings, document, share of the points, words of the first finding
    ("sections", SPEC, "# Summary\n\n# 2. Risks and mitigations", 1.0, ""),
    ("sections", SPEC, "# SUMMARY:\n", 0.5, "no section “Risks”"),
    ("sections", SPEC, "Summary and risks are here, without headings.", 0.0, "no section “Summary”"),
    ("sections", SPEC, "# A spec\n\n## The summary\n\n## Our risks, and what we do about them", 1.0, ""),
    ("sections", {**SPEC, "template": "# Summary\n\n# Risks\n"}, "# Summary\n\n# Risks", 0.0, "only the headings"),
    ("sections", {**SPEC, "template": "# Summary\n\n# Risks\n"}, "# Summary\n\nA start.\n\n# Risks", 1.0, ""),
    ("sections", {"sections": list("ABCDE"), "aliases": dict.fromkeys("ABCDE", ())}, "## A\n\n## Mine\n\n## C\n\n## D\n\n## My last", 1.0, ""),
    ("sections", {"sections": list("ABCDE"), "aliases": dict.fromkeys("ABCDE", ())}, "## A\n\n## Mine\n\n## D\n\n## E", 0.6, "No heading says that it is “B”"),
    ("sections", {"sections": ["Goals"], "aliases": {"Goals": [], "Non-goals": []}}, "# A\n\n## Non-goals of it\n\n# B", 0.0, "No heading says that it is “Goals”"),
    ("not_empty", {"sections": ["Summary"], "least": 8}, f"# Summary\n\n{WORDS}", 1.0, ""),
    ("not_empty", {"sections": ["Summary"], "least": 8}, "# Summary\n\nWe will do it and it is so.", 0.0, "carry meaning"),
    ("not_empty", {"sections": ["Summary"], "least": 3, "template": f"# Summary\n\n{WORDS}\n"}, f"# Summary\n\n{WORDS}",
     0.0, "text of the template"),
    ("metadata", {"fields": ["Owner", "Date"]}, "Owner: Tomasz\nDate: 2026-03-02", 1.0, ""),
    ("metadata", {"fields": ["Owner", "Date"]}, "| Owner | Tomasz |\n| **Date** | 2026-03-02 |", 1.0, ""),
    ("metadata", {"fields": ["Owner", "Status", "Date", "Reviewer"]}, "Owner: Tomasz · Status: draft · Date: 2026-03-11 · Reviewers: Grace, Marta", 1.0, ""),
    ("metadata", {"fields": ["Owner", "Status", "Date"]}, "# A\n\n**Owner:** Tomasz, **Status:** draft, **Date:** 2026-03-11", 1.0, ""),
    ("metadata", {"fields": ["Owner", "Date"]}, "Owner: Tomasz · Date:", 0.5, "Date"),
    ("metadata", {"fields": ["Owner", "Date"]}, "Owner: TBD\nDate: 2 March", 0.0, "Owner"),
    ("metadata", {"fields": ["Owner", "Status", "Date"]}, "**Status:** proposed. **Date:** 19 March 2026. **Owner:** Bode.", 1.0, ""),
    ("metadata", {"fields": ["Owner", "Date"]}, "*Owner* Aya — *Date* 2026-03-20", 1.0, ""),
    ("metadata", {"fields": ["Date"]}, "Date: 2 March", 0.0, "“2 March” names no day of a year"),
    ("metadata", {"fields": ["Date"]}, "**Date:** 2 March 2026", 1.0, ""),
    ("metadata", {"fields": ["Date"]}, "Date: March 2nd, 2026", 1.0, ""),
    ("metadata", {"fields": ["Date"]}, "Date: 02.03.2026", 1.0, ""),
    ("length", {"least": 3, "most": 5}, "one two three four", 1.0, ""),
    ("length", {"least": 3, "most": 5}, "one two", 0.0, "2 words"),
    ("length", {"least": 3, "most": 5}, "one two three four five six [F3.count=186]", 0.0, "6 words"),
    ("length", {"most": 99, "sections": {"Summary": 2}}, "# Summary\n\none two three", 0.5, "“Summary” has 3"),
    ("mentions", {"parts": {"a cause": r"\bbecause\b"}}, "It rose because B declined.", 1.0, ""),
    ("mentions", {"parts": {"a cause": r"\bbecause\b", "an owner": r"\bowner\b"}}, "It rose.", 0.0, "a cause and an owner"),
    ("mentions", CHANGES, "Path, amount, reason, completed, June, status.", 0.0, "the path and the reason"),
    ("mentions", CHANGES, "- Path: /v2\n- reason required", 1.0, ""),
    ("mentions", CHANGES, "Switch path, add reason, convert amount, expect completed status.", 1.0, ""),
    ("facts", {"least": 2}, "186 [F3.count=186] and [F4.ratio = 0,671 %].", 1.0, ""),
    ("facts", {"least": 2}, "[F3.count=280] and [F4.ratio=0.671 %]", 0.0, "You quote 280"),
    ("facts", {"least": 2, "queries": ["7.1"]}, "[F3.count=280]", 0.0, "Run your query of exercise 7.1 again"),
    ("facts", {"least": 1}, "[F3=186]", 1.0, ""),
    ("facts", {"least": 1}, "[F99=1]", 0.0, "no “F99”"),
    ("facts", {"least": 1, "queries": ["7.1"]}, "186 [F3.count=186] by my query [Q-7.1].", 1.0, ""),
    ("facts", {"least": 1, "queries": ["7.1"]}, "186 [F3.count=186] by my query [Q-99.9].", 0.5, "No exercise 99.9"),
    ("facts", {"least": 1}, "There were 186 double charges, 900 of them on Monday.", 0.0, "0 true facts"),
    ("problem", {"section": "Problem", "people": ["customer"]}, "# Problem\n\ncustomers paid twice for 186 orders [F3.count=186].", 1.0, ""),
    ("problem", {"section": "Problem", "people": ["customer"]}, "# Problem\n\nPayments are slow [Q-7.1].", 1 / 3, "whose problem"),
    ("primary_metric", {"section": "Goals"}, f"# Goals\n\n{METRIC}| double charges | 186 | 0 | 2026-04-30 | card payments | [Q-7.1] |", 1.0, ""),
    ("problem", {"section": "Problem", "people": ["customer"], "queries": ["7.1"]}, "# Problem\n\n186 payments of customers [Q-99.9].", 2 / 3, "how you know it"),
    ("problem", {"section": "Problem", "people": ["customer"], "queries": ["7.1"]}, "# Problem\n\n186 payments of customers [Q-7.1].", 1.0, ""),
    ("primary_metric", {"section": "Goals", "queries": ["7.1"]}, f"# Goals\n\n{METRIC}| double charges | 186 | 0 | end of April | card payments | [Q-1] |", 0.8, "No source"),
    ("primary_metric", {"section": "Aims", "aliases": {"Aims": ["Success"]}},
     "# A\n\n## What success looks like\n\n| what | today | where we want to be | by when | over what | how we know |\n|---|---|---|---|---|---|\n"
     "| double charges | 186 | 0 | 30 April 2026 | card payments | the query |", 1.0, ""),
    ("primary_metric", {"section": "Goals"}, f"# Goals\n\n{METRIC}| double charges | high | 0 | soon | all | Pay dashboard |", 0.6, "No baseline"),
    ("primary_metric", {"section": "Goals"}, "# Goals\n\nFewer double charges.", 0.0, "no metric with a number"),
    ("guardrail", {}, "Guardrail: approval must not fall below 88 %.", 1.0, ""),
    ("guardrail", {}, "Guardrail: approval stays as it is.", 0.0, "no threshold"),
    ("guardrail", {}, "Approval stays as it is.", 0.0, "no guardrail"),
    ("non_goals", {"section": "Non-goals", "goals": "Goals", "least": 2},
     "# Goals\n\n- Charge each payment once\n\n# Non-goals\n\n- Payout times\n- A new dispute tool", 1.0, ""),
    ("non_goals", {"section": "Non-goals", "goals": "Goals", "least": 2},
     "# Goals\n\n- Charge each payment once\n\n# Non-goals\n\n- Do not charge each payment once\n- Payout times", 0.5, "“not” in front"),
    ("non_goals", {"section": "Non-goals", "goals": "Goals", "least": 2},
     f"# Goals\n\n{METRIC}| payments charged twice | 186 in November | 0 a month | May | all | query |\n\n# Non-goals\n\n- Charge anybody twice\n- Payout times", 0.5, "“not” in front"),
    ("non_goals", {"section": "Non-goals", "goals": "Goals", "least": 2},
     f"# Goals\n\n{METRIC}| payments charged twice | 186 in November | 0 a month | May | all | query |\n\n# Non-goals\n\n- Transfers that were charged twice\n- Refunds for goods", 1.0, ""),
    ("singular", {"least": 1}, "# A\n\n## Requirements\n\n- R10 If a payment is pending after a day, then Pay shall set it to in review, and Sam's team shall decide.", 0.0, "R10 contains 2"),
    ("singular", {"least": 1}, "# A\n\n## Requirements\n\n- FR-6 When a refund leaves, Pay must write it down and the ledger must post it.", 0.0, "FR-6 contains 2"),
    ("singular", {"least": 2}, "R1 The service shall answer.\n\n- **R2**: The service shall stop.", 1.0, ""),
    ("singular", {"least": 2}, "R1 The service shall answer and shall stop.\n\nR1 It shall stop.", 0.0, "R1 is there twice"),
    ("ears", {}, "R1 When a key repeats, the service shall answer.\n\nR2 If B is down, then the service shall wait.", 1.0, ""),
    ("ears", {}, "R1 When a key repeats, Pay must answer.\n\nR2 If B is down, Pay must wait.", 1.0, ""),
    ("ears", {}, "R1 Merchants must be informed about refunds.", 0.0, "R1 does not say who does it: “must be informed” names nobody."),
    ("ears", {}, "R1 The user can pay.\n\nR2 While B is down, the service shall use A.", 0.625, "R1 follows none"),
    ("singular", {"least": 2}, "| R1 | The service must answer. | Must |\n|---|---|---|\n| R2 | The service must stop. | Must |\n| R3 | The service must log. | Should |", 1.0, ""),
    ("singular", {"least": 1}, "R1 The service shall answer.\n\nText.\n\nR1 has no scenario, finance looks at it.", 1.0, ""),
    ("weak", {}, "R1 The service shall answer within 20 ms.", 1.0, ""),
    ("weak", {}, "R1 The service shall be fast and user-friendly.\n\nR2 The service shall answer.", 0.5, "“fast” in R1"),
    ("weak", {}, "R1 The service shall offer easy refunds. <!-- keep easy: the word of the regulation -->", 1.0, ""),
    ("weak", {}, "N1 The service shall keep 100% of the keys of a month.", 1.0, ""),
    ("weak", {}, "N1 The service shall be there 100% of the time.", 0.0, "“100%” in N1"),
    ("weak", {}, "R1 The service shall offer easy refunds. <!-- keep easy: yes -->", 0.0, "“easy” in R1"),
    ("measurable", {"least": 1}, "N1 The service shall answer within 300 ms at p95 with 100 requests a minute.", 1.0, ""),
    ("measurable", {"least": 1}, "N1 The service shall be fast.", 0.0, "N1 lacks"),
    ("measurable", {"least": 1}, "N1 Looking up a key must take less than 20 ms in 95 of 100 payments at 100 a minute.", 1.0, ""),
    ("unwanted", {"least": 1}, "R1 If B does not answer, then the service shall wait.", 1.0, ""),
    ("unwanted", {"least": 2}, "R1 If B does not answer, then the service shall wait.", 0.5, "1 requirement of the form “If …” says"),
    ("gherkin", {}, gherkin(ONCE), 1.0, ""),
    ("gherkin", {}, gherkin("Scenario: Nothing\n  Given a shop\n  When it is down\n  Then the customer is not charged"), 1.0, ""),
    ("gherkin", {}, gherkin("scenario a repeat\n  given a shop"), 0.0, "holds no scenario"),
    ("gherkin", {}, "No criteria at all.", 0.0, "no acceptance criteria"),
    ("gherkin", {}, gherkin("Scenario: x\n  Gven a merchant"), 0.0, "is no line of Gherkin"),
    ("gherkin", {}, gherkin("Scenario: Two things\n  Given a shop\n  When it pays\n  When it pays\n  Then it is charged once"), 0.0, "2 actions"),
    ("gherkin", {}, gherkin("Scenario: Vague\n  Given a shop\n  When it pays\n  Then all is well"), 0.0, "without a value"),
    ("traceability", {}, f"R1 The service shall charge once.\n\n{gherkin(ONCE)}", 1.0, ""),
    ("traceability", {}, f"R1 The service shall know each key.\n\n{gherkin(ONCE)}", 1.0, ""),
    ("traceability", {}, f"R1 The platform shall earn the confidence of merchants.\n\n{gherkin(ONCE)}", 0.0, "share no word"),
    ("traceability", {}, f"R1 The service shall charge once.\n\nR2 The service shall stop.\n\n{gherkin(ONCE)}", 0.5, "tagged with R2"),
    ("traceability", {}, f"R7 The service shall answer.\n\n{gherkin(ONCE)}", 0.0, "tagged with R7"),
    ("edge_cases", {}, gherkin(HAPPY, ONCE), 1.0, ""),
    ("edge_cases", {}, gherkin(HAPPY), 0.0, "0 of 1 scenarios"),
    ("executed", {"needed": 7}, gherkin(ONCE), 1 / 7, "1 of 10 wrong services"),
    ("executed", {"needed": 7}, gherkin(HAPPY), 0.0, "0 of 10 wrong services"),
    ("executed", {"needed": 7}, gherkin(ONCE.replace("charged once", "charged twice")), 0.0, "refuses the right service"),
    ("executed", {"needed": 7}, gherkin(ONCE.replace("has charged", "took")), 0.0, "The nearest one is: the merchant"),
    ("alternatives", {"section": "Alternatives"}, "# Alternatives\n\n- Do nothing\n- A guard; its drawback is one more store", 1.0, ""),
    ("alternatives", {"section": "Alternatives"}, "# Alternatives\n\n| way | for | against |\n|---|---|---|\n| do nothing | no cost | a debt |\n| guard (chosen) | once | one more look-up |", 1.0, ""),
    ("alternatives", {"section": "Alternatives"}, "# Alternatives\n\n| way | for | against |\n|---|---|---|\n| do nothing | no cost | a debt |\n| guard (chosen) | once | |", 2 / 3, "No drawback"),
    ("alternatives", {"section": "Alternatives"}, "# Alternatives\n\n- A guard\n- Another guard", 1 / 3, "Do nothing"),
    ("risks", {"section": "Risks", "least": 1}, f"# Risks\n\n{RISK}| slow store | low | waiting | alarm | Tomasz |", 1.0, ""),
    ("risks", {"section": "Risks", "least": 1},
     "# Risks\n\n| What | How likely | How bad | What we do | Who |\n|---|---|---|---|---|\n| slow store | low | waiting | alarm | Tomasz |", 1.0, ""),
    ("risks", {"section": "Risks", "least": 2}, f"# Risks\n\n{RISK}| slow store | low | waiting | alarm | Tomasz |", 0.5, "1 risk with an owner and what is done"),
    ("risks", {"section": "Risks", "least": 2}, f"# Risks\n\n{RISK}| slow store | low | waiting | alarm | the team |\n| lost refund | low | | alarm | Sam |", 0.0,
     "“slow store …” is owned by “the team”, which is no person and “lost refund …” has no impact."),
    ("risks", {"section": "Risks", "least": 1}, "# Risks\n\n- Delays of the acquirer in settlement.", 0.0, "“Delays of the acquirer in …” names no person"),
    ("risks", {"section": "Risks", "least": 1}, "# Risks\n\n| risk | mitigation | owner |\n|---|---|---|\n| slow store | alarm | Tomasz |", 0.8, "no column likelihood and impact"),
    ("rollout", {"section": "Rollout", "least": 3},
     "# Rollout\n\nA flag: 5 %, 25 %, 100 %. We stop at 1 % errors and roll back by the flag.", 1.0, ""),
    ("rollout", {"section": "Rollout", "least": 3},
     "# Rollout\n\nThe way back is the flag.\n\n| stage | share | we stop at |\n|---|---|---|\n| 1 | 5% | 1 second charge |\n| 2 | 25% | 1 second charge |\n| 3 | 100% | 2 second charges |", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\nWhen a payment is charged twice, the Pay service shall tell support within 60 minutes.", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\nR1 When a payment is charged twice, the Pay service shall tell support within 1 hour.", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\n**FR-DUP-01** When a payment is charged twice, the Pay service shall tell support within 1 hour.", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\n1.3 When a payment is charged twice, the Pay service shall tell support within 1 hour.", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\nWhen a payment is charged twice, the Pay service shall tell support within 3,600 seconds.", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\nWhen a payment is charged twice, the Pay service shall tell support within 3 days.", 0.5, "“3 days” is not what the statement asks for. It asks for at most an hour."),
    ("slots", SLOTS, "## Down 1\n\nWhen a payment is charged twice, the Pay service shall tell support within 90 minutes.", 0.5, "“90 minutes” is not"),
    ("slots", SLOTS, "## Down 1\n\nSupport is told quickly within 60 minutes when a payment is charged twice.", 0.6, "none of the five patterns"),
    ("slots", SLOTS, "## Down 1\n", 0.0, "still empty"),
    ("slots", SLOTS, "**Down 1.** When a payment is charged twice, Pay must tell support within an hour. *The hour is Sam's.*", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\nWhen a payment is charged twice, the Pay service shall tell support.", 0.5, "no number with its unit"),
    ("slots", SLOTS, "## Down 1\n\nWhen a payment is charged twice, the Pay service shall not tell support within 60 minutes.", 0.0, "“shall not tell support” forbids"),
    ("slots", {**SLOTS, "denies": "tell"}, "## Down 1\n\nWhen a payment is charged twice, the Pay service shall not tell support within 60 minutes.", 1.0, ""),
    ("slots", SLOTS, "## Down 1\n\nWhen a payment is not charged twice, the Pay service shall tell support within 60 minutes.", 0.0, "says “not” where it says the trigger"),
    ("slots", SLOTS, "## Down 1\n\nWhen an event occurs, the Pay service shall handle the event in the required time.", 0.0, "its own words"),
    ("slots", {**SLOTS, "ears": False}, "## Down 1\n\nTwo hours after it was charged twice, support must be told within 1 hour.", 1.0, ""),
    ("consequence", UP, "## Up 1\n\nBetween 14 and 16 November customers paid twice for 186 orders [F3.count=186].", 1.0, ""),
    ("consequence", UP, "## Up 1\n\nThe retry path lost its idempotency header [F3.count=186].", 0.75, "“retry” and “idempotency”"),
    ("consequence", UP, "## Up 1\n\nMany customers paid twice.", 0.75, "no number with a source"),
    ("consequence", UP, "## Up 1\n\nAbout 590 payments were lost [F5.lost=590].", 0.75, "no true source"),
    ("consequence", UP, "## Up 1\n\nThey paid. They paid twice. It was in November [F3.count=186].", 0.75, "3 sentences"),
    ("consequence", {**UP, "about": "twice"}, "## Up 1\n\nThis matters to customers of 186 payments [F3.count=186].", 0.0, "what happened"),
    ("consequence", SINCE, "**Up 1.** Since 14 November customers paid twice for 186 orders [F3.count=186].", 1.0, ""),
    ("consequence", SINCE, "## Up 1\n\nSince 3 December customers paid twice for 186 orders [F3.count=186].", 0.5, "You say 3 December for since when"),
    ("consequence", {**UP, "about": "twice", "affirmed": True}, "## Up 1\n\nIn November customers of 186 payments were not charged twice [F3.count=186].", 0.0, "did not happen"),
    ("consequence", UP, "| note | sentence |\n|---|---|\n| Up 1 | customers paid twice for 186 orders [F3.count=186]. |", 1.0, ""),
    ("consequence", UP, "Many customers paid twice.", 0.0, "could not find “Up 1”"),
    ("slots", SLOTS, "Down 1: When a payment is charged twice, the Pay service shall tell support within an hour.", 1.0, ""),
    ("picks", PICKS, "## C1 Approval\n\n## C3 Disputes", 1.0, ""),
    ("picks", PICKS, "## C1 Approval\n\n## C2 Payday", 0.0, "The same shape"),
    ("weeks", WEEKS, "| week | output |\n|---|---|\n| 2026-03-02 | a query library with 5 queries |", 1.0, ""),
    ("weeks", WEEKS, "| week | output |\n|---|---|\n| 2026-03-02 | read more |", 0.0, "an activity or a wish, not an output"),
    ("weeks", WEEKS, "| week | output |\n|---|---|\n| 2026-02-31 | a query |", 0.0, "does not exist"),
    ("weeks", WEEKS, "I will learn a lot.", 0.0, "could not read any week"),
    ("weeks", WEEKS, "| week | output |\n|---|---|\n| 2026-03-02 | a SQL file with data |", 1.0, ""),
    ("weeks", WEEKS, "| starts | what | on the table |\n|---|---|---|\n| 2 March 2026 | read a page | eight requests in a collection |", 1.0, ""),
    ("weeks", WEEKS, "| week | output |\n|---|---|\n| 2026-03-02 | a lot to learn |", 0.0, "an activity or a wish, not an output"),
    ("weeks", {**WEEKS, "least": 2}, "| week | output |\n|---|---|\n| 2026-03-09 | a memo |\n| 2026-03-02 | a memo |", 0.5, "comes after 2026-03-09"),
    ("weeks", {**WEEKS, "least": 2}, "| by | on |\n|---|---|\n| me | 2026-03-02 |\n\n| week | output |\n|---|---|\n| 2026-03-02 | a memo |\n| 2026-03-09 | a memo |", 1.0, ""),
    ("commitments", SHADOW, "Day: 2026-04-20", 1.0, ""),
    ("commitments", SHADOW, "# A\n\n# Shadowing\n\nOn 2026-04-20 I sit beside Ines.", 1.0, ""),
    ("commitments", SHADOW, "Day: 2026-06-31", 0.0, "2026-06-31 does not exist"),
    ("commitments", SHADOW, "Day: soon", 0.0, "does not hold a day"),
    ("commitments", SHADOW, "# A\n\n# Shadowing\n\nI sit beside Ines.", 0.0, "no line “Day: …”"),
    ("stories", STORIES, STORY, 1.0, ""),
    ("stories", STORIES, STORY.replace("customer", "backend service"), 0.0, "technical task dressed as a story"),
    ("stories", STORIES, STORY.replace("get my money back", "add a column for refunds"), 0.0, "says how, not what"),
    ("stories", STORIES, STORY.replace("get my money back", "get my money back and an apology"), 0.0, "two things"),
    ("stories", STORIES, STORY.replace(", so that I trust the shop again", ""), 0.0, "no “so that”"),
    ("stories", STORIES, STORY.replace("- The mail names both charges.\n", ""), 0.0, "1 criterion"),
    ("stories", {**STORIES, "count": 2}, f"{STORY}\n{STORY}", 0.5, "the same as another"),
    ("stories", STORIES, "Refund everything.", 0.0, "could not read any story"),
    ("stories", STORIES, STORY.replace("## 1 Refund by itself", "**1 Refund by itself**"), 1.0, ""),
    ("stories", STORIES, STORY.replace("As a", "**Story 1.** As"), 1.0, ""),
    ("stories", STORIES, STORY.replace("## 1 Refund by itself\n", "# Epic: refund duplicates\n\n**Money back**"), 1.0, ""),
    ("stories", {**STORIES, "count": 2}, STORY.replace("## 1 Refund by itself\n", "**Money back**") + STORY.replace("## 1 Refund by itself\n", "**The ledger**").replace("a customer who was charged twice", "the ledger"), 0.5, "The ledger: “ledger” is no user"),
    ("stories", STORIES, STORY.replace("a customer who was charged twice", "a ledger accountant"), 1.0, ""),
    ("sections", SPEC, "**Summary**\nWe charge once.\n- a\n- b\n**Risks**\nNone.", 1.0, ""),
    ("stories", STORIES, STORY.replace("get my money back without asking", "see both charges and the refund of an order"), 1.0, ""),
    ("stories", STORIES, STORY.replace("I want to get", "I'd like to get"), 1.0, ""),
    ("stories", {**STORIES, "about": "payout"}, STORY, 0.0, "not about the epic"),
    ("stories", {**STORIES, "claims": [{"never": "without asking", "instead": "They ask."}]}, STORY, 0.0, "They ask."),
    ("example", {"schema": SCHEMA}, '```json\n{"amount": 3800}\n```', 1.0, ""),
    ("example", {"schema": SCHEMA}, '```json\n{"amount": "38.00"}\n```', 0.0, "At “amount”"),
    ("example", {"schema": SCHEMA}, '```json\n{amount: 3800}\n```', 0.0, "no JSON"),
    ("example", {"schema": SCHEMA}, "Send the amount.", 0.0, "no example"),
    ("example", {"schema": SCHEMA}, "```\nPOST /v2\n\n{\"amount\": 3800}\n```", 1.0, ""),
    ("example", {"schema": SCHEMA}, "```bash\ncurl -d '{\"amount\": 3800}' https://x.example\n```", 1.0, ""),
    ("directions", ROUND, "The status is completed, no longer done.", 1.0, ""),
    ("directions", ROUND, "“done” is now called “completed”.", 1.0, ""),
    ("directions", ROUND, "| before | after |\n|---|---|\n| status done | status completed |", 1.0, ""),
    ("directions", ROUND, "| before | after |\n|---|---|\n| status completed | status done |", 0.0, "wrong way round"),
    ("directions", ROUND, "The status is done, no longer completed.", 0.0, "The status is said the wrong way round"),
    ("directions", ROUND, "“completed” is now called “done”.", 0.0, "wrong way round"),
    ("directions", ROUND, "completed → done", 0.0, "wrong way round"),
    ("directions", ROUND, "We improve everything.", 0.0, "No change is said"),
    ("rollout", {"section": "Rollout", "least": 3},
     "# Rollout\n\nA switch: 1 % of shops, then half of them, then everyone. If errors pass 1 %, we turn it off.", 1.0, ""),
    ("rollout", {"section": "Rollout", "least": 3},
     "# Rollout\n\nA flag: 10 %, then all. We stop at 1 %, 2 % or 3 % errors and roll back.", 0.75, "2 stages, 3 are asked for"),
    ("rollout", {"section": "Rollout", "least": 3}, "# Rollout\n\nThey get it on Friday.", 0.0, "0 stages"),
    ("rollout", {"section": "Rollout", "least": 3},
     "# Rollout\n\nA flag: 5% for one day, 25% for a week, then all. If approval falls by 0.3 points, we roll back.", 0.8, "320,071 card attempts"),
    ("rollout", {"section": "Rollout", "least": 3},
     "# Rollout\n\nA flag: 5% for one day, half for two weeks, then all. If approval falls by 3 points, we roll back.", 1.0, ""),
    ("sections", SPEC, "**Summary.** We charge once.\n\n**Risks:** none that we know.", 1.0, ""),
    ("metadata", {"fields": ["Owner", "Date"]}, "| Status | Owner | Date |\n|---|---|---|\n| draft | Tomasz | 2026-03-02 |", 1.0, ""),
    ("metadata", {"fields": ["Owner"]}, "| Owner | Status |\n|---|---|\n| | draft |", 0.0, "There is nothing after"),
    ("length", {"least": 10}, "one two three four five six seven eight nine", 0.9, "9 words"),
    ("primary_metric", {"section": "Goals"}, "# Goals\n\n- Double charges: from 186 in November to 0 in May 2026, counted in settlements, over all payments.", 1.0, ""),
    ("primary_metric", {"section": "Goals"}, "# Goals\n\n- Double charges: from 186 to 0, of all payments.", 0.6, "No date"),
    ("guardrail", {}, "Card approval must not suffer: at 3 pp less we stop.", 1.0, ""),
    ("guardrail", {}, "Card approval must not suffer: at 0.3 pp less we stop.", 0.5, "about 368 days of all card traffic"),
    ("guardrail", {}, "Guardrail: approval must not fall by more than 2 pp over two weeks.", 1.0, ""),
    ("guardrail", {}, "Guardrail: approval must not fall by more than 2 pp over three days.", 0.5, "7,379 card attempts"),
    ("guardrail", {}, "Guardrail: the dispute ratio must not rise by 0.1 points.", 1.0, ""),
    ("non_goals", {"section": "Non-goals", "goals": "Goals", "least": 2, "aliases": {"Goals": [], "Non-goals": []}}, "# A\n\n# Non-goals\n\nOther disputes; payouts and their timing.", 1.0, ""),
    ("singular", {"least": 2, "aliases": {"Requirements": []}}, "# A\n\n# Requirements\n\n1. The service shall answer.\n2. The service shall stop.", 1.0, ""),
    ("singular", {"least": 2, "aliases": {"Requirements": []}}, "# A\n\n# Requirements\n\nThe service shall answer. It shall stop.", 0.6, "have no ids"),
    ("singular", {"least": 1}, "FR-1 When a request comes, the service shall process the request according to the process.", 0.0, "its own words"),
    ("ears", {}, "FR-1 After a refund the service must write to the customer.", 1.0, ""),
    ("ears", {}, "# A\n\n# Requirements\n\nWe charge once.", 0.0, "could not read any requirement"),
    ("alternatives", {"section": "Options"}, "# A\n\n# Why not leave it alone\n\nIt costs little.\n\n# Options\n\nWe could ask the shops. We could compare amounts. We give up speed.", 1.0, ""),
    ("risks", {"section": "Risks", "least": 1}, "# Risks\n\n- The store is slow. Tomasz switches it off at 50 ms.", 1.0, ""),
    ("risks", {"section": "Risks", "least": 1}, "# Risks\n\n- Delay. Owner: the team.", 0.0, "0 risks with an owner"),
    ("rollout", {"section": "Rollout", "least": 3}, "# Rollout\n\nA flag: 1 %, 10 %, all. Off again after one double charge.", 1.0, ""),
    ("traceability", {}, f"FR-1 When a key repeats, the service shall return the first answer.\n\n{gherkin(ONCE.replace('@R1', '@FR-1'))}", 1.0, ""),
    ("traceability", {}, f"R1 When a key repeats, the service shall return the first answer.\n\n{gherkin(ONCE.replace('@R1', ''))}", 1.0, ""),
    ("traceability", {}, f"R1 When a bank returns a payout, the service shall inform the shop.\n\n{gherkin(ONCE.replace('@R1', ''))}", 0.0, "No scenario tests R1"),
    ("one_matter", MATTER, f"# Problem\n\nCharged twice.\n\n# Goals\n\nNever twice.\n\nR1 The service shall charge a key once.\n\n{gherkin(ONCE)}", 1.0, ""),
    ("one_matter", MATTER, f"# Problem\n\nPayouts are slow [F3.count=186].\n\n# Goals\n\nNever twice.\n\nR1 The service shall charge a key once.\n\n{gherkin(ONCE)}", 0.75, "“Problem” does not speak"),
    ("singular", {"least": 2}, "# Quality requirements\n\nN1 The service shall answer within 20 ms at p95.", 0.0, "I could not read any requirement."),
    ("same_numbers", LIMITS, "# Behaviour\n\nThe service keeps each key for 30 days.\n\n# Risks\n\nKeys are stored 30 days.", 1.0, ""),
    ("same_numbers", LIMITS, "# Behaviour\n\nThe service keeps each key for 30 days.\n\n# Risks\n\nKeys are stored seven days.", 0.5, "You say 30 days in one part and seven days in another for how long a key is kept"),
    ("same_numbers", LIMITS, "# Behaviour\n\nThe service keeps each key for 30 days.\n\n# Risks\n\nKeys are kept 4 weeks.", 0.5, "30 days in one part and 4 weeks"),
    ("same_numbers", LIMITS, "# Behaviour\n\nThe service keeps each key for 14 days.\n\n# Risks\n\nKeys are kept two weeks.", 1.0, ""),
    ("same_numbers", LIMITS, "# Behaviour\n\nThe team sends refunds to cards within 5 days.\n\n# Goals\n\nRefunds sent to cards within 24 hours.", 0.5, "5 days in one part and 24 hours"),
    ("same_numbers", LIMITS, "# Behaviour\n\nThe service looks a payment up by key every 5 minutes.\n\n# Quality\n\nThe service looks a key up within 20 ms.", 1.0, ""),
    ("same_numbers", LIMITS, "# Behaviour\n\nWe keep each key for 30 days.\n\n# Rollout\n\nWe keep each key for 2 days in the first stage.", 0.0, "Hardly a limit"),
    ("same_numbers", LIMITS, "# Behaviour\n\nWe keep each key for a while.", 0.0, "Hardly a limit"),
    ("claims", CAUSE, "We know of stricter rules.", 0.5, "No rule has changed."),
    ("claims", TIGHTENED, "Risk has not tightened anything.", 1.0, ""),
    ("claims", TIGHTENED, "Risk has now tightened everything.", 0.5, "Risk has not."),
    ("asked_for", {}, f"R1 The service shall charge a key once.\n\n{gherkin(ONCE)}", 1.0, ""),
    ("asked_for", {}, f"R1 The service shall charge a key once.\n\n{gherkin(ONCE, ANSWERED)}", 0.0, "expect “conflict”"),
    ("claims", CLAIMS, "Version 2 goes live on 4 May 2026. Version 1 ends on 2026-06-30.", 1.0, ""),
    ("claims", CLAIMS, "Version 2 goes live on 30 June, and version 1 ends on 4 May.", 0.0, "You say 30 June for when version 2 goes live. It is 4 May."),
    ("claims", CLAIMS, "Version 2 goes live on 04.05.2026.", 0.5, "Not said: when version 1 ends."),
    ("claims", DEADLINE, "Change your program to version 2 by 30 June 2026. Version 2 goes live on 4 May 2026. Version 1 ends on 30 June 2026.", 1.0, ""),
    ("claims", DEADLINE, "Version 2 goes live by 30 June 2026. Version 1 ends on 30 June 2026.", 0.5, "You say 30 June 2026 for when version 2 goes live"),
    ("claims", {**CLAIMS, "template": "# Note\n\n## What changes\n"}, "# Note\n\n## What changes\n\nVersion 2", 0.0, "Nothing is claimed yet"),
    ("claims", CAUSE, "The mix, not stricter rules.", 1.0, ""),
    ("claims", CAUSE, "Since October the cause is stricter rules.", 0.5, "No rule has changed."),
]  # fmt: skip

# What a check is known to miss: it earns all points here, and the check says so beforehand.
MISSED = [
    ("facts", {"least": 1}, "[F3.count=186] All of them were refunded within a day, which is false."),
    ("weak", {}, "R1 The service shall answer in a delightful manner."),
    ("singular", {"least": 1}, "R1 The service shall answer, log the call, send a mail."),
    (
        "problem",
        {"section": "Problem", "people": ["customer"]},
        "# Problem\n\nOne customer dislikes our logo [F3.count=186] 1.",
    ),
    ("measurable", {"least": 1}, "N1 The service shall answer within 900 minutes at p95 with 1 request a day."),
    ("executed", {"needed": 1}, gherkin(ONCE)),
]


@pytest.mark.parametrize(("name", "settings", "text", "share", "words"), CASES)
def test_a_check_earns_and_says(name, settings, text, share, words):
    result = CHECKS[name].run(read_document(text), settings)

    assert result.share == pytest.approx(share)
    assert words in (result.findings[0].text if result.findings else "")
    assert bool(result.findings) == (share < 1)


SILENT = 'Given the acquirer takes the money and stays silent\nAnd the merchant charges €38.00 with key "A1"\n'
AFTER = {
    f'Scenario: a\n{SILENT}When 5 minutes pass\nThen the payment is "captured"': "the acquirer is still silent",
    f'Scenario: a\n{SILENT}And 5 minutes pass\nWhen the acquirer answers\nThen the payment is "captured"': "before the time passes",
    f'Scenario: a\n{SILENT}When the acquirer answers\nThen the payment is "captured"': "say how much has passed",
    'Scenario: a\nGiven the acquirer answers\nWhen 5 minutes pass\nThen the payment is "captured"': "let the merchant charge before",
}


@pytest.mark.parametrize(("text", "words"), AFTER.items())
def test_a_payment_that_stays_pending_is_told_why(text, words):
    result = CHECKS["executed"].run(read_document(gherkin(text)), {})

    assert words in result.findings[0].text


def test_one_line_that_is_no_step_costs_only_its_own_scenario():
    unread = 'Scenario: B\n  Given the acquirer answers\n  When the merchant charges €38.00 with key "A1"\n  Then one is charged a lot'
    text = gherkin(ONCE, unread)
    result = CHECKS["executed"].run(read_document(text), {"needed": 1})
    (finding,) = [finding for finding in result.findings if finding.kind == "unread"]
    start, length = finding.place

    assert (result.share, result.unread) == (0.5, False)
    assert "“B” is not run, the others are." in finding.text
    assert text[start : start + length].strip() == "Then one is charged a lot"


def test_a_finding_about_a_scenario_points_at_its_own_line_and_not_at_the_same_words_above():
    wrong = ONCE.replace("A repeat", "Another").replace(
        "When the merchant charges €38.00", "When the merchant charges €50.00"
    )
    text = gherkin(ONCE, wrong.replace("charged once", "charged twice"), ONCE.replace("charged once", "charged twice"))
    places = [finding.place for finding in CHECKS["executed"].run(read_document(text), {}).findings]

    assert [text.count("\n", 0, start) for start, _ in places] == [10, 15]


@pytest.mark.parametrize(("name", "settings", "text"), MISSED)
def test_a_check_misses_what_it_says_it_misses(name, settings, text):
    assert CHECKS[name].run(read_document(text), settings).share == 1.0


def test_every_check_has_a_title_says_why_what_it_misses_and_its_settings():
    assert [each.name for each in CHECKS.values() if not each.title or not each.run.__doc__] == []
    assert [each.name for each in CHECKS.values() if not each.why.endswith(".") or not each.misses.endswith(".")] == []


@pytest.mark.parametrize(
    ("name", "settings", "text", "pointed"),
    [
        ("weak", {}, "R1 The service shall be fast.", "fast"),
        ("singular", {"least": 1}, "Text.\n\nR2 It stops.", "R2"),
        ("facts", {"least": 1}, "Text.\n\nIn all [F3.count=280].", "F3.count"),
        ("not_empty", {"sections": ["Summary"], "least": 3}, "Text.\n\n# Summary\n\nSoon.", "# Summary"),
        ("executed", {"needed": 7}, gherkin(ONCE.replace("once", "twice")), "the customer is charged twice"),
        ("executed", {"needed": 7}, "Text.\n\n" + gherkin("Scenario: x\n  Given nobody\n"), "  Given nobody"),
        ("gherkin", {}, "Text.\n\n" + gherkin("Scenario: x\n  Given a shop\n"), "Scenario: x"),
        ("metadata", {"fields": ["Owner"]}, "Date: 2026-03-02\nOwner:  TBD", "Owner:  TBD"),
    ],
)
def test_a_finding_points_at_its_place(name, settings, text, pointed):
    start, length = CHECKS[name].run(read_document(text), settings).findings[0].place

    assert text[start : start + length] == pointed
