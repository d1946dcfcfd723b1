"""``python3 -m tests``: sets up what is missing, then runs the tests without a screen.

What follows goes to pytest: ``python3 -m tests tests/test_boot.py -k display``. Any Python 3
parses this file, so that an old one can say what it is too old for.
"""

import os
import sys


def run(arguments: "list[str]") -> int:
    """Run pytest on up to four processors and give its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - met before any requirement could be checked
        version = sys.version.split()[0]
        sys.stderr.write("Limber needs Python 3.11 or newer; this is " + version + ".\n")
        return 2
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from app import boot

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    boot.prepare(window=True, dev=True)
    boot.check_display()
    import pytest

    return int(pytest.main(["-n", "auto", "--maxprocesses", "4", *arguments]))


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
