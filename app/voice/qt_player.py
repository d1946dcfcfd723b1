"""The loudspeaker by Qt: one stream that never stops, written by a thread of its own.

Measured: a `QAudioSink` pushed by its own thread holds 5 ms with every core busy, where a pulled
one or a timer in the window's thread slips by 20 to 50 ms. The stream goes on between clips with
silence, since starting one takes up to 1.7 s.

QtMultimedia is imported by `open_player` and by nothing before it: the window is painted first.
Nothing else in the program may ask Qt for sound devices. Qt 6.11 ties its link to PulseAudio to the
thread that asks first; when the sound server dies and that thread has an event loop, Qt drops the
link, and the next `start` aborts the whole process. This thread has none: there is then no sound
until the program is started again, but the session goes on.
"""

from __future__ import annotations

import atexit
import logging
import threading
from typing import TYPE_CHECKING, Any, Final

from app.voice.clips import Clip
from app.voice.player import Feed, Player, SampleKind, SilentPlayer, StreamFormat
from app.voice.tones import RATE_HZ

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication, QIODevice
    from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink

_log = logging.getLogger(__name__)

NO_DEVICE: Final = "No sound: this computer has no loudspeaker or headphones."
NOT_OPENED: Final = (
    "No sound: the loudspeaker cannot be opened. If that lasts, starting Limber again may help."
)
NO_FLOW: Final = "No sound: the loudspeaker does not take any; it is tried again."
FAILED: Final = "No sound: the player has failed; the log says why."
NO_LIBRARY: Final = "No sound: Qt's sound library cannot be loaded; on Linux it needs libpulse0."

_TICK_S: Final = 0.01
_BUFFER_MS: Final = 100
# Counted in ticks of at least 10 ms, so that a computer that slept or is busy is not to blame.
_FROZEN_TICKS: Final = 50
_SLOW_START_TICKS: Final = 300
_RETRY_TICKS: Final = 100
_LONGEST_RETRY_TICKS: Final = 400
_LOOK_FOR_DEVICE_TICKS: Final = 50

# What is in the device's buffer can only be made quieter: four ticks to silence.
_FADE_VOLUMES: Final = (0.5, 0.2, 0.06, 0.0)
_CLOSE_TIMEOUT_S: Final = 2.0

# A cue is a sound, a pause and words: so many may come between two looks of the thread.
_TOO_MANY_UNSEEN: Final = 6

_QUIET: Final = "qt.multimedia.*.warning=false\nqt.multimedia.*.info=false"

_kept_application: QCoreApplication | None = None


def open_player() -> Player:
    """A player for the computer's default output; a silent one that says why, if there is no way.

    Works under a window's event loop and without any. Never raises.
    """
    try:
        _quiet_qt()
        # Loaded here, once, for everyone: a missing library is known at once.
        from PySide6 import QtMultimedia

        _ensure_application()
        return QtPlayer(QtMultimedia)
    except ImportError as error:
        _log.warning("QtMultimedia cannot be imported: %s", error)
        return SilentPlayer(NO_LIBRARY)
    except Exception:  # noqa: BLE001 - the session must go on without sound
        _log.exception("the player could not be made")
        return SilentPlayer(FAILED)


def _quiet_qt() -> None:
    """A terminal is no place for Qt's remarks on which sound libraries it has found."""
    from PySide6.QtCore import QCoreApplication, QLoggingCategory, qInstallMessageHandler

    QLoggingCategory.setFilterRules(_QUIET)
    if QCoreApplication.instance() is None:
        # No window will ask for Qt's messages; what matters of them is told by `problem`.
        qInstallMessageHandler(lambda _kind, _context, text: _log.info("Qt: %s", text))


def _ensure_application() -> None:
    """Qt's devices need an application object; its loop need not run."""
    global _kept_application  # noqa: PLW0603 - Qt itself knows one application only
    from PySide6.QtCore import QCoreApplication

    if QCoreApplication.instance() is None:
        _kept_application = QCoreApplication([])


