"""What a job offer pays, and whether what somebody says of a move goes together."""

from __future__ import annotations

import pytest

from course.grade.models import offers, switch

KNOW, DECIDE, FIELD = switch.EVIDENCE
ASKED, PRICE, RESTS = switch.EVIDENCE.values()
MANY = "60 to 500 people"


@pytest.mark.parametrize(("number", "pay"), [(1, 165 + 45 + 14), (2, 165 + 25 + 42), (3, 165 + 112), (4, 165 + 112)])
def test_a_year_holds_its_own_sign_on_and_its_own_part_of_the_grant(number, pay):
    assert offers.year(number, 165, [45, 25], 280, [5, 15, 40, 40]) == pay


def test_all_of_the_grant_is_paid_out_in_the_end_however_it_vests():
    totals = {offers.total(165, [45, 25], 280, vesting) for vesting in ([5, 15, 40, 40], [25] * 4, [0, 0, 0, 100])}

    assert totals == {4 * 165 + 45 + 25 + 280}


@pytest.mark.parametrize(
    ("motives", "evidence", "problem"),
    [
        ([KNOW], [ASKED], ""),
        ([switch.PAY, DECIDE], [PRICE], ""),
        ([FIELD], [switch.NO_ENTRY], ""),
        ([KNOW, DECIDE, FIELD, switch.PAY, switch.LEAVING], [ASKED, PRICE, RESTS], ""),
        ([switch.NOT_DRAWN], [switch.NO_ENTRY], ""),
        ([switch.NOT_DRAWN], [], ""),
        ([], [], "not even that the role is not for you"),
        ([switch.PAY], [], "pay is your only motive"),
        ([switch.PAY], [switch.NO_ENTRY], "pay is your only motive"),
        ([switch.LEAVING, switch.PAY], [], "fit any other job"),
        ([switch.NOT_DRAWN, KNOW], [ASKED], "only one of the two"),
        ([KNOW], [], f"no entry shows “{KNOW}”"),
        ([KNOW], [ASKED, switch.NO_ENTRY], "an entry shows it and no entry does"),
        ([KNOW], [ASKED, PRICE], "did not tick"),
    ],
)
def test_motives_go_together_with_entries(motives, evidence, problem):
    assert_problem(switch.motives({"motives": motives, "evidence": evidence}), problem)


@pytest.mark.parametrize(
    ("role", "stage", "hours", "contact", "problem"),
    [
        (switch.TECHNICAL, MANY, 6, switch.PEER, ""),
        (switch.GENERAL, switch.EARLY[0], 6, switch.ADVERT, ""),
        (switch.INSIDE, switch.EARLY[1], 1, switch.MANAGER, ""),
        (switch.STAY, MANY, 0, switch.NOBODY, ""),
        (switch.TECHNICAL, switch.EARLY[0], 6, switch.PEER, "one person does all product work"),
        (switch.TECHNICAL, switch.EARLY[1], 6, switch.PEER, "one person does all product work"),
        (switch.GENERAL, MANY, 2, switch.PEER, "takes more hours a week"),
        (switch.INSIDE, MANY, 0, switch.PEER, "there are none"),
        (switch.STAY, MANY, 6, switch.NOBODY, "more hours in it"),
        (switch.INSIDE, MANY, 3, switch.ADVERT, "does not begin with"),
        (switch.TECHNICAL, MANY, 6, switch.NOBODY, "does not begin with"),
    ],
)
def test_role_stage_hours_and_contact_go_together(role, stage, hours, contact, problem):
    assert_problem(switch.place({"role": role, "stage": stage, "hours": hours, "contact": contact}), problem)


@pytest.mark.parametrize("doubt", switch.TESTS)
def test_each_doubt_has_its_own_test(doubt):
    passing = [step for step in switch.TESTS.values() if not switch.doubts({"against": [doubt], "step": step}).problems]

    assert passing == [switch.TESTS[doubt]]


@pytest.mark.parametrize(
    ("against", "problem"),
    [
        (list(switch.TESTS), ""),
        ([], "not even that nothing"),
        ([switch.NONE], "from one side only"),
        ([switch.NONE, *switch.TESTS], "only one can be so"),
    ],
)
def test_doubts_go_together_with_the_first_step(against, problem):
    assert_problem(switch.doubts({"against": against, "step": next(iter(switch.TESTS.values()))}), problem)


def assert_problem(run, problem: str) -> None:
    assert run.value == 1
    assert bool(run.problems) is bool(problem)
    assert problem in "".join(run.problems[:1])
