"""Widgets over an exercise: traits and views, no judgement."""
