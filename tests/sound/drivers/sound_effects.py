"""The same clips at the same moments by `QSoundEffect` and a timer: nothing else runs.

python tests/sound/drivers/sound_effects.py PLAN      PLAN: [[at_ms, WAV file], ...] as JSON
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> int:
    from PySide6.QtCore import QCoreApplication, Qt, QTimer, QUrl  # noqa: TID251
    from PySide6.QtMultimedia import QSoundEffect  # noqa: TID251

    app = QCoreApplication([])
    cues = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    effects: dict[str, QSoundEffect] = {}
    for at_ms, path in cues:
        if path not in effects:
            effects[path] = QSoundEffect()
            effects[path].setSource(QUrl.fromLocalFile(path))
        timer = QTimer(app, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(effects[path].play)
        timer.start(at_ms)
    QTimer.singleShot(cues[-1][0] + 5000, app.quit)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
