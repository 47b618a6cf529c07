"""Demos: things to play with in lessons, one folder each, reached as ``course.demo("cutoff")`` or ``course.cutoff()``.

A folder's name is the demo's. Its ``__init__.py`` holds the class, a ``course.views.demo.Demo`` with its data and its
controls, and names it ``DEMO``; its ``picture.py`` holds what the demo draws, as functions of data.
"""
