"""The session on the session bus, so that media keys reach it while another window has the focus.

A thread owns the connection: a bus that is slow, gone or never was costs the window nothing. The
connection is made for the first session and kept; the name on it is there while a session runs.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, Protocol

from app.desktop.mpris_player import (
    PATH,
    PLAYER,
    PROPERTIES,
    ROOT,
    UNKNOWN_OBJECT,
    Answer,
    Ask,
    MprisPlayer,
    face_of,
)
from app.desktop.now_playing import NowPlaying
from app.session.clock import exact_ms

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.threading import DBusConnection

_BUS: Final = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
_DO_NOT_QUEUE: Final = 4
_NAME_EXISTS: Final = 3

_log = logging.getLogger(__name__)


class MediaKeys(Protocol):
    """Where a session is shown to whoever has media keys. Nothing here waits or raises."""

    def show(self, playing: NowPlaying | None, *, jumped: bool = False) -> None:
        """The session as it is now; None: there is none. `jumped`: moved within its track."""

    def close(self) -> None:
        """Let go of the bus."""


class Mpris:
    """`org.mpris.MediaPlayer2.limber`, or `….limber.instance4711` beside another Limber."""

    def __init__(self, ask: Callable[[Ask], None]) -> None:
        """`ask` is called in the thread of the connection. Nothing is imported or opened yet."""
        self._player = MprisPlayer(ask, exact_ms)
        self._told: NowPlaying | None = None
        self._news: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._connection: DBusConnection | None = None
        self._thread: Thread | None = None
        self._gone = False
        self._name = ""
        self._asked_for = -1

    # In the window's thread.

    def show(self, playing: NowPlaying | None, *, jumped: bool = False) -> None:
        """Hand it to the thread, which is begun with the first session."""
        if self._gone:
            return
        if self._thread is None:
            if playing is None:
                return
            self._thread = Thread(target=self._run, name="mpris", daemon=True)
            self._thread.start()
        self._wake(lambda: self._show(playing, jumped))

    def close(self) -> None:
        """The name goes with the connection."""
        if self._thread is not None:
            self._wake(None)
            self._thread.join(timeout=1.0)

    def _wake(self, news: Callable[[], None] | None) -> None:
        self._news.put(news)
        if (connection := self._connection) is not None:
            try:
                connection.interrupt()
            except OSError:
                _log.debug("The bus has gone already")

    # In the thread of the connection.

    def _run(self) -> None:
        try:
            from jeepney.io.threading import open_dbus_connection

            self._connection = open_dbus_connection("SESSION")
        except Exception as fault:  # noqa: BLE001 - no bus, no media keys, and a session all the same
            _log.warning("No media keys from the desktop: %s: %s", type(fault).__name__, fault)
            self._gone = True
            return
        try:
            while self._heard_news():
                self._answer_until_news(self._connection)
        except Exception as fault:  # noqa: BLE001 - the bus went away under a running session
            _log.warning("The media keys are gone: %s: %s", type(fault).__name__, fault)
        finally:
            self._gone = True
            connection, self._connection = self._connection, None
            connection.close()

    def _heard_news(self) -> bool:
        """Do what has come from the window; False when that is to end."""
        while True:
            try:
                news = self._news.get_nowait()
            except Empty:
                return True
            if news is None:
                return False
            news()

    def _answer_until_news(self, connection: DBusConnection) -> None:
        from jeepney.io.threading import ReceiveStopped

        # What came between the last look and now would not wake us: it came without a connection.
        if not self._news.empty():
            return
        try:
            while True:
                self._receive(connection.receive())
        except ReceiveStopped:
            connection.reset_interrupt()

    def _show(self, playing: NowPlaying | None, jumped: bool) -> None:
        self._player.playing = playing
        before, self._told = self._told, playing
        if (playing is None) != (before is None):
            self._request(f"{ROOT}.limber") if playing else self._give_up_name()
            return
        was, now = face_of(before), face_of(playing)
        if changed := {name: now[name] for name in now if now[name] != was[name]}:
            self._signal(PROPERTIES, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, []))
        if jumped:
            self._signal(PLAYER, "Seeked", "x", (self._player.position_us(),))

    def _request(self, name: str) -> None:
        self._name = name
        self._asked_for = self._call("RequestName", "su", (name, _DO_NOT_QUEUE))

    def _give_up_name(self) -> None:
        self._call("ReleaseName", "s", (self._name,))

    def _call(self, member: str, signature: str, body: tuple[Any, ...]) -> int:
        """Ask the bus itself; the number that its answer will name."""
        from jeepney import DBusAddress, new_method_call

        assert self._connection is not None
        name, path = _BUS
        address = DBusAddress(path, name, "org.freedesktop.DBus")
        serial = next(self._connection.outgoing_serial)
        message = new_method_call(address, member, signature, body)
        self._connection.send(message, serial=serial)
        return int(serial)

    def _signal(self, interface: str, name: str, signature: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_signal

        assert self._connection is not None
        emitter = DBusAddress(PATH, interface=interface)
        self._connection.send(new_signal(emitter, name, signature, body))

    def _receive(self, message: Message) -> None:
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type is MessageType.method_call:
            self._answer(message)
        elif fields.get(HeaderFields.reply_serial) == self._asked_for:
            self._asked_for = -1
            if message.body and message.body[0] == _NAME_EXISTS:
                self._request(f"{ROOT}.limber.instance{os.getpid()}")

    def _answer(self, message: Message) -> None:
        from jeepney import HeaderFields, MessageFlag, new_error, new_method_return

        assert self._connection is not None
        fields = message.header.fields
        interface = fields.get(HeaderFields.interface, "")
        member = fields[HeaderFields.member]
        if fields[HeaderFields.path] == PATH:
            answer = self._player.answer(interface, member, message.body)
        else:
            answer = Answer("s", ("There is nothing here.",), UNKNOWN_OBJECT)
        if message.header.flags & MessageFlag.no_reply_expected:
            return
        signature = answer.signature or None
        if answer.error:
            reply = new_error(message, answer.error, signature, answer.body)
        else:
            reply = new_method_return(message, signature, answer.body)
        self._connection.send(reply)
