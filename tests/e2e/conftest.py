"""What takes ten minutes runs only when it is named: `... tests/e2e/test_hands_off.py`."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave it alone unless it was asked for."""
    asked = " ".join(config.args)
    return True if collection_path.stem == "test_hands_off" and "hands_off" not in asked else None
