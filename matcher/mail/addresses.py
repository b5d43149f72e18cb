"""Mail addresses, strictly: one plain address, or none at all. Pure.

Refuses what the standards allow and attackers use: quoted names, comments, lists,
bare machine names, anything beyond ASCII (a domain may be given in its ``xn--`` form).
"""

import re

from matcher.errors import BadInput

LONGEST = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3, without the angle brackets)."""

LONGEST_LOCAL = 64
"""Characters before the @ (RFC 5321, 4.5.3.1.1)."""

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"({ATOM}(?:\.{ATOM})*)@({LABEL}(?:\.{LABEL})+)")
"""Atoms with single dots, an @, and a domain of at least two labels."""


def strict_address(text: str) -> str:
    """``text`` as an address that can't be anything but one address.

    Spaces around it go. Raises ``BadInput`` for everything else.
    """
    address = text.strip(" ")
    if len(address) <= LONGEST:
        found = ADDRESS.fullmatch(address)
        if found and len(found[1]) <= LONGEST_LOCAL:
            return address
    raise BadInput(
        "That is not a mail address we can use. It should look like name@example.org"
    )
