"""What is known of an activity's lines before anybody asks."""

import numpy as np

from catalogue.activities import load_lexicon
from catalogue.activities.index import build_index

SOME = 40
"""Activities: enough that they share words, few enough to look at every line."""


def test_of_the_lines_with_a_word_the_lightest_of_each_activity_is_known():
    index = build_index(tuple(load_lexicon().activities.values())[:SOME])
    grams = np.arange(len(index.starts) - 1)

    gram, activity, _ = index.spoken_by(grams)
    known = list(zip(gram, activity, index.lightest, strict=True))

    lightest = {}
    for one, line in zip(*index.lines_with(grams), strict=True):
        holder, mass = (one, index.activity[line]), index.mass[line]
        lightest[holder] = min(mass, lightest.get(holder, mass))
    assert known == [(*holder, mass) for holder, mass in lightest.items()]
