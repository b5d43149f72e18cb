"""What there is to do nearby: organizations, opportunities, places and times.

The catalogue is a library. Its functions take an open ``Session``; none opens one,
and nothing here knows that people exist or what a web page is.

Read the modules in this order:

- ``drafts``        what somebody tells us about something to do, as plain values
- ``schedules``     pure: "Tuesdays 7-9pm" -> a timetable; a timetable -> the next dates
- ``costs``         pure: "£3 / £2 concessions" -> prices in pence
- ``places``        pure: postcodes, names of places, distance, areas covered
- ``sheets``        files of rows, opened carefully;  ``imports`` rows -> drafts,
  each judged
- ``exports``       pure: listings as a spreadsheet that uploads again unchanged;
  ``written`` times and prices as text that is read back as the same
- ``activities``    pure: the lexicon; a phrase or a listing -> activities, with the
  words that say so
- ``pictures``      pure: things people like as pictures, and the words each stands for
- ``language``      pure: the language reflection; what partners write -> another way
  to say it, and why
- ``duplicates``    pure: are these two listings the same thing, and why
- ``outward``       pure: ideas to open what a service does to the neighbours
- ``sentences``     pure: a sentence with its message and values kept apart, for those
  who say it in another language
- ``models``        the tables; ``rows`` turns drafts into rows and back,
  ``drafts_json`` into what a revision keeps
- ``opportunities`` the verbs: store, find;  ``organizations`` who runs them;  ``bulk``
  many rows at once
- ``feeds``         other people's formats: calendar files, schema.org
- ``data``          postcode sectors, the glossary, the lexicon and the demo town, with
  their licences
"""
