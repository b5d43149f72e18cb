"""The person's page, built together; welcoming somebody; handing the screen over.

- ``opening``       who may open a page, and that it is noted
- ``given``         what a form brought, strictly
- ``welcoming``     the people of a worker, and a new page
- ``showing``       the page itself, whole or one thing at a time
- ``words``         what they said, and how it was understood
- ``practical``     conditions, where from, what comes first, places to avoid
- ``letters``       the first yes to the weekly letter, and all that were
- ``handing_over``  "Sam's turn", and the screen back
"""

from fastapi import APIRouter

from matcher.web.people.handing_over import router as _handing_over
from matcher.web.people.letters import router as _letters
from matcher.web.people.practical import router as _practical
from matcher.web.people.showing import router as _showing
from matcher.web.people.welcoming import router as _welcoming
from matcher.web.people.words import router as _words

router = APIRouter()
for _part in (_welcoming, _showing, _words, _practical, _letters, _handing_over):
    router.include_router(_part)
