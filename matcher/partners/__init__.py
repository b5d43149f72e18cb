"""Organizations that keep their listings here, with almost no effort.

Verbs on an open session; none commits and none knows HTTP.

- ``joining``       somebody asks to join; a lead agrees or declines
- ``times``         pure: the buttons of "when" -> a timetable
- ``conversation``  pure: one question at a time -> what a listing says
- ``outdated``      pure: words that name the day, time or price of before a change
- ``drafting``      what is being told, kept at each step; publishing it
- ``deciding``      what waits, looked at by a worker or lead
- ``alike``         what may be here already: that's us, or a different one
- ``folding``       pure: one telling's facts laid over another
- ``merging``       two listings that are one
- ``opening``       ideas to open what a service does, once, and saying so
- ``keeping``       a partner's home: theirs, and one press for each thing
- ``days_off``      on which of the coming days one is off
- ``checking``      whether it is still true: whom to ask, and what a press does
- ``correcting``    what changed, told from a letter without signing in
- ``claiming``      "this is ours": one listing, asked for by who is here
- ``leaving``       handing on: who of an organization is here, and who has left
- ``remarks``       what visitors tell of a listing
- ``wording``       another way to say it, at words that are told of a listing
- ``uploads``       spreadsheets of listings, many at once
- ``to_look_over``  how many of all these wait for a look
"""
