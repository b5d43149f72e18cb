"""One plain message out: SMTP, or .eml files; retried from a table.

- ``addresses``   strict: what may stand behind *To*, and nothing else
- ``posting``     puts a mail into the table, inside the unit of work that wants it
- ``writing``     a row and its three templates -> one ``EmailMessage``
- ``signing``     says which domain stands for it, when a key is set
- ``carrying``    out of the house: SMTP, or a file in the outbox folder
- ``delivering``  claims what is due, sends it, writes down what came of it
- ``keeping``     how long rows and files are kept

What a mail says is made when it leaves: no token and no text stands in the table.
"""

from matcher.mail.addresses import strict_address
from matcher.mail.delivering import Delivered, check, deliver
from matcher.mail.posting import post

__all__ = ["Delivered", "check", "deliver", "post", "strict_address"]
