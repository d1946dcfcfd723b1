"""The word of the system that it sleeps, on a bus of our own where one can be had."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from app.ui.sleep import Sleep

_BUS = "limber-test"


@pytest.fixture
def bus() -> Iterator[QDBusConnection]:
    """A message bus of this test alone, on which we are the login manager."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon")
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as daemon:
        assert daemon.stdout
        connection = QDBusConnection.connectToBus(daemon.stdout.readline().strip(), _BUS)
        assert connection.registerService("org.freedesktop.login1")
        yield connection
        QDBusConnection.disconnectFromBus(_BUS)
        daemon.terminate()


def tell(bus: QDBusConnection, begins: bool) -> None:
    path, interface = "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
    message = QDBusMessage.createSignal(path, interface, "PrepareForSleep")
    message.setArguments([begins])
    assert bus.send(message)


def _nothing() -> None:
    pass


def test_it_is_told_before_the_sleep_and_not_after_it(qtbot: QtBot, bus: QDBusConnection) -> None:
    told: list[bool] = []
    sleep = Sleep(None, lambda: told.append(True), lambda: bus)
    assert sleep.listens
    tell(bus, begins=True)
    qtbot.waitUntil(lambda: told == [True])
    tell(bus, begins=False)
    tell(bus, begins=True)
    qtbot.waitUntil(lambda: told == [True, True])


def test_without_a_bus_no_word_comes_and_nothing_fails() -> None:
    def nowhere() -> QDBusConnection:
        return QDBusConnection.connectToBus("unix:path=/nowhere", "limber-nowhere")

    assert not Sleep(None, _nothing, nowhere).listens


def test_without_qtdbus_too() -> None:
    def missing() -> QDBusConnection:
        raise ImportError("libdbus-1.so.3: cannot open shared object file")

    assert not Sleep(None, _nothing, missing).listens
