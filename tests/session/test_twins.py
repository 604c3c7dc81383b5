"""The synchronous and the asynchronous session are one text."""

from __future__ import annotations

import ast
import inspect
import textwrap

import pytest

from rampkit.session import AsyncSession, Session


class Plain(ast.NodeTransformer):
    """Takes the asynchronous words out."""

    def visit_Await(self, node):
        """Wait for nothing."""
        return self.visit(node.value)

    def visit_AsyncFor(self, node):
        """Loop plainly."""
        self.generic_visit(node)
        return ast.For(
            **{name: getattr(node, name) for name in ("target", "iter", "body", "orelse", "type_comment")}
        )

    def visit_AsyncFunctionDef(self, node):
        """Define plainly."""
        self.generic_visit(node)
        return ast.FunctionDef(**{name: getattr(node, name, None) for name in ast.FunctionDef._fields})

    def visit_Call(self, node):
        """Call it here."""
        self.generic_visit(node)
        apart = isinstance(node.func, ast.Attribute) and node.func.attr == "_apart"
        return node.args[0] if apart else node


def text(method):
    """What *method* says, but for the asynchronous words."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    return ast.unparse(ast.fix_missing_locations(Plain().visit(tree)))


@pytest.mark.parametrize("name", ["_drive", "_outcome", "_authorized", "_tried", "_token", "_renewed"])
def test_twins(name):
    """What one face does the other does too."""
    assert text(getattr(AsyncSession, name)) == text(getattr(Session, name))


@pytest.mark.parametrize("name", ["run", "send"])
def test_same_promises(name):
    """Both faces take the same arguments."""
    assert str(inspect.signature(getattr(AsyncSession, name))) == str(
        inspect.signature(getattr(Session, name))
    )
