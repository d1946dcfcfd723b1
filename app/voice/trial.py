"""The voice tried out without a session: which voices there are, and a sample to listen to.

Engine and loudspeaker may take seconds, hang or be missing, so everything happens in threads; the
page that shows it asks for `voices` and `status` whenever it likes. Nothing here raises.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from app.audio.score import FixedScore, Note
from app.audio.tones import tone
from app.session.clock import Course, exact_ms
from app.voice.synthesiser import Synthesiser, SynthesisError, Unavailable
from app.voice.trial_words import (
    FAILED,
    LISTENING,
    LOOKING,
    NO_ANSWER,
    NO_SPEECH,
    NOT_LISTED,
    WAKING,
    Status,
    afterwards,
    chosen,
    promised,
)

if TYPE_CHECKING:
    from app.audio.player import Player
    from app.voice.port import VoiceSettings
    from app.voice.synthesiser import Speech, VoiceChoice

_log = logging.getLogger(__name__)

LEAD_MS: Final = 400
"""From the moment at which all is ready to the first sound: a player wants to know ahead."""
_GAP_MS: Final = 150
_POLL_S: Final = 0.02
_PATIENCE_S: Final = 15.0


def has_piper() -> bool:
    """Whether the engine Piper is installed beside us, be it a moment ago."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("piper") is not None


