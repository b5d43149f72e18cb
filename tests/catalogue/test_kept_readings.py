"""What a listing's words speak of is kept with it, and read again when need be."""

from datetime import UTC, datetime
from pathlib import Path

from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.rows import opportunity_id

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DWILE = OpportunityDraft(source="t", source_id="1", title="Dwile flonking")
OWN_TERMS = """# Ours
# Games of our village.

== dwile-flonking
names: dwile flonking
words: flonker; girter
part: join
gives: company
broader: -
near: skittles
says:
- my uncle was a champion flonker
"""


def test_another_lexicon_reads_every_listing_again_and_once(session, tmp_path: Path):
    (tmp_path / "ours.txt").write_text(OWN_TERMS)
    ours = load_lexicon(tmp_path)
    opportunities.store(session, [DWILE], now=NOW)
    before = opportunities.version(session)

    again = (
        opportunities.read_again(session, ours),
        opportunities.read_again(session, ours),
    )

    found = opportunities.listing(session, opportunity_id("t", "1"))
    assert again == (1, 0)
    assert found is not None
    assert found.draft == DWILE
    assert "dwile-flonking" in {reading.activity for reading in found.readings}
    assert opportunities.version(session) == before + 1
