"""Opens a library without what it would open only because that is installed too.

A start waits for every module that is read. It changes nothing that we use: a library
that can do without says so itself, by catching the ``ImportError``.
"""

import sys
from importlib import import_module


def open_plainly(library: str, without: tuple[str, ...]) -> None:
    """Import ``library`` as if nothing of ``without`` were installed.

    What was imported before stays as it was, and may be imported afterwards.
    """
    missing = [name for name in without if name not in sys.modules]
    sys.modules.update(dict.fromkeys(missing))  # type: ignore[arg-type]
    try:
        import_module(library)
    finally:
        for name in missing:
            sys.modules.pop(name, None)


def never_open(name: str) -> None:
    """From now on ``import name`` fails, in this process and for all libraries."""
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]
