"""Other languages than English, in which activities are called something and asked for.

- ``tongue``        what reading needs to know of a language
- ``welsh``         the one there is
- ``lines``         what its files say, by the roots of words
- ``recognising``   whether a text is in it
- ``reading``       a phrase in it -> activities, and what it wants and refuses
- ``several``       which language a text is in
- ``titles``        a listing's title and tags in it -> activities

A language more is a folder of files in ``catalogue/data/activities/``, written like
ours, and a module like ``welsh`` named in ``TONGUES``.
"""

from catalogue.activities.tongues.reading import Told, TongueReader
from catalogue.activities.tongues.several import TONGUES, Tongues
from catalogue.activities.tongues.titles import TongueTitles
from catalogue.activities.tongues.tongue import Tongue

__all__ = ["TONGUES", "Told", "Tongue", "TongueReader", "TongueTitles", "Tongues"]
