"""Who it is for, and how they meet: the application around the catalogue.

Read the modules in this order:

- ``ranking``    pure: which listings answer a person's words, in what order, and why
- ``knowing``    pure: what ranking is told of a listing, and of what a phrase means
- ``taking``     pure: how words were taken, as people see it and may correct it
- ``matching``   the meeting place: loads the catalogue, asks ranking, gives results
- ``models``     the tables of people, accounts and mail
- ``keys``       the machine's own key, and what is made from it
- ``access``     who is asking, and what they may see: one filter
- ``accounts``   invite, sign in, second step, disable
- ``people``     welcome, describe, share;  ``introductions`` save, go, say how it was
- ``partners``   organizations that keep their own listings: join, tell, confirm
- ``reports``    what organizations learn about what they offer; of nobody in particular
- ``their_data`` everything held about a person: shown, exported, erased
- ``digests``    the weekly letters: planned, composed, delivered at most once
- ``mail``       one plain message out;  ``jobs`` work by the clock, ``clock`` calls it
- ``web``        the rim: the only code that knows HTTP; one module per subject
- ``templates``  the macros that say things, for page, letter and command line alike
- ``translated`` pure: the sentences of templates in one language, said quickly
- ``compiling``  templates with the sentences of one language in them, and little else
- ``lasting``    pure: what of a page is the same for everybody, made once and kept
- ``prose``      pure: what partners wrote -> paragraphs, lists, links; the rest is text
- ``settings``   every knob;  ``db`` both engines;  ``errors`` one plain sentence each
- ``languages``  the screens' languages;  ``translating`` writes a file of translations
- ``logs``       ids only, never words;  ``bundled`` where templates and migrations lie
- ``plainly``    opens a library without what only a start would wait for
- ``operating``  how to put it on a server, and the files it takes
- ``cli``        ``python -m matcher VERB``, and what its verbs do: ``importing``,
  ``demo``, ``trials`` (match and evaluate, on files; ``people_files`` reads them),
  ``backups``, ``doctor``
"""
