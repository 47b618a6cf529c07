"""The least that an exercise must have, so that its learners are helped and its judge is fair."""

HINTS = 3  # exactly: two that lead on, and a worked neighbour
MISTAKES = 4
ALTERNATIVES = 3  # of a query: other right answers that differ in construction
