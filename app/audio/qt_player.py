"""The loudspeaker by Qt: one stream that never stops, as long as it flows.

Measured: a `QAudioSink` that is pushed holds 5 ms with every core busy, where a pulled one or a
timer in the window's thread slips by 20 to 50 ms. The stream goes on between notes with silence,
since starting one takes up to 1.7 s.

It lives in a process of its own (`player_worker`). Qt 6.11 ties itself to the sound server that it
met first: when that one dies Qt is silent for ever, or aborts the process at the next `start`. A
process can be made anew, and a window that is busy cannot hold it up.
"""

from __future__ import annotations

import logging
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from app.audio.mixer import Mixer, SampleKind, StreamFormat
from app.audio.reserve import MOST_MS, Reserve
from app.audio.stream_clock import StreamClock
from app.audio.tones import RATE_HZ
from app.session.clock import exact_ms

if TYPE_CHECKING:
    from PySide6.QtCore import QIODevice
    from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink

_log = logging.getLogger(__name__)

NO_DEVICE: Final = "No sound: this computer has no loudspeaker or headphones."
NOT_OPENED: Final = "No sound: the loudspeaker cannot be opened; it is tried again."
NO_FLOW: Final = "No sound: the loudspeaker does not take any; it is tried again."

TICK_MS: Final = 10
CLOSE_TICK_MS: Final = 2
# From an order to the tick that obeys it.
_TRAVEL_MS: Final = 20
_LEAD_STEP_MS: Final = 10
# Counted by ticks, so that a computer that slept or is busy is not to blame.
_FROZEN_MS: Final = 500
_SLOW_START_MS: Final = 3000
_LOOK_FOR_DEVICE_TICKS: Final = 50

# What is in the device's buffer can only be made quieter: four ticks to silence.
_FADE_VOLUMES: Final = (0.5, 0.2, 0.06, 0.0)


class LostStream(Exception):
    """There is no sound by this stream any more; the message is one plain sentence."""


