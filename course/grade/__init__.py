"""The judges: pure functions from a key and an answer to a verdict."""
