"""What our own code does, as a hash: comments, docstrings and layout may change without harm."""

from __future__ import annotations

import ast
import hashlib
import pkgutil
from collections.abc import Iterable
from functools import cache

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


def code_hash(modules: Iterable[str]) -> bytes:
    """Of modules, those of this package by their last name, as they were when first asked for."""
    return hashlib.sha256(b"".join(_code(name) for name in modules)).digest()


@cache
def _code(module: str) -> bytes:
    package, _, name = module.rpartition(".")
    tree = ast.parse(pkgutil.get_data(package or "app.posing", f"{name}.py") or b"")
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return ast.dump(tree).encode()
