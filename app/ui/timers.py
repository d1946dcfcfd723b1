"""Timers, made in one line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def interval(
    parent: QObject, interval_ms: int, slot: Callable[[], object], *, once: bool = False
) -> QTimer:
    """A timer that is not running yet."""
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.setSingleShot(once)
    timer.timeout.connect(slot)
    return timer
