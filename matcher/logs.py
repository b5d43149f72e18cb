"""What the machine says about itself: JSON lines of ids, numbers and places in code.

A person's words never get in, whoever is careless: a text is written only under a
name that is listed here (or when it is an id), an error only as its type and where
it happened. Log with ``structlog.get_logger().info("one_word_event", listing=id)``.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

import structlog

TEXTS = frozenset(
    {
        "causes",
        "error",
        "level",
        "library",
        "method",
        "places",
        "request_id",
        "route",
        "timestamp",
        "verb",
    }
)
"""The only names under which a text is written. What goes there comes from our own
code: a route's template, an error's type, never what somebody typed."""

EVENT = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+|[a-z]{2,20}")
"""An event is one name in snake case, so no sentence with words in it fits."""

ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CODE = Path(__file__).resolve().parent.parent
"""Places in our own code are written from here; a library's from its package."""

DEEPEST_PLACES = 12
"""Frames kept of an error, the nearest to it last: enough to find it by."""


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Write our own log as JSON lines to ``stream`` (stderr).

    ``level`` is a name of the standard library; an unknown one counts as INFO. Whoever
    makes the web application calls this: structlog as it comes prints the values of
    local variables when a page breaks.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_places,
            only_ids,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=lambda *_: structlog.WriteLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


def take_over_libraries(level: str = "INFO") -> None:
    """Send what libraries log, from WARNING up, through ours; for a whole process."""
    logging.basicConfig(
        handlers=[Libraries()], level=max(_number(level), logging.WARNING), force=True
    )
    logging.captureWarnings(capture=True)


def _number(level: str) -> int:
    return logging.getLevelNamesMapping().get(level.upper(), logging.INFO)


class Libraries(logging.Handler):
    """Takes what libraries log: who spoke and where in the code, not what it said.

    Their messages may hold anything: an address with its query, a row's values.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record of a library as one line of ours."""
        structlog.get_logger().log(
            record.levelno,
            "library_spoke",
            library=record.name,
            places=[f"{record.module}:{record.lineno}"],
            exc_info=record.exc_info,
        )


def only_places(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace an error by its type, its causes' types and its places in the code."""
    error = _error_of(event.pop("exc_info", None))
    if error is not None:
        event["error"] = _type_of(error)
        event["causes"] = [_type_of(cause) for cause in _causes(error)]
        event["places"] = _places(error)
    return event


def only_ids(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Let numbers and ids through, texts only under a listed name."""
    name = str(event.pop("event", ""))
    said = {key: _safe(key, value) for key, value in event.items()}
    return {"event": name if EVENT.fullmatch(name) else "unnamed", **said}


def _safe(key: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, UUID):
        return str(value)
    if key in TEXTS and isinstance(value, str | list):
        return value
    if isinstance(value, str) and ID.fullmatch(value):
        return value
    return "withheld"


def _error_of(exc_info: object) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        error: BaseException | None = exc_info[1]
        return error
    return sys.exc_info()[1] if exc_info else None


def _type_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _causes(error: BaseException) -> list[BaseException]:
    """What an error came from and what a group holds, each once, at most ten."""
    found: dict[int, BaseException] = {id(error): error}
    waiting = [error]
    while waiting and len(found) <= 10:
        one = waiting.pop(0)
        inside = getattr(one, "exceptions", ())
        for other in (one.__cause__, one.__context__, *inside):
            if other is not None and id(other) not in found:
                found[id(other)] = other
                waiting.append(other)
    return list(found.values())[1:]


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST_PLACES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(CODE) and "site-packages" not in path.parts:
        return path.relative_to(CODE).as_posix()
    return "/".join(path.parts[-2:])


def bound(values: Mapping[str, str]) -> Any:
    """A context in which every line carries ``values`` (a request's id)."""
    return structlog.contextvars.bound_contextvars(**values)
