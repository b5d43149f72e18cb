"""The weekly letters: what is in them, when they leave, and what became of each.

- ``weeks``       pure: the ISO week of somebody's own date, when it is due, when over
- ``recipients``  who gets one, and where: consent, subscription, pause, suppression
- ``planning``    a row for each recipient and week, once and for all
  (``planning_at_once``: the same inside of PostgreSQL)
- ``loading``     what a letter is made from: ``questions`` people ask, what is ``news``
  since their last sent letter, their ``lists``, what they were ``told`` before
  (``versions`` of a listing, ``changes`` between two)
- ``ahead``       the same for some hundred people before any letter is written, their
  news found ``together``. ``marks`` say whether it is still so when one is written
- ``composing``   pure: what was loaded -> what their letter says (``printing`` by
  templates, ``neutral`` outside)
- ``writers``     a letter's row -> what leaves, one for all kinds (``writing`` the
  message, ``addresses`` where it leads)
- ``asking``      what whoever keeps listings is asked: is it still true?
- ``notices``     what is off on somebody's list, told at once and once
- ``subscribing`` yes twice, a day, a pause, fewer, stop, again
- ``bounces``     what came back; ``undelivered`` what did not leave; ``held`` and why
- ``states``      pure: where a letter may go from where it is, and when again
- ``claiming``    the outbox's own moves, each in a short unit under a lease's number
- ``leaving``     over SMTP up to the final dot, and the dot; or a file
- ``delivery``    one run: claim, write, hand over, look again, the dot
- ``breaker``     stops all letters for a while when too many fail
- ``outgoing``    pure: what passes between writing a letter and handing it over
- ``running``     what the clock and the command line call

A new line in a letter: ``loading`` finds it, ``composing`` says when it is told, and
its words stand in ``templates/email/``.

At most one final dot of a letter is sent by itself; what can't be known is called
uncertain and shown. What was in a letter counts as seen only when it was sent.
"""
