"""Matching on files, without a database: the verbs ``match`` and ``evaluate``.

The same facts, ranking and sentences as on the page, so that what is measured here is
what people get. Knows no clock: past dates exclude nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from catalogue.activities import Lexicon, load_lexicon, understood_rows
from catalogue.imports import read_file
from catalogue.opportunities import read_draft
from catalogue.places import load_postcodes
from matcher.errors import BadInput
from matcher.knowing import as_read, facts_of, gazetteer_of, heard_as, understood
from matcher.people_files import Asker, read_judgments, read_people
from matcher.ranking import Asked, Index, Match, rank, reason_for
from matcher.ranking.baselines import (
    by_bm25,
    by_plain_bm25,
    by_spelt_bm25,
    by_token_set,
    prepare,
)
from matcher.ranking.quality import (
    SHOWN,
    Grades,
    Quality,
    measure,
    openness_inversions,
)
from matcher.ranking.ranked import Order
from matcher.templates import say_reason

MEANING = "meaning"
"""The signal that is switched off where phrases are read, not where they are ranked."""

DIGITS = 3
"""Figures of quality are not known better than this."""

ABLATED = ("activities", "words", MEANING, "near", "roles", "ways_back")
"""Signals switched off in turn, to see what each is worth."""

BASELINES = {
    "BM25": by_plain_bm25,
    "BM25 + stemming": by_bm25,
    "BM25 + stemming + typos": by_spelt_bm25,
    "rapidfuzz token_set": by_token_set,
}

Ranked = Mapping[str, Sequence[tuple[str, float]]]
"""Person -> (listing, score), best first."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Listings and people of two files, ready to be matched."""

    index: Index
    askers: list[Asker]
    by_words: list[Asker]
    """The same people, understood by their words alone."""


def open_trial(listings: Path, people: Path, own_terms: Path | None) -> Trial:
    """Read both files; a refused row or an unknown postcode is said on stderr.

    Raises ``UnreadableFile`` or ``BadInput`` for what can't be read as such.
    """
    postcodes = load_postcodes()
    drafts = []
    with closing(read_file(listings)) as rows:
        for row in rows:
            if row.draft:
                drafts.append(row.draft)
            else:
                typer.echo(f"line {row.line} refused: {row.refusal}.", err=True)
    lexicon = load_lexicon(own_terms)
    index = Index.build(
        facts_of(d.source_id, d, read_draft(d, lexicon), postcodes) for d in drafts
    )
    askers = list(read_people(people, postcodes, gazetteer_of(drafts, postcodes)))
    for asker in askers:
        if asker.unknown_place:
            typer.echo(
                f"{asker.id}: nobody knows the place {asker.unknown_place};"
                " matched without it.",
                err=True,
            )
    heard, by_words = (
        [
            replace(one, asked=understood(one.asked, lexicon, by_words_alone=plainly))
            for one in askers
        ]
        for plainly in (False, True)
    )
    return Trial(index=index, askers=heard, by_words=by_words)


def match_files(
    listings: Path,
    people: Path,
    *,
    top: int,
    order: Order,
    own_terms: Path | None = None,
) -> Iterator[dict[str, Any]]:
    """One object a person, in the order of the file: what fits, best first."""
    trial = open_trial(listings, people, own_terms)
    for asker in trial.askers:
        matches = _ranked(asker.asked, trial.index, order, top)
        yield {
            "person": asker.id,
            "matches": [_line(match, asker.asked) for match in matches],
        }


def evaluate_files(
    listings: Path, people: Path, judgments: Path, *, own_terms: Path | None = None
) -> dict[str, dict[str, Any]]:
    """Figures by name of the system: ours by score and as shown, and the baselines.

    All of them leave out what is closed to the people asking, the baselines too. Raises
    ``BadInput`` for grades of others alone: every figure would be 0.
    """
    grades = read_judgments(judgments)
    trial = open_trial(listings, people, own_terms)
    known = {facts.id for facts in trial.index.facts}
    if not any(known & grades.get(asker.id, {}).keys() for asker in trial.askers):
        raise BadInput(
            "%(file)s grades none of these listings for any of these people."
            " Check that the three files belong together.",
            file=str(judgments),
        )
    open_to_adults = [f for f in trial.index.facts if f.joinable and f.adults]
    catalogue = prepare(open_to_adults)
    less = {
        f"without {signal}": _figures(_ranked_all(trial, "score", signal), grades)
        for signal in ABLATED
    }
    peers = {
        name: _figures(
            {a.id: [(one, 0.0) for one in system(a.asked.phrases, catalogue, SHOWN)]
             for a in trial.askers},
            grades,
        )
        for name, system in BASELINES.items()
    }  # fmt: skip
    for peer in peers.values():
        del peer["calibration gap"]  # they promise no chance
    return figures_of(trial, grades) | less | peers


