"""The lexicon: what people say and what listings say, read as the same activities.

Two people speak of one thing in different words: "on the oche every Friday" and
"Thursday league night at the Legion" are both darts. The lexicon knows a
thousand activities and roles and fifty thousand everyday phrases for them; it reads
a person's phrase, or a listing, into activities with the words that say so.

Read ``entries`` (the files), ``everyday`` and ``words`` (text into terms) and
``lexicon`` (everything opened once by ``opening``; ``kept`` opens it quickly); then
``asked`` (what is read), ``readings`` and ``said`` (what reading gives), ``refusing``,
``spelling``, ``index``, ``hearing``, ``neighbours``, ``scoring`` and ``phrases`` (a
phrase into activities), ``meaning`` (the second opinion, by what words are near to),
``wishes`` (what is wished for in everyday words alone), ``noes`` (what a whole field
keeps out), ``expanding`` (what else may answer it, by the question), ``naming``,
``labels``, ``prose`` and ``listings`` (a listing into activities), ``tongues`` (the
same in Welsh) and ``understanding`` (rows an editor can read).
Everything is pure, and nothing is kept of what anybody said; what some words were
understood as is remembered in memory, without the words (``remembering``).
"""

from catalogue.activities.asked import Spoken
from catalogue.activities.entries import GIVES, PARTS, Activity, Problem
from catalogue.activities.lexicon import Lexicon
from catalogue.activities.listings import Written
from catalogue.activities.noes import kept_out
from catalogue.activities.opening import load_lexicon
from catalogue.activities.readings import Meant, Reading
from catalogue.activities.understanding import UnderstoodRow, understood_rows

__all__ = [
    "GIVES",
    "PARTS",
    "Activity",
    "Lexicon",
    "Meant",
    "Problem",
    "Reading",
    "Spoken",
    "UnderstoodRow",
    "Written",
    "kept_out",
    "load_lexicon",
    "understood_rows",
]
