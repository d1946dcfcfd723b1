"""wakepy as the program uses it, with a desktop that the tests play."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.desktop.awake import DARK, WakepyAwake
from tests.desktop.conftest import until


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "awake"]


@pytest.fixture
def awake() -> Iterator[WakepyAwake]:
    awake = WakepyAwake()
    yield awake
    awake.release()
    until(lambda: not threads())


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")


class ScreenSaver(threading.Thread):
    """`org.freedesktop.ScreenSaver`, as far as wakepy asks it."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self.bus = open_dbus_connection(address)
        to = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        name = ("org.freedesktop.ScreenSaver", 4)
        self.bus.send_and_get_reply(new_method_call(to, "RequestName", "su", name))
        self.start()

    def run(self) -> None:
        from jeepney import HeaderFields, MessageType, new_method_return

        while True:
            message = self.bus.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            self.calls.append((member, message.body))
            if member == "Leave":
                return
            answer = ("u", (4_000_000_000,)) if member == "Inhibit" else (None, ())
            self.bus.send(new_method_return(message, *answer))

    def leave(self, address: str) -> None:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection(address) as mouth:
            to = DBusAddress("/x", "org.freedesktop.ScreenSaver", "x.y")
            mouth.send(new_method_call(to, "Leave"))
            self.join()
        self.bus.close()


def test_the_desktop_is_asked_and_let_go(bus: str, awake: WakepyAwake) -> None:
    saver = ScreenSaver(bus)
    awake.hold()
    awake.hold()
    until(lambda: saver.calls)
    assert saver.calls[0][0] == "Inhibit"
    awake.release()
    until(lambda: len(saver.calls) > 1)
    assert saver.calls[1:] == [("UnInhibit", (4_000_000_000,))]
    assert awake.problem == ""
    saver.leave(bus)


@pytest.mark.usefixtures("nowhere")
def test_without_a_bus_it_says_so_and_logs_one_line(
    awake: WakepyAwake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for _ in range(2):
        awake.hold()
        until(lambda: awake.problem)
        assert awake.problem == DARK
        awake.release()
        assert awake.problem == ""
        until(lambda: not threads())
    ours = [record for record in caplog.records if record.name.startswith("app.")]
    assert len(ours) == 1
    assert ours[0].levelname == "WARNING"


def test_a_fault_of_the_library_does_no_harm(
    awake: WakepyAwake, monkeypatch: pytest.MonkeyPatch
) -> None:
    import wakepy

    def fail(**_: object) -> None:
        raise RuntimeError("a screw fell out")

    monkeypatch.setattr(wakepy.keep, "presenting", fail)
    awake.hold()
    until(lambda: awake.problem)
    assert awake.problem == DARK


def test_nothing_is_imported_before_it_is_needed() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from app.desktop.awake import WakepyAwake;"
        "from app.desktop.mpris import Mpris;"
        "WakepyAwake(); Mpris(print); print({'wakepy', 'jeepney'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
