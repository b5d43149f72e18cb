"""Everything held about a person: shown, agreed to, shared, exported, erased.

- ``columns``     every column of every table that is a person's, classified
- ``exporting``   all of it, as plain values for a page or a file
- ``consenting``  yes or no, each purpose apart; rows are only added
- ``sharing``     who may see the page: chosen by the person, ended at once
- ``forgetting``  erases a person: exact counts, and nothing left in the files
- ``retention``   a page unused for a year: told, then forgotten by the same verb

No table and no column is left out by being forgotten here: what is a person's is found
from the tables themselves, and a test fails for what nobody has classified.
"""
