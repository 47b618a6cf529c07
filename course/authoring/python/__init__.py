"""The author's part of exercises in Python."""
