"""The demo town, Wenbrook: invented, ours, and loaded as any other file would be.

``people`` are those who live and work there, to sign in as.
"""

from contextlib import closing
from datetime import datetime
from importlib.resources import as_file, files

import sqlalchemy as sa

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.imports import read_file
from matcher import db

LISTINGS = files("catalogue").joinpath("data", "demo", "listings.jsonl")


def make_demo(engine: sa.Engine, now: datetime, lexicon: Lexicon | None = None) -> None:
    """Load the town into an empty catalogue; leave any other as it is."""
    with db.writing(engine) as session:
        if opportunities.count(session):
            return
        with as_file(LISTINGS) as path, closing(read_file(path)) as rows:
            drafts = (row.draft for row in rows if row.draft)
            opportunities.store(session, drafts, now=now, lexicon=lexicon)
