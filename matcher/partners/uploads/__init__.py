"""Spreadsheets of listings: looked at before, put in, and taken back if need be.

Nothing is believed of a file: every row is judged (``catalogue.imports``) and held
against whose listings they are. The work is the clock's, in short steps, so that no
page waits for it, nobody else's change does, and a process that dies goes on where it
was. Verbs on an open session; none commits but the steps of ``working``.

- ``owning``    whose a row is, and which listing it means
- ``judging``   what would happen to a row, and which cell is the matter
- ``taking``    a file arrives; it is shown, put in, sent back or dropped
- ``mending``   bad cells, put right in the page
- ``storing``   rows become listings;  ``undoing`` the same, back
- ``working``   the steps of the clock, each claimed
"""

MOST_BYTES = 20_000_000
"""A file that is larger is no list somebody keeps by hand: it is a feed."""
