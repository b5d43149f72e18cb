"""Practical conditions that a phrase says, to be offered: never made, never kept.

- ``reading``   a phrase -> its conditions, and what is left of it
- ``ways``      what a way of saying one is made of, in whichever language
- ``english``   on which day, how far, how to get in; what is no condition
- ``money``     for how much, and for nothing
- ``clock``     hours: the parts of the day they leave
- ``welsh``     the same in Welsh
"""

from matcher.ranking.practical.reading import Practical, anything_in, without_practical

__all__ = ["Practical", "anything_in", "without_practical"]
