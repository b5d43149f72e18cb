"""Practical conditions that a phrase says, to be offered: never made, never kept.

- ``reading``   a phrase -> its conditions, and what is left of it
- ``ways``      what a way of saying one is made of, in whichever language
- ``english``   how English leads up to one, and tells it from how life is
- ``when``      on which days and at which parts of them
- ``clock``     hours: the parts of the day they leave
- ``money``     for how much, and for nothing
- ``going``     how far, how to get in and how to join in
- ``welsh``     the same in Welsh
"""

from matcher.ranking.practical.reading import Practical, anything_in, without_practical

__all__ = ["Practical", "anything_in", "without_practical"]