class QtPlayer:
    """A `Player` over `QAudioSink`. `problem` comes and goes with the device."""

    def __init__(self, qt: Any) -> None:
        """Start the thread, which opens the device by itself. `qt` is the module QtMultimedia."""
        self._problem = ""
        self._flowing = False
        self._unseen = 0
        self._qt = qt
        self._feed = Feed()
        self._cut_at: int | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._thread.start()
        # Before Qt takes itself down: a thread inside it would bring the program down with it.
        atexit.register(self.close)

    @property
    def problem(self) -> str:
        """See `Player`."""
        # A sound server that hangs holds the thread up inside Qt, so that it cannot tell us.
        held_up = self._thread.is_alive() and self._unseen >= _TOO_MANY_UNSEEN
        return NO_FLOW if held_up else self._problem

    @property
    def settled(self) -> bool:
        """See `Player`."""
        return self._flowing or bool(self.problem)

    def play(self, clip: Clip) -> None:
        """See `Player`. It is heard when the device's buffer, 100 ms, has been played."""
        self._unseen += 1
        if self._thread.is_alive() and self._unseen < _TOO_MANY_UNSEEN:
            self._feed.add(clip)
        else:
            self._feed.drop()

    def stop(self) -> None:
        """See `Player`. The device's own delay, which no program can cut short, comes on top."""
        self._cut_at = self._feed.cut()

    def close(self) -> None:
        """End the thread and with it the stream; waits for it, 2 s at most."""
        self._closed.set()
        if self._thread is not threading.current_thread():
            self._thread.join(_CLOSE_TIMEOUT_S)
        atexit.unregister(self.close)

    def _run(self) -> None:
        try:
            stream = Stream(self._feed, self._qt)
            while not self._closed.is_set():
                if (frame := self._cut_at) is not None:
                    self._cut_at = None
                    stream.fade_until(frame)
                stream.tick()
                self._problem, self._flowing = stream.problem, stream.flowing
                self._unseen = 0
                self._closed.wait(_TICK_S)
            stream.shut()
        except Exception:  # noqa: BLE001 - the session must go on without sound
            _log.exception("the player's thread has ended")
            self._problem = FAILED


