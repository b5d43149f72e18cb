"""What a form brought, strictly: fields we know, each within its length. Pure.

A field nobody asked for is refused, so that no form sets more than it shows.
Characters that nobody types are taken out; everything else stays as it was written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.errors import BadInput
from matcher.web.shared_form import MOST_FIELDS, UNREADABLE


@dataclass(frozen=True, kw_only=True)
class Given:
    """The fields of one form; a name may come many times."""

    fields: Sequence[tuple[str, str]]

    def one(self, name: str) -> str:
        """The last value of a field, without spaces around it; "" when it is not
        there. A button pressed comes after the hidden field it changes."""
        values = self.all(name)
        return values[-1].strip() if values else ""

    def all(self, name: str) -> list[str]:
        """Every value of a field, in order."""
        return [value for key, value in self.fields if key == name]


def read_given(fields: Iterable[tuple[str, str]], longest: Mapping[str, int]) -> Given:
    """The fields of a form; ``longest`` names all it has, with their most characters.

    Raises ``BadInput`` for any other field, and for one that is too long.
    """
    fields = list(fields)
    if len(fields) > MOST_FIELDS or any(name not in longest for name, _ in fields):
        raise BadInput("That form is not as we made it, so nothing was changed.")
    clean = [(name, UNREADABLE.sub("", value)) for name, value in fields]
    for name, value in clean:
        if len(value.strip()) > longest[name]:
            raise BadInput(
                "That is longer than %(most)s letters. Say it more shortly,"
                " or in a few pieces.",
                most=longest[name],
            )
    return Given(fields=clean)
