"""Demos: things to play with in lessons, one folder for each."""