def figures_of(trial: Trial, grades: Mapping[str, Grades]) -> dict[str, dict[str, Any]]:
    """Our own figures alone: by score, and as shown."""
    return {
        "ours, by score": _figures(_ranked_all(trial, "score"), grades),
        "ours, as shown": _figures(_ranked_all(trial, "promise"), grades)
        | {"openness inversions": _inversions(trial)},
    }


def print_quality(quality: Mapping[str, Mapping[str, Any]], console: Console) -> None:
    """The figures as a table."""
    every = dict.fromkeys(name for figures in quality.values() for name in figures)
    names = [name for name in every if name != "people"]
    table = Table(box=None)
    table.add_column("")
    for name in names:
        table.add_column(name, justify="right")
    for system, figures in quality.items():
        values = (figures.get(name) for name in names)
        table.add_row(system, *("" if v is None else str(v) for v in values))
    console.print(table)
    people = next(iter(quality.values()))["people"]
    console.print(f"Means over {people} people with at least one relevant listing.")


def _ranked(
    asked: Asked, index: Index, order: Order, top: int, without: Collection[str] = ()
) -> tuple[Match, ...]:
    return rank(asked, index, order=order, limit=top, without=without).matches[:top]


def _line(match: Match, asked: Asked) -> dict[str, Any]:
    reason = reason_for(match, asked)
    return {
        "listing": match.facts.id,
        "openness": str(match.facts.openness),
        "score": round(match.score, DIGITS),
        "phrase": reason.words,
        "reason": say_reason(reason),
    }


def _ranked_all(trial: Trial, order: Order, *without: str) -> Ranked:
    askers = trial.by_words if MEANING in without else trial.askers
    without = tuple(one for one in without if one != MEANING)
    return {
        asker.id: [
            (match.facts.id, match.score)
            for match in _ranked(asker.asked, trial.index, order, SHOWN, without)
        ]
        for asker in askers
    }


def _inversions(trial: Trial) -> int:
    shown = (_ranked(a.asked, trial.index, "promise", SHOWN) for a in trial.askers)
    return sum(
        openness_inversions([(m.facts.openness, m.put_first) for m in matches])
        for matches in shown
    )


def _figures(ranked: Ranked, grades: Mapping[str, Grades]) -> dict[str, Any]:
    quality: Quality = measure(
        {person: [one for one, _ in found] for person, found in ranked.items()},
        grades,
        scores={person: [s for _, s in found] for person, found in ranked.items()},
    )
    return {
        "people": quality.people,
        "nDCG@10": round(quality.ndcg_at_10, DIGITS),
        "recall@20": round(quality.recall_at_20, DIGITS),
        "P@1": round(quality.precision_at_1, DIGITS),
        "floor precision": round(quality.floor_precision, DIGITS),
        "noise share": round(quality.noise_share, DIGITS),
        "calibration gap": round(quality.calibration_gap, DIGITS),
    }


def print_understood(words: str, kind: str, lexicon: Lexicon, console: Console) -> None:
    """What a phrase is understood as, as a table; or that it is not understood."""
    heard = heard_as(words, lexicon)
    for one in heard.practical:
        asks = " ".join((one.name, *one.values))
        console.print(f"A condition to offer: {asks} ({words[one.start : one.end]})")
    words, within = as_read(words, heard)
    rows = understood_rows(lexicon, words, kind, within)
    if not rows:
        console.print("Nothing in these words points at an activity we know.")
        return
    table = Table(box=None)
    for heading in ("activity", "how sure", "how", "by the words", "like", "gives"):
        table.add_column(heading)
    for row in rows:
        table.add_row(
            row.name,
            f"{row.weight:.2f}",
            row.how.replace("_", " "),
            ", ".join(row.by),
            row.like,
            ", ".join(row.gives),
        )
    console.print(table)