class Stream:
    """The sink and what watches over it."""

    def __init__(self, mixer: Mixer, qt: Any) -> None:
        """`qt` is the module QtMultimedia."""
        self._qt = qt
        self._mixer = mixer
        self._format = StreamFormat(RATE_HZ)
        self._sink: QAudioSink | None = None
        self._pipe: QIODevice | None = None
        self._device_id = b""
        self._clock, self._reserve = StreamClock(), Reserve()
        self._written = 0
        self._unwritten = b""
        self._ticks_to_look = 0
        self._started = False
        self._still_ms = 0
        self._played_us = 0
        self._fade: list[float] = []
        self._quiet_until_us: int | None = None

    @property
    def flowing(self) -> bool:
        """Whether the device plays, and it is known when what it is given will be heard."""
        return self._clock.is_settled

    @property
    def tick_ms(self) -> int:
        """The time until the next tick: little while the stream clock has yet to learn."""
        return CLOSE_TICK_MS if self._started and not self.flowing else TICK_MS

    @property
    def lead_ms(self) -> int:
        """A note that is ordered so long before its moment is on time, in steps of 10 ms."""
        # What was written before the reserve became smaller has to be played first.
        written_ms = self._ahead * 1000 // self._format.rate_hz
        needed_ms = max(self._ahead_ms, written_ms) + _TRAVEL_MS
        return _LEAD_STEP_MS * ceil(needed_ms / _LEAD_STEP_MS)

    @property
    def _ahead(self) -> int:
        """Frames that are written and not played yet, as of the last look."""
        return self._written - self._played_us * self._format.rate_hz // 1_000_000

    @property
    def _ahead_ms(self) -> float:
        """How far it is to be written ahead of what has been played."""
        return MOST_MS if self._mixer.is_performing else self._reserve.ahead_ms

    @property
    def has_device(self) -> bool:
        """Whether the computer has anything to play on."""
        return not self._qt.QMediaDevices.defaultAudioOutput().isNull()

    def open(self) -> None:
        """Open the default device. Raises `LostStream`."""
        device: QAudioDevice = self._qt.QMediaDevices.defaultAudioOutput()
        if device.isNull():
            raise LostStream(NO_DEVICE)
        wanted = self._choose_format(device)
        self._mixer.open(self._format)
        sink: QAudioSink = self._qt.QAudioSink(device, wanted)
        sink.setBufferSize(self._format.frames_in(MOST_MS) * self._format.bytes_per_frame)
        pipe: QIODevice | None = sink.start()
        # Without a device that works it returns nothing, and raises nothing either.
        if pipe is None or sink.error().name == "OpenError":
            sink.stop()
            raise LostStream(NOT_OPENED)
        self._sink, self._pipe = sink, pipe
        self._device_id = bytes(device.id().data())
        self._ticks_to_look = _LOOK_FOR_DEVICE_TICKS
        self._clock, self._reserve = StreamClock(), Reserve()
        self._written, self._unwritten = 0, b""
        self._started, self._still_ms, self._played_us = False, 0, 0
        self._fade, self._quiet_until_us = [], None

    def tick(self) -> None:
        """One look at the sink, every `tick_ms`. Raises `LostStream`."""
        if self._sink is None or self._device_changed():
            self.shut()
            self.open()
        else:
            self._watch(self._sink)
            self._go_on_fading(self._sink)
            self._fill(self._sink)

    def shut(self) -> None:
        """Stop and forget the sink."""
        sink, self._sink, self._pipe = self._sink, None, None
        if sink is not None:
            sink.stop()

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

    def _watch(self, sink: QAudioSink) -> None:
        """See how far the device is, and that it moves.

        When the last device goes, Qt calls the stream active and without error, for ever.
        """
        played_us = sink.processedUSecs()
        now_ms = exact_ms()
        if played_us != self._played_us:
            self._played_us = played_us
            self._started, self._still_ms = True, 0
        else:
            self._still_ms += self.tick_ms
            if self._still_ms >= (_FROZEN_MS if self._started else _SLOW_START_MS):
                raise LostStream(NO_FLOW)
        if self._started:
            self._clock.observe(played_us / 1000, now_ms)
            if self._clock.is_settled:
                self._reserve.observe(played_us / 1000)

    def _fill(self, sink: QAudioSink) -> None:
        room = (sink.bytesFree() - len(self._unwritten)) // self._format.bytes_per_frame
        frames = min(room, self._format.frames_in(self._ahead_ms) - self._ahead)
        if frames > 0 and self._pipe is not None:
            heard_ms = self._clock.heard_ms(self._written * 1000 / self._format.rate_hz)
            data = self._unwritten + self._mixer.take(frames, heard_ms)
            self._written += frames
            written = self._pipe.write(data)
            self._unwritten = data[max(0, written) :]

    def _device_changed(self) -> bool:
        self._ticks_to_look -= 1
        if self._ticks_to_look > 0:
            return False
        self._ticks_to_look = _LOOK_FOR_DEVICE_TICKS
        device: QAudioDevice = self._qt.QMediaDevices.defaultAudioOutput()
        # With no device at all the stream may well be moved by the sound server: the watch tells.
        if device.isNull() or bytes(device.id().data()) == self._device_id:
            return False
        _log.info("the default sound device has changed")
        return True

    # --- fading

    def cut(self) -> None:
        """Silence within 60 ms, what the device's buffer still holds included."""
        frame = self._mixer.cut()
        if self._sink is not None:
            if self._quiet_until_us is None:  # else it is fading already, and must not rise again
                self._fade = list(_FADE_VOLUMES)
            self._quiet_until_us = frame * 1_000_000 // self._format.rate_hz

    def _go_on_fading(self, sink: QAudioSink) -> None:
        if self._quiet_until_us is None:
            return
        if self._played_us >= self._quiet_until_us:
            self._fade, self._quiet_until_us = [], None
            sink.setVolume(1.0)
        elif self._fade:
            sink.setVolume(self._fade.pop(0))
