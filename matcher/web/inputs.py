"""What a form may send: named fields of bounded length, and nothing besides.

A field that nobody asked for (``role``, ``id``) is refused, not ignored.
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from matcher.web.shared_form import LONGEST_FIELD, UNREADABLE


class Input(BaseModel):
    """The fields of one form."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def readable(text: str) -> str:
    """``text`` without control characters, on as many lines as it was written."""
    return UNREADABLE.sub("", text)


def one_line(text: str) -> str:
    """The same on one line, without spaces around it."""
    return " ".join(readable(text).split())


Readable = Annotated[str, AfterValidator(readable)]
"""What somebody writes; how much of it fits is for each form to say."""

Line = Annotated[str, AfterValidator(one_line), Field(max_length=LONGEST_FIELD)]
"""A name, an address, a code."""

Secret = Annotated[str, Field(max_length=1000)]
"""A password as it was typed; whether it is too long is for its own sentence."""

Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""The number of a version that was looked at: as large as both databases hold."""


class NoteInput(Input):
    """What is written to them: why it comes back, or is not theirs."""

    note: Annotated[Readable, Field(max_length=1_000)] = ""
