"""Checks whether what somebody says about a move is consistent. Every consistent answer is as good as any other.

Nothing here judges a person, and nothing says whether to move: a model names contradictions, or nothing.
Texts are the options of exercise 16.4; the warnings follow the source article (2022) and exercise 16.2.
"""

from __future__ import annotations

from course.grade.models import Run

PAY, LEAVING, NOT_DRAWN = "The pay", "To get out of where I am", "Nothing: it is not for me"
EVIDENCE = {
    "To know how things are built": "An entry in which I asked how something works before I decided",
    "To decide on trade-offs with engineers": "An entry that names a price, or what speaks against it",
    "To use a field that I know": "An entry that rests on what I know of a field",
}
"""What can show each motive in a decision log; no entry can show the other motives."""

NO_ENTRY = "No entry shows it yet"

TECHNICAL, GENERAL = "A technical product role in another company", "A product role without “technical” in its title"
INSIDE, STAY = "More technical work where I am", "No move in the next twelve weeks"
EARLY = ("Under 20 people, one product", "20 to 60 people, still looking for its market")
LITTLE = 2  # hours a week that a plan without a move may take, and a move to another company may not
MANAGER, PEER = "My manager", "Somebody who does that work there"
ADVERT, NOBODY = "A recruiter or an advert", "Nobody yet"
CONTACTS = {TECHNICAL: (PEER, ADVERT), GENERAL: (PEER, ADVERT), INSIDE: (MANAGER, PEER), STAY: (MANAGER, NOBODY)}

NONE = "Nothing speaks against it"
TESTS = {
    "I have no background in engineering": "Explain one service to the engineer who runs it, and be corrected",
    "Questions without a clear answer wear me out": "Take one vague question at work and hand in ranges after a day",
    "I cannot afford to earn less for a while": "Write down the lowest yearly pay that I can live on, and for how long",
    "Nobody near me does this work": "Ask one person who has the role for an hour beside them",
}
"""What speaks against a move, and the small step that would test it."""


def motives(plan: dict) -> Run:
    """What draws somebody to a technical product role, against the entries of a decision log that show it."""
    reasons, entries = set(plan["motives"]), set(plan["evidence"])
    unproven = [motive for motive, entry in EVIDENCE.items() if motive in reasons and not entries & {entry, NO_ENTRY}]
    unneeded = [entry for motive, entry in EVIDENCE.items() if entry in entries and motive not in reasons]
    return _run(
        (not reasons, "nothing is ticked, not even that the role is not for you"),
        (NOT_DRAWN in reasons and len(reasons) > 1, "something draws you and nothing does: only one of the two can be so"),
        (reasons == {PAY}, "pay is your only motive, and in exercise 16.2 no data showed that this role pays more"),
        (reasons <= {PAY, LEAVING}, "these motives fit any other job as well; what draws you to this one?"),
        (NO_ENTRY in entries and len(entries) > 1, "an entry shows it and no entry does: only one of the two can be so"),
        (unproven, f"no entry shows “{''.join(unproven[:1])}”; tick one, or say that none shows it yet"),
        (unneeded, f"“{''.join(unneeded[:1])}” shows a motive that you did not tick"),
    )  # fmt: skip


def place(plan: dict) -> Run:
    """The role that is looked for, against the stage of the company, the hours a week and the first person to ask."""
    role, stage, hours, contact = plan["role"], plan["stage"], float(plan["hours"]), plan["contact"]
    return _run(
        (role == TECHNICAL and stage in EARLY, "at that stage one person does all product work"),
        (role in (TECHNICAL, GENERAL) and hours <= LITTLE, "a new company within twelve weeks takes more hours a week"),
        (role == INSIDE and not hours, "technical work where you are takes hours, too, and there are none"),
        (role == STAY and hours > LITTLE, "a plan without a move has more hours in it than it needs"),
        (contact not in CONTACTS[role], f"“{role}” does not begin with “{contact}”"),
    )  # fmt: skip


def doubts(plan: dict) -> Run:
    """What speaks against a move, against the step that is to test it."""
    against, step = set(plan["against"]), plan["step"]
    return _run(
        (not against, "nothing is ticked, not even that nothing speaks against it"),
        (NONE in against and len(against) > 1, "something speaks against it and nothing does: only one can be so"),
        (against == {NONE}, "a decision with nothing against it has been looked at from one side only"),
        (step not in map(TESTS.get, against), "the first step tests none of the doubts that you ticked"),
    )


def _run(*checks: tuple[object, str]) -> Run:
    return Run(1.0, tuple(words for applies, words in checks if applies))
