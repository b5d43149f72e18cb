"""What would happen to each row of a file, and which of its cells is the matter."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session

from catalogue.drafts import Openness
from catalogue.drafts_json import digest_of, draft_as_dict
from catalogue.imports import Judged, Row, SeenIds, judge, match_headers
from catalogue.imports.columns import SYNONYMS
from catalogue.places import PostcodeTable
from catalogue.sentences import Sentence
from matcher.models import RowOutcome, UploadRow
from matcher.partners.uploads.owning import PAUSED, Owned, Whose, owned

LONGEST_CELL = 10_000
"""Characters of a cell that are kept of a row that is refused; nobody mends a longer
one in a page, and it is written anew there."""

_NAMED = re.compile(r"“([a-z_]+)”")
_IN_WORDS: Mapping[str, str] = {
    "it does not say what it is called": "title",
    "it is called like line ": "title",
    "it has no number or code": "id",
    "its number or code ": "id",
    "a category ": "categories",
}
"""How the refusals of ``catalogue.imports`` begin that name no column."""


@dataclass(kw_only=True)
class Met:
    """What was met in a file so far, so that nothing is told twice."""

    ids: SeenIds = field(default_factory=SeenIds)
    listings: dict[UUID, int] = field(default_factory=dict)
    """Listing -> the line that means it."""


def judged_rows(
    session: Session,
    who: Whose,
    rows: Sequence[Row],
    *,
    upload_id: UUID,
    openness: Openness | None,
    met: Met,
    postcodes: PostcodeTable,
    by_name: bool = False,
) -> list[UploadRow]:
    """The rows with what would happen to each; nothing is stored.

    ``by_name``: the file has no column for the id.
    """
    judged = [
        judge(
            row,
            default_openness=openness,
            seen=met.ids,
            postcodes=postcodes,
            by_name=by_name,
        )
        for row in rows
    ]
    drafts = [one.draft for one in judged if one.draft]
    meant = iter(owned(session, who, drafts))
    return [
        _met(upload_id, row, one, next(meant), met)
        if one.draft
        else _refused(upload_id, row, one)
        for row, one in zip(rows, judged, strict=True)
    ]


def _met(upload_id: UUID, row: Row, judged: Judged, one: Owned, met: Met) -> UploadRow:
    first = met.listings.setdefault(one.key, row.line)
    content = draft_as_dict(one.draft)
    same = one.digest == digest_of(content)
    against = None if same and one.refusal == PAUSED else one.refusal
    if against or first != row.line:
        refusal = against or Sentence(
            "line %(line)s says the same listing already", line=first
        )
        return _refused(upload_id, row, judged, refusal=refusal, field_name="id")
    outcome = RowOutcome.REVISED if one.base_revision else RowOutcome.ADDED
    if same:
        outcome = RowOutcome.UNCHANGED
    return UploadRow(
        upload_id=upload_id,
        line=row.line,
        outcome=outcome,
        title=one.draft.title,
        cells={},
        content=None if outcome is RowOutcome.UNCHANGED else content,
        opportunity_id=one.key,
        source_id=judged.draft.source_id if judged.draft else "",
        base_revision=one.base_revision,
        warnings=[_as_in_file(one, _headers_of(row)) for one in judged.warnings],
    )


def _refused(
    upload_id: UUID,
    row: Row,
    judged: Judged,
    *,
    refusal: str = "",
    field_name: str = "",
) -> UploadRow:
    why = refusal or judged.refusal or ""
    by_field = _headers_of(row)
    name = field_name or field_of(why)
    title = row.values.get(by_field.get("title", ""))
    return UploadRow(
        upload_id=upload_id,
        line=row.line,
        outcome=RowOutcome.REFUSED,
        title=title[:200] if isinstance(title, str) else "",
        cells={key: _short(value) for key, value in row.values.items()},
        refusal=_as_in_file(why, by_field),
        column=by_field.get(name, name) if name and row.values else None,
    )


def _headers_of(row: Row) -> dict[str, str]:
    """Field -> how the file calls it."""
    headers = match_headers(tuple(row.values)).matched
    return {name: header for header, name in headers.items()}


def _as_in_file(words: str, headers: Mapping[str, str]) -> str:
    """A sentence that begins with a field, naming the column as its sender does."""
    if not isinstance(words, Sentence) or not words.message.startswith("“%(column)s”"):
        return words
    column = words.values["column"]
    return words.with_values(column=headers.get(column, column))


def field_of(refusal: str) -> str | None:
    """The name in the import format of the cell that a refusal speaks of."""
    for words, name in _IN_WORDS.items():
        if refusal.startswith(words):
            return name
    named = (one for one in _NAMED.findall(refusal) if one in SYNONYMS)
    return next(named, None)


def _short(value: Any) -> Any:
    if isinstance(value, str):
        text = value.replace("\0", "").encode("utf-8", "replace").decode()
        return text if len(text) <= LONGEST_CELL else ""
    return value if len(json.dumps(value)) <= LONGEST_CELL else None
