"""Opens a library without what only others need: a start waits for all that is read.

It changes nothing that we use: a library that can do without a module says so itself,
by catching the ``ImportError``, and a validator not built is built when it is used.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from pydantic import BaseModel


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


@contextmanager
def validators_when_used() -> Iterator[None]:
    """Models declared meanwhile build their validators when they are first used.

    FastAPI declares forty to describe an API, which we never do.
    """
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        del BaseModel.model_config["defer_build"]
