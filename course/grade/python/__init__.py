"""Exercises that are answered by a function in Python: what it returns is recorded, and that is what is judged."""