class Trial:
    """Looks for voices and plays samples; what is asked last counts. For one thread, the window's.

    Every question gets an engine of its own: one that was found broken or that has listed its
    voices at its start must not answer for what has been installed since.
    """

    def __init__(
        self,
        find: Callable[[VoiceSettings], Synthesiser | Unavailable],
        open_player: Callable[[], Player],
        lead_ms: int = LEAD_MS,
    ) -> None:
        """Does nothing yet."""
        self._find, self._open_player = find, open_player
        self._lead_ms = lead_ms
        self._lock = threading.Lock()
        self._closed = False
        self._player: Player | None = None
        self._look: _Job | None = None
        self._play: _Job | None = None
        self._settings: VoiceSettings | None = None
        self._voices: tuple[VoiceChoice, ...] = ()
        self._found = Status()
        self._heard = Status()
        self._promised = Status()

    @property
    def voices(self) -> tuple[VoiceChoice, ...]:
        """What the last look has found; the list before it until then."""
        return self._voices

    @property
    def status(self) -> Status:
        """The outcome of the last test; before it which voice will speak, or why none."""
        with self._lock:
            return next((s for s in (self._heard, self._found) if s.text), self._promised)

    @property
    def is_playing(self) -> bool:
        """Whether a sample is on its way or sounds."""
        return self._play is not None and not self._play.ended

    # What the page asks.

    def look(self, settings: VoiceSettings) -> None:
        """List the voices of the engine anew."""
        self.adopt(settings)
        job = _Job()
        former, self._look = self._look, job
        if former:
            former.give_up()
        if not self._voices:
            self._found = LOOKING
        self._start(job, lambda: self._list(job, settings))

    def adopt(self, settings: VoiceSettings) -> None:
        """Other settings: what was said of a test no longer holds, and what sounds falls silent."""
        self.stop()
        with self._lock:
            engines = [(s.engine, s.piper_voice) for s in (self._settings, settings) if s]
            if engines[0] != engines[-1]:
                self._voices = ()
            self._settings, self._heard = settings, Status()
            self._promised = promised(settings, self._voices)

    def play(self, settings: VoiceSettings, text: str) -> None:
        """A tone, then the words, as loud as a session would have them."""
        self.adopt(settings)
        job = _Job()
        with self._lock:
            self._play = job
            self._heard = LISTENING
        self._start(job, lambda: self._perform(job, settings, text))

    def stop(self) -> None:
        """Fall silent and forget the sample."""
        if self._play is None:
            return
        former, self._play = self._play, None
        former.give_up()
        with self._lock:
            self._heard = Status()
            if self._player is not None and not former.ended:
                self._player.stop()

    def close(self) -> None:
        """Let go of engine and loudspeaker."""
        self.stop()
        if self._look:
            self._look.give_up()
        with self._lock:
            self._closed = True
            player, self._player = self._player, None
        if player is not None:
            with _guarded("the loudspeaker could not be closed"):
                player.close()

    # What happens in the threads.

    def _start(self, job: _Job, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception:  # noqa: BLE001 - whatever it is, the page needs a sentence
                _log.exception("the voice could not be tried")
                self._tell(job, FAILED)
            finally:
                job.end()

        threading.Thread(target=run, name="voice trial", daemon=True).start()

    def _list(self, job: _Job, settings: VoiceSettings) -> None:
        voices: tuple[VoiceChoice, ...] = ()
        found = Status()
        try:
            engine = job.hold(self._find(settings))
            if isinstance(engine, Unavailable):
                found = Status(engine.reason, fault=True)
            else:
                voices = tuple(engine.voices())
        except SynthesisError as error:
            found = Status(str(error), fault=True)
        except Exception:  # noqa: BLE001 - an engine that cannot list may still speak
            _log.exception("the voices could not be listed")
            found = NOT_LISTED
        with self._lock:
            if self._look is job:
                self._voices, self._found = voices, found
                self._promised = promised(self._settings or settings, voices)

    def _perform(self, job: _Job, settings: VoiceSettings, text: str) -> None:
        player = self._loudspeaker()
        if player is None:
            return
        speech, spoken = self._speech(job, settings, text)
        if not self._is_awake(job, player):
            return
        notes = self._notes(settings, speech)
        with self._lock:
            if self._play is not job:
                return
            player.follow(FixedScore(*notes), Course(exact_ms(), 0))
            self._heard = spoken
        end_ms = max(note.at_ms + note.clip.length_ms for note in notes)
        job.wait(end_ms / 1000)
        if player.problem:
            self._tell(job, Status(player.problem, fault=True))
        elif speech is not None and not spoken.fault:
            self._tell(job, afterwards(settings, chosen(settings, self._voices).name))

    def _loudspeaker(self) -> Player | None:
        """One player for all samples; it wakes while the words are made."""
        known = self._player
        if known is not None:
            return known
        player = self._open_player()
        with self._lock:
            known = self._player
            if known is None and not self._closed:
                self._player = player
                return player
        player.close()
        return known

    def _speech(
        self, job: _Job, settings: VoiceSettings, text: str
    ) -> tuple[Speech | None, Status]:
        """The words, and what is to be said of them."""
        try:
            engine = job.hold(self._find(settings))
            if isinstance(engine, Unavailable):
                return None, Status(engine.reason, fault=True)
            speech = engine.render(text, settings.wanted, settings.rate)
        except SynthesisError as error:
            return None, Status(str(error), fault=True)
        except Exception:  # noqa: BLE001 - the tone is still to be heard
            _log.exception("the sample could not be rendered")
            return None, NO_SPEECH
        if speech.stands_in:
            return speech, Status(speech.stands_in, fault=True)
        name = chosen(settings, self._voices).name
        return speech, Status(f"Speaking with {name}.", busy=True)

    def _is_awake(self, job: _Job, player: Player) -> bool:
        """Wait for the device; else say why nothing is heard."""
        if not player.settled:
            self._tell(job, WAKING)
        for _ in range(round(_PATIENCE_S / _POLL_S)):
            if player.settled:
                break
            if job.wait(_POLL_S):
                return False
        else:
            self._tell(job, NO_ANSWER)
            return False
        if player.problem:
            self._tell(job, Status(player.problem, fault=True))
        return not player.problem

    def _notes(self, settings: VoiceSettings, speech: Speech | None) -> list[Note]:
        begin = tone("start")
        notes = [Note(self._lead_ms, begin, settings.tone_volume / 100, spoken=False)]
        if speech is not None:
            at_ms = self._lead_ms + begin.length_ms + _GAP_MS
            notes.append(Note(at_ms, speech.clip, settings.voice_volume / 100))
        return notes

    def _tell(self, job: _Job, status: Status) -> None:
        with self._lock:
            if self._play is job:
                self._heard = status
            elif self._look is job:
                self._found = status


class _Job:
    """Something that an engine was asked; given up when something else is asked."""

    def __init__(self) -> None:
        self.ended = False
        self._lock = threading.Lock()
        self._given_up = threading.Event()
        self._engine: Synthesiser | None = None

    def hold(self, engine: Synthesiser | Unavailable) -> Synthesiser | Unavailable:
        """Take an engine that is closed at the end, which may be now."""
        if not isinstance(engine, Unavailable):
            with self._lock:
                self._engine = engine
            if self._given_up.is_set():
                self._close_engine()
        return engine

    def wait(self, seconds: float) -> bool:
        """Let time pass; True at once when it is given up."""
        return self._given_up.wait(seconds)

    def give_up(self) -> None:
        """A render under way ends with an error that nobody reads."""
        self._given_up.set()
        self._close_engine()

    def end(self) -> None:
        self._close_engine()
        self.ended = True

    def _close_engine(self) -> None:
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            with _guarded("an engine could not be closed"):
                engine.close()


@contextlib.contextmanager
def _guarded(what: str) -> Iterator[None]:
    try:
        yield
    except Exception:  # noqa: BLE001 - there is nothing more to be done with it
        _log.exception("%s", what)
