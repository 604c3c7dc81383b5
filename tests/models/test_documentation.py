"""The models explain themselves."""

import ast
import inspect

import pytest

from rampkit import models
from rampkit.models import Model

MODELS = [
    item for _, item in sorted(vars(models).items()) if inspect.isclass(item) and issubclass(item, Model)
]


def _undocumented(model):
    source = ast.parse(inspect.getsource(inspect.getmodule(model)))
    body = next(
        item.body for item in source.body if isinstance(item, ast.ClassDef) and item.name == model.__name__
    )
    after = [*body[1:], None]
    return [
        item.target.id
        for item, following in zip(body, after, strict=True)
        if isinstance(item, ast.AnnAssign)
        and not (isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant))
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_and_field_is_documented(model):
    """A reader finds the meaning of a field below the field."""
    assert model.__doc__
    assert _undocumented(model) == []


def test_everything_public_is_listed():
    """`rampkit.models` exports what its modules do."""
    assert set(models.__all__) <= set(vars(models))
    assert {model.__name__ for model in MODELS} <= set(models.__all__)
