"""The object that media keys and panels talk to: MPRIS 2.2, answers without a bus.

https://specifications.freedesktop.org/mpris-spec/latest/ is followed to its types: `mpris:length`
is an int64 there, and BlueZ refuses a whole player, headset buttons and all, for another one.
PySide6's QtDBus sends a Python int inside a map as int32, so the messages are made by jeepney.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from app.desktop.now_playing import NowPlaying

PATH: Final = "/org/mpris/MediaPlayer2"
ROOT: Final = "org.mpris.MediaPlayer2"
PLAYER: Final = "org.mpris.MediaPlayer2.Player"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_INTROSPECTABLE: Final = "org.freedesktop.DBus.Introspectable"
_PEER: Final = "org.freedesktop.DBus.Peer"
_ERROR: Final = "org.freedesktop.DBus.Error."
UNKNOWN_OBJECT: Final = "org.freedesktop.DBus.Error.UnknownObject"
_MICRO: Final = 1000

Variant = tuple[str, Any]


class Ask(StrEnum):
    """What somebody with a media key asks of the session."""

    RAISE = "Raise"
    QUIT = "Quit"
    NEXT = "Next"
    PREVIOUS = "Previous"
    TOGGLE = "PlayPause"
    PLAY = "Play"
    PAUSE = "Pause"
    STOP = "Stop"


class Answer(NamedTuple):
    """The body of a reply and its signature; with `error` it is the text of one."""

    signature: str = ""
    body: tuple[Any, ...] = ()
    error: str = ""


# Each method and what it is given, one letter each. Those of `Ask` are asked of the session; Seek
# and SetPosition have no effect where CanSeek is false, as the specification wants it.
_METHODS: Final = {
    ROOT: {"Raise": "", "Quit": ""},
    PLAYER: {
        **dict.fromkeys(("Next", "Previous", "PlayPause", "Play", "Pause", "Stop"), ""),
        "Seek": "x",
        "SetPosition": "ox",
    },
    PROPERTIES: {"Get": "ss", "GetAll": "s", "Set": "ssv"},
    _INTROSPECTABLE: {"Introspect": ""},
    _PEER: {"Ping": ""},
}
_FIXED: Final[dict[str, dict[str, Variant]]] = {
    ROOT: {
        "CanQuit": ("b", True),
        "CanRaise": ("b", True),
        "HasTrackList": ("b", False),
        "Identity": ("s", "Limber"),
        "DesktopEntry": ("s", "limber"),
        "SupportedUriSchemes": ("as", []),
        "SupportedMimeTypes": ("as", []),
    },
    PLAYER: {
        "Rate": ("d", 1.0),
        "MinimumRate": ("d", 1.0),
        "MaximumRate": ("d", 1.0),
        "Volume": ("d", 1.0),
        "CanGoNext": ("b", True),
        "CanGoPrevious": ("b", True),
        "CanPlay": ("b", True),
        "CanPause": ("b", True),
        "CanSeek": ("b", False),
        "CanControl": ("b", True),
    },
}
_IDLE: Final[dict[str, Variant]] = {"PlaybackStatus": ("s", "Stopped"), "Metadata": ("a{sv}", {})}


def face_of(playing: NowPlaying | None) -> dict[str, Variant]:
    """The properties whose changes are told; lengths in microseconds."""
    if playing is None:
        return dict(_IDLE)
    metadata = {
        "mpris:trackid": ("o", f"/app/limber/segment/{playing.track}"),
        "mpris:length": ("x", playing.length_ms * _MICRO),
        "xesam:title": ("s", playing.title),
        "xesam:album": ("s", playing.album),
        # Panels show a title without an artist as one by somebody unknown.
        "xesam:artist": ("as", [playing.album]),
        "xesam:trackNumber": ("i", playing.track),
    }
    return {
        "PlaybackStatus": ("s", "Playing" if playing.playing else "Paused"),
        "Metadata": ("a{sv}", metadata),
    }


class MprisPlayer:
    """Answers every call from the moment it was last shown."""

    def __init__(self, ask: Callable[[Ask], None], now_ms: Callable[[], float]) -> None:
        """`ask` is called where the call is answered; `now_ms` is the session's clock."""
        self._ask = ask
        self._now_ms = now_ms
        self.playing: NowPlaying | None = None

    def position_us(self) -> int:
        """How far into the track."""
        return round(self.playing.elapsed_ms(self._now_ms()) * _MICRO) if self.playing else 0

    def properties(self, interface: str) -> dict[str, Variant]:
        """All properties of an interface, with their types."""
        if interface == PLAYER:
            position = {"Position": ("x", self.position_us())}
            return _FIXED[PLAYER] | face_of(self.playing) | position
        return _FIXED.get(interface, {})

    def answer(self, interface: str, member: str, body: tuple[Any, ...]) -> Answer:
        """The answer to one call; a call without an interface means the first that knows it."""
        if not interface:
            known = (name for name, methods in _METHODS.items() if member in methods)
            interface = next(known, "")
        if member not in _METHODS.get(interface, {}):
            return _error("UnknownMethod", f"There is no {member} here.")
        if len(body) != len(_METHODS[interface][member]):
            return _error("InvalidArgs", f"{member} takes other arguments.")
        if interface == PROPERTIES:
            return self._property(member, *body)
        if member == "Introspect":
            return Answer("s", (introspection(),))
        if interface in (ROOT, PLAYER) and member in set(Ask):
            self._ask(Ask(member))
        return Answer()

    def _property(self, member: str, interface: Any, name: Any = "", _value: Any = None) -> Answer:
        found = self.properties(str(interface))
        if member == "GetAll":
            return Answer("a{sv}", (found,))
        if name not in found:
            return _error("UnknownProperty", f"There is no {name} here.")
        if member == "Set":
            return _error("PropertyReadOnly", f"{name} cannot be changed.")
        return Answer("v", (found[name],))


def _error(name: str, text: str) -> Answer:
    return Answer("s", (text,), _ERROR + name)


def introspection() -> str:
    """The object described, for those who ask before they call."""
    lines = ["<node>"]
    for interface, methods in _METHODS.items():
        lines.append(f' <interface name="{interface}">')
        for name, taken in methods.items():
            given = {"Get": "v", "GetAll": "a{sv}", "Introspect": "s"}.get(name, "")
            arguments = [f'<arg direction="in" type="{kind}"/>' for kind in taken]
            arguments += [f'<arg direction="out" type="{given}"/>'] if given else []
            lines.append(f'  <method name="{name}">{"".join(arguments)}</method>')
        every = _FIXED.get(interface, {})
        if interface == PLAYER:
            every = every | _IDLE | {"Position": ("x", 0)}
            lines.append('  <signal name="Seeked"><arg name="Position" type="x"/></signal>')
        for name, (kind, _) in every.items():
            lines.append(f'  <property name="{name}" type="{kind}" access="read"/>')
        lines.append(" </interface>")
    return "\n".join([*lines, "</node>"])
