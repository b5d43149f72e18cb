"""The person's page, built together; welcoming somebody; handing the screen over.

- ``opening``       who may open a page, and that it is noted
- ``given``         what a form brought, strictly
- ``welcoming``     the people of a worker, and a new page
- ``showing``       the page itself, whole or one thing at a time
- ``words``         what they said, and how it was understood
- ``practical``     conditions, where from, what comes first, places to avoid
- ``handing_over``  "Sam's turn", and the screen back
"""

from fastapi import APIRouter

from matcher.web.people import handing_over, practical, showing, welcoming, words

router = APIRouter()
for _part in (welcoming, showing, words, practical, handing_over):
    router.include_router(_part.router)
