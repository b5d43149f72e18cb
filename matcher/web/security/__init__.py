"""What every request passes through before it reaches a page.

From the outside in: ``headers`` on every answer, ``bodies`` (not too much, not too
slowly), ``same_origin`` (a change must come from our own pages), ``crowds`` (a few at
once, the rest wait a moment). All are plain ASGI: they look at no cookie but to see
that there is one, and store nothing.
"""

from matcher.web.security.bodies import Bodies, Cap
from matcher.web.security.crowds import Crowds
from matcher.web.security.headers import HEADERS, Headers
from matcher.web.security.same_origin import SameOrigin

__all__ = ["HEADERS", "Bodies", "Cap", "Crowds", "Headers", "SameOrigin"]
