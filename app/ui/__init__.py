"""The windows. No other folder knows that there are any."""

import builtins

import PySide6.QtCore  # noqa: F401 - it replaces the import of Python

# PySide then reads the source of every module that is imported, in search of `from __feature__
# import`, which nobody here writes: 20 ms before the first paint, and linecache keeps each line.
if (plain := getattr(builtins, "__orig_import__", None)) is not None:
    builtins.__import__ = plain
