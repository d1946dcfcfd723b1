"""``python3 -m app``: sets up what is missing, then starts Limber.

Any Python 3 parses this file, so that an old one can say what it is too old for.
"""

import sys


def shows_window(arguments: "list[str]") -> bool:
    """Whether a command line opens the window: no command, ``start``, ``open`` or a file."""
    words = [word for word in arguments if not word.startswith("-")]
    opens = words[:1] in ([], ["start"], ["open"]) or words[0].lower().endswith((".yaml", ".yml"))
    return opens and not {"-h", "--help", "--version"} & set(arguments)


def start(arguments: "list[str]") -> int:
    """Run one command line and give its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - met before any requirement could be checked
        version = sys.version.split()[0]
        sys.stderr.write("Limber needs Python 3.11 or newer; this is " + version + ".\n")
        return 2
    from app import boot

    boot.prepare(shows_window(arguments))
    from app.main import main

    return main(arguments)


if __name__ == "__main__":
    raise SystemExit(start(sys.argv[1:]))
