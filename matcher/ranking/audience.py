"""Whether a title names the particular people a thing is for.

A choir for people who had a stroke is as good a choir as any; but to somebody who said
only that they used to sing, a choir for anybody is the easier one to join. Whoever says
the word themselves is answered by it, and finds it first. Nothing here guesses anything
about a person.
"""

import re

PARTICULAR = (
    "addiction", "adhd", "alzheimer", "amputee", "aphasia", "arthritis", "asperger",
    "asthma", "asylum", "autis", "bereave", "brain injur", "cancer", "carers",
    "chronic pain", "copd", "deaf", "dementia", "depression", "diabet", "epilep",
    "fibromyalgia", "hearing loss", "heart failure", "learning disab", "long covid",
    "lupus", "macular", "mental health", "multiple sclerosis", "parkinson", "psychosis",
    "refugee", "sight loss", "single parent", "stammer", r"stoma\b", r"stroke\b",
    "veterans", "visually impaired", "widow",
)  # fmt: skip
"""How words begin that name people by what happened to them: health and what life
brought. Not by age, sex or where they live: those are many, and said on the card."""

_NAMED = re.compile(rf"\b(?:{'|'.join(PARTICULAR)})", re.IGNORECASE)


def is_for_some(title: str) -> bool:
    """Whether a title says that it is for particular people."""
    return _NAMED.search(title) is not None
