"""Compiles the key of a form: finds what is right and where known wrong paths lead, refuses what is unfair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import combinations

from course.grade.form.expectation import FieldExpectation, FormExpectation, MistakeExpectation
from course.grade.form.field import Field, field_kind
from course.grade.form.judge import distance_of
from course.grade.form.key import FormKey
from course.grade.form.mask import mask
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError, Mistake


def compile_form(key: FormKey, find_rows: FindRows) -> FormExpectation:
    """What may be shown and known of a form. ``find_rows`` answers a reference query on the practice data.

    Raises AuthorError for a field without a right answer, and for mistakes that are right, cannot be told apart, or
    name a field that does not exist.
    """
    _check_names(key)
    salt = sha256("\n".join(field.ask for field in key.fields).encode()).hexdigest()[:8]
    bare = FormExpectation(salt, (), key.pass_at, ())
    for field in key.fields:
        bare = replace(bare, fields=(*bare.fields, _field(field, bare, find_rows)))
    mistakes = tuple(_mistake(bare, mistake, find_rows) for mistake in key.mistakes)
    compiled = replace(bare, mistakes=mistakes)
    for problem in _unfair(compiled):
        raise AuthorError(problem)
    return compiled


def reference(expected: FormExpectation) -> dict[str, object]:
    """The right answer to each field by its id, as a learner would give it."""
    return {field.id: field.rule.reference(field.settings, expected.right(field)) for field in expected.fields}


def mistaken(expected: FormExpectation, mistake: MistakeExpectation) -> dict[str, object]:
    """The reference with a mistake put in: the hardest case to notice."""
    wrong = {
        id: expected[id].rule.mistaken(expected[id].settings, expected.right(expected[id]), value)
        for id, value in expected.wrong(mistake).items()
    }
    return {**reference(expected), **wrong}


def _sources(field: Field, above: FormExpectation) -> tuple[dict[str, str], dict[str, float | dict]]:
    """The parameters that are answers to fields above: their ids, and what is right there. Raises AuthorError."""
    names = {
        name: value["field"]
        for name, value in field.parameters.items()
        if isinstance(value, dict) and value.keys() == {"field"}
    }
    right = reference(above) if names else {}
    values = {name: above[id].rule.clean(above[id].settings, right[id]) for name, id in names.items() if id in right}
    strange = [id for name, id in names.items() if not _can_be_followed(id, values.get(name), above)]
    if strange:
        raise AuthorError(f"Field “{field.id}” follows from “{strange[0]}”, which is no number or plan above it.")
    return names, values


def _can_be_followed(id: str, value: object, above: FormExpectation) -> bool:
    return isinstance(value, float) or isinstance(value, dict) and above[id].rule.is_plan


def _field(field: Field, above: FormExpectation, find_rows: FindRows) -> FieldExpectation:
    names, values = _sources(field, above)
    kind = field_kind(field.kind)
    try:
        right = kind.right(replace(field, parameters={**field.parameters, **values}), find_rows)
        right = kind.following(field, right, names) if names else right
    except (TypeError, ValueError, KeyError) as error:
        raise AuthorError(
            f"Field “{field.id}”: what is right cannot be read. {type(error).__name__}: {error}"
        ) from error
    # A share from which a least value counts, such as 1.15 times the least, is the share 1/1.15 of what is best.
    enough = 1 / field.enough if field.enough > 1 else field.enough
    masked = mask(f"{above.salt}/{field.id}", right)
    return FieldExpectation(
        field.id,
        field.kind,
        field.ask,
        field.help,
        field.weight,
        field.evidence,
        enough,
        field.settings,
        masked,
        field.rests_on,
    )


def _mistake(bare: FormExpectation, mistake: Mistake, find_rows: FindRows) -> MistakeExpectation:
    answer = mistake.answer if isinstance(mistake.answer, dict) else {}
    known = {field.id for field in bare.fields if field.rule.is_judged}
    strange = [id for id in answer if id not in known]
    if strange or not answer:
        named = f"the field “{strange[0]}”" if strange else "no field"
        raise AuthorError(f"The mistake “{mistake.sentence}” names {named}, which does not exist.")
    try:
        wrong = {
            id: bare[id].rule.mistake(bare[id].settings, bare.right(bare[id]), value, find_rows)
            for id, value in answer.items()
        }
    except (AuthorError, TypeError, ValueError, AttributeError) as error:
        raise AuthorError(f"The mistake “{mistake.sentence}”: {error}") from error
    masked = mask(f"{bare.salt}/{mistake.sentence}", wrong)
    return MistakeExpectation(mistake.sentence, tuple(wrong), masked)


def _check_names(key: FormKey) -> None:
    ids = [field.id for field in key.fields]
    for id in ids:
        if ids.count(id) > 1:
            raise AuthorError(f"Two fields are called “{id}”.")
    for field in key.fields:
        for name in filter(None, (field.evidence, getattr(field, "of", ""), *field.rests_on)):
            if name not in ids or name == field.id:
                raise AuthorError(f"Field “{field.id}” names the field “{name}”, which does not exist.")
    judged = [field.id for field in key.fields if field_kind(field.kind).is_judged]
    if not judged:
        raise AuthorError("The form asks nothing that can be judged.")
    sampled = [field.of for field in key.fields if getattr(field, "strand", "")]
    bare = [id for id in judged if id not in sampled]
    if sampled and bare:
        raise AuthorError(f"Field “{bare[0]}” has no confidence with a strand, as the work samples beside it have.")


def _unfair(compiled: FormExpectation) -> Iterator[str]:
    right = reference(compiled)
    for mistake in compiled.mistakes:
        if distance_of(compiled, mistake, right) is not None:
            yield f"The mistake “{mistake.sentence}” holds the right answer, or lies within its tolerance."
    answers = {mistake.sentence: mistaken(compiled, mistake) for mistake in compiled.mistakes}
    for mistake, other in combinations(compiled.mistakes, 2):
        distances = (
            distance_of(compiled, mistake, answers[other.sentence]),
            distance_of(compiled, other, answers[mistake.sentence]),
        )
        if None not in distances:
            yield f"The mistakes “{mistake.sentence}” and “{other.sentence}” cannot be told apart."
