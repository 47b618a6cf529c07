"""Exercises in Python on screen: the function that the kernel knows, what it returns, and the recorded answer."""
