"""One question at a time -> what a listing says. Pure: drafts in, drafts out.

Each question reads its own answers and touches nothing else of the draft, so that they
may be answered in any order, changed for ever and left out: what nobody has said stays
unsaid. The words are kept as they were written.

- ``said``       what a form brought, and what a question is
- ``naming``     who runs it, what it is, what people do there
- ``meeting``    when, where, what it costs
- ``welcoming``  who can come, the place, a first visit, how to say hello
- ``order``      the questions in their order, and what is still missing
"""

from matcher.partners.conversation.meeting import time_to_change
from matcher.partners.conversation.naming import (
    only_in_the_name,
    readings_to_correct,
)
from matcher.partners.conversation.order import (
    CHECK,
    COMMON,
    QUESTIONS,
    STAYS,
    after,
    answered,
    before,
    missing,
    questions_for,
    shown_fields,
    unsaid,
)
from matcher.partners.conversation.said import (
    LINE,
    WORDS,
    Question,
    Said,
    whole_number,
)
from matcher.partners.conversation.welcoming import code_of

__all__ = [
    "CHECK",
    "COMMON",
    "LINE",
    "QUESTIONS",
    "STAYS",
    "WORDS",
    "Question",
    "Said",
    "after",
    "answered",
    "before",
    "code_of",
    "missing",
    "only_in_the_name",
    "questions_for",
    "readings_to_correct",
    "shown_fields",
    "time_to_change",
    "unsaid",
    "whole_number",
]
