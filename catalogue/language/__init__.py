"""The language reflection: what is written, another way to say it, and why. Pure.

For text that partners and workers write, never for a person's own phrases. It offers
and explains; it refuses to block, to score, to count, or to judge who wrote it.
``glossary`` reads the files in ``data/language/``, ``reflecting`` a text.
"""

from catalogue.language.glossary import (
    Entry,
    Glossary,
    Problem,
    load_glossary,
    read_glossary,
)
from catalogue.language.reflecting import MOST_REFLECTIONS, Reflection, reflect

__all__ = [
    "MOST_REFLECTIONS",
    "Entry",
    "Glossary",
    "Problem",
    "Reflection",
    "load_glossary",
    "read_glossary",
    "reflect",
]
