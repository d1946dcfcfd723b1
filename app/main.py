"""The way in: a command line, its exit status, and the hidden commands of child processes."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence

from app import cli, paths
from app.errors import EXIT_DONE, EXIT_FAULT, EXIT_USER, UserError
from app.house import House


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status: 0 done, 2 the user's mistake, 3 a fault of ours."""
    # Short commands make no cyclic garbage worth looking for; collecting it cost a tenth of them.
    gc.set_threshold(20_000)
    # A console or a redirect that knows no "–" shows an escape in its place instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if asked and (worker := paths.WORKERS.get(asked[0])):
        from importlib import import_module

        import_module(worker).main()
    try:
        return cli.run(asked, House())
    except UserError as mistake:
        print(mistake, file=sys.stderr)
        return EXIT_USER
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from complaining at its exit.
        sys.stdout = None
        return EXIT_DONE
    except KeyboardInterrupt:
        return EXIT_DONE
    except Exception:  # noqa: BLE001 - the last resort: nobody should ever see a traceback
        from app.faults import report

        print(report(), file=sys.stderr)
        return EXIT_FAULT
