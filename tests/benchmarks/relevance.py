"""How relevant the timed ranking is, on the judgments beside the checkout.

The same figure as ``run.py evaluate`` gives for "ours, by score". Where the folder is
not there, nothing is said.
"""

from pathlib import Path

from matcher.people_files import read_judgments
from matcher.ranking import rank
from matcher.ranking.quality import SHOWN, measure
from matcher.trials import open_trial

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
LISTINGS = SHARED / "listings" / "trafford_and_volunteering.jsonl"
PEOPLE = SHARED / "evaluation" / "people.jsonl"
JUDGMENTS = SHARED / "evaluation" / "judgments.jsonl"


def ndcg_at_10() -> float | None:
    """Mean nDCG@10 of ours by score over the judged people; None without the files."""
    if not all(path.is_file() for path in (LISTINGS, PEOPLE, JUDGMENTS)):
        return None
    trial = open_trial(LISTINGS, PEOPLE, own_terms=None)
    rankings = {
        asker.id: [
            match.facts.id
            for match in rank(
                asker.asked, trial.index, order="score", limit=SHOWN
            ).matches
        ]
        for asker in trial.askers
    }
    return measure(rankings, read_judgments(JUDGMENTS)).ndcg_at_10
