"""Text becomes meaning: near vectors for what is said in quite different words.

"Hitting a bag" shares no word with "boxing"; a small language model, run with
numpy alone, puts them side by side. Nothing is fetched and nothing about
anybody is kept.

- ``pieces``    text -> the pieces of words the model knows
- ``asking``    what a piece asks of the others, worked out once for each
- ``encoder``   pieces -> one vector of length 1
- ``lines``     where every line of the lexicon lies
- ``likeness``  a phrase -> the activities whose own lines lie nearest

Taught by ``tests/benchmarks/teach_meaning.py`` to put texts where a far larger
model puts them; brought here by ``build_meaning.py`` beside it.
``catalogue/data/meaning/manifest.json`` says from what, with its licence beside it.
"""

from catalogue.activities.meaning.encoder import Encoder, load_encoder
from catalogue.activities.meaning.likeness import Likeness

__all__ = ["Encoder", "Likeness", "load_encoder"]