class Stream:
    """The sink and what watches over it. Lives in the player's thread alone."""

    def __init__(self, feed: Feed, qt: Any) -> None:
        """`qt` is the module QtMultimedia."""
        self.problem = ""
        self._qt = qt
        self._feed = feed
        self._format = StreamFormat(RATE_HZ)
        self._sink: QAudioSink | None = None
        self._pipe: QIODevice | None = None
        self._device_id = b""
        self._unwritten = b""
        self._retry_ticks = _RETRY_TICKS
        self._ticks_to_retry = 0
        self._ticks_to_look = 0
        self.flowing = False
        self._still_ticks = 0
        self._processed_us = 0
        self._fade: list[float] = []
        self._quiet_until_us: int | None = None

    def tick(self) -> None:
        """One look at the sink, every 10 ms: fade, fill its buffer, see that it moves."""
        if self._sink is None:
            self._feed_nobody()
        elif self._device_changed():
            _log.info("the default sound device has changed")
            self.shut()
            self._open()
        else:
            self._go_on_fading(self._sink)
            self._fill(self._sink)
            self._watch(self._sink)

    def shut(self) -> None:
        """Stop and forget the sink."""
        sink, self._sink, self._pipe = self._sink, None, None
        if sink is not None:
            sink.stop()

    # --- opening

    def _feed_nobody(self) -> None:
        if self._ticks_to_retry > 0:
            self._ticks_to_retry -= 1
            self._feed.drop()
        else:
            self._open()

    def _open(self) -> None:
        """Open the default device, or say why not and try again in 1, 2, then every 4 seconds."""
        self._ticks_to_retry = self._retry_ticks
        self._retry_ticks = min(2 * self._retry_ticks, _LONGEST_RETRY_TICKS)
        self._ticks_to_look = _LOOK_FOR_DEVICE_TICKS
        device: QAudioDevice = self._qt.QMediaDevices.defaultAudioOutput()
        if device.isNull():
            self._fail(NO_DEVICE)
            return
        wanted = self._choose_format(device)
        sink: QAudioSink = self._qt.QAudioSink(device, wanted)
        sink.setBufferSize(self._format.frames_in(_BUFFER_MS) * self._format.bytes_per_frame)
        pipe: QIODevice | None = sink.start()
        # Without a device that works it returns nothing, and raises nothing either.
        if pipe is None or sink.error().name == "OpenError":
            sink.stop()
            self._fail(NOT_OPENED)
            return
        self._sink, self._pipe = sink, pipe
        self._device_id = bytes(device.id().data())
        self._feed.open(self._format)
        self._unwritten = b""
        self.flowing, self._still_ticks, self._processed_us = False, 0, 0
        self._fade, self._quiet_until_us = [], None

    def _fail(self, problem: str) -> None:
        if problem != self.problem:
            _log.warning("%s", problem)
        self.problem = problem
        self._feed.drop()

    def _choose_format(self, device: QAudioDevice) -> QAudioFormat:
        """Speech's own format where the device takes it, else the one that the device prefers."""
        wanted: QAudioFormat = self._qt.QAudioFormat()
        wanted.setSampleRate(RATE_HZ)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(self._qt.QAudioFormat.SampleFormat.Int16)
        if not device.isFormatSupported(wanted):
            wanted = device.preferredFormat()
        kind = SampleKind(wanted.sampleFormat().name.lower())
        self._format = StreamFormat(wanted.sampleRate(), wanted.channelCount(), kind)
        return wanted

    # --- running

    def _fill(self, sink: QAudioSink) -> None:
        room = sink.bytesFree() - len(self._unwritten)
        frames = room // self._format.bytes_per_frame
        if frames > 0 and self._pipe is not None:
            data = self._unwritten + self._feed.take(frames)
            written = self._pipe.write(data)
            self._unwritten = data[max(0, written) :]

    def _watch(self, sink: QAudioSink) -> None:
        """Reopen a stream that stands still.

        When the last device goes, Qt calls the stream active and without error, for ever.
        """
        processed_us = sink.processedUSecs()
        if processed_us != self._processed_us:
            self._processed_us = processed_us
            self.flowing, self._still_ticks, self.problem = True, 0, ""
            self._retry_ticks = _RETRY_TICKS
            return
        self._still_ticks += 1
        if self._still_ticks >= (_FROZEN_TICKS if self.flowing else _SLOW_START_TICKS):
            self.shut()
            self._fail(NO_FLOW)
            self._ticks_to_retry = 0

    def _device_changed(self) -> bool:
        self._ticks_to_look -= 1
        if self._ticks_to_look > 0:
            return False
        self._ticks_to_look = _LOOK_FOR_DEVICE_TICKS
        device: QAudioDevice = self._qt.QMediaDevices.defaultAudioOutput()
        # With no device at all the stream may well be moved by the sound server: the watch tells.
        return not device.isNull() and bytes(device.id().data()) != self._device_id

    # --- fading

    def fade_until(self, frame: int) -> None:
        """Turn down what the device's buffer still holds, until this frame has been played."""
        if self._sink is not None:
            self._fade = list(_FADE_VOLUMES)
            self._quiet_until_us = frame * 1_000_000 // self._format.rate_hz

    def _go_on_fading(self, sink: QAudioSink) -> None:
        if self._quiet_until_us is None:
            return
        if sink.processedUSecs() >= self._quiet_until_us:
            self._fade, self._quiet_until_us = [], None
            sink.setVolume(1.0)
        elif self._fade:
            sink.setVolume(self._fade.pop(0))
