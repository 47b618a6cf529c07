"""What a form can ask for: one module per kind of field, found by its name. Authors write a field as a dict.

A form's ``fields`` is a list of dicts; ``kind`` names the module here (left out: ``choice`` with options, ``number``
without)::

    {"id": "rate", "ask": "Dispute ratio of December?", "kind": "number", "unit": "%", "decimals": 3,
     "tolerance": 0.005, "sql": "SELECT …"}
    {"id": "act", "ask": "What do you do?", "options": ["report a breach", "wait"], "right": "report a breach",
     "evidence": "rate"}

What all fields have is described at ``Field`` in course.grade.form.field, and what a kind adds at its dataclass here.

**What is right** is found in the data, not typed: ``sql`` (a query), ``fact`` (an id of the register, such as
``"F9.best"``) or ``model`` with ``parameters`` (a function of course.grade.models, such as ``"canary.requests"``).
``right`` holds it as text where it is text: options, orders, classes, rules. A query gives one value for a number,
text, choice or date; a column of options for choices, marks and orders; item and class for a match; label and cells
for a table.

**Follow-on errors** are judged from the learner's own number: a parameter of a number's ``model`` may be the answer to a
number field above, ``{"workers": {"field": "payday"}, "per_container": 6}``.

**Mistakes** are ``{sentence: {field id: wrong value}}``. A wrong value is a literal, or ``{"sql": …}``, ``{"fact":
…}``, ``{"model": …, "parameters": {…}}``, so that the wrong path is computed too; for numbers and dates a bare query
will do. Each class says what its wrong values look like.

**Figures** in sentences are quoted, not typed: ``{F9.price}`` in a sentence, hint, option, ``ask`` or ``help``
becomes what that fact's query finds, such as “€15.9k”. Other braces stay.

**A new kind** is a module here with its dataclass and a ``FieldKind`` called KIND, a folder of the same name in
course/views/form, and a test. Another distribution adds one by entry points in the groups ``course.grade.form.fields``
and ``course.views.form``.
"""
