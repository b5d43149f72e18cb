"""Memory is looked through when an answer has left, not while a page is made.

Python looks for rings of objects that hold one another, and stands still meanwhile. A
page leaves none, but what it keeps of cards it made for the first time counts as made:
so one page in five was stopped in its midst, for a millisecond, and one in fifty for
ten and more. Now whoever asks at the very moment after it waits as long, and nobody
else; what is not the web's (an import, the letters) is looked through as it goes on.
"""

import gc

from starlette.types import ASGIApp, Receive, Scope, Send

SWEPT_AFTER = (2_500, 10, 100)
"""When a sweep is due. First: objects made, and not let go, since the last one, which
looks at those alone; at 10,000 it would take four times as long. Then: sweeps until one
looks at what was kept in the last ten of them, too; and of these, until one looks at
all that was made since the start, which takes a tenth of a second: once in thousands
of them that show new cards, and seldom when the caches are full."""

MOST_MADE = 10_000
"""So many are looked through at once, in whatever's midst: pages never get there, eight
of them have eight thousand at one time."""


def settle_memory() -> None:
    """Begin to look memory through, as a machine that serves does: seldom, and never
    what the start has made."""
    gc.collect()  # what the start left over would stay for good
    gc.freeze()  # code and catalogue stay: nobody need look through them again
    gc.set_threshold(MOST_MADE, *SWEPT_AFTER[1:])
    gc.enable()


class Sweeping:
    """Looks memory through after an answer, when it is time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and sweep behind it."""
        await self.app(scope, receive, send)
        sweep()


def sweep() -> None:
    """Look through what is due; nothing while the machine starts."""
    counted = gc.get_count()
    due = [one for one in range(3) if counted[one] > SWEPT_AFTER[one]]
    if 0 in due and gc.isenabled():
        gc.collect(due[-1])
