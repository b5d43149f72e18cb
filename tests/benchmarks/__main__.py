"""``python3 run.py bench [NAME ...] [--json] [--quick]``: figures beside their peers.

The way to read it: ``registry`` says which benches there are, ``figures`` what a bench
says, ``timing`` how it is timed; ``made_catalogue``, ``made_names`` and
``made_profiles`` invent what is measured on, ``peers`` what it is measured against,
and ``match_speed`` is one bench. All data is invented but for ``relevance``, which
reads the judgments beside the checkout where they are. ``digest_faults`` proves what is
promised of the weekly letters: ``digest_kills`` kills, ``digest_recount`` counts;
``digest_speed`` times a week of them. ``page_speed`` times one page of results,
``overload`` sends a crowd to a real server, and ``changing`` looks how soon a changed
listing is found.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from rich.console import Console, JustifyMethod
from rich.table import Table

from tests.benchmarks.figures import Figure
from tests.benchmarks.registry import BENCHES, ONLY_BY_NAME

WRONG_INPUT = 2
"""Exit status when a name or option is none."""

WIDE_ENOUGH = 160
"""Columns of the table where no terminal says how many there are."""

HEADINGS = ("figure", "value", "peer", "its value", "ratio", "goal", "met", "nDCG@10")


class _Reader(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        sys.exit(_refuse(f"{message[:1].upper()}{message[1:]}. See --help."))


def main(arguments: Sequence[str]) -> int:
    """Run the benches that are named, or all of them; the exit status."""
    asked = _reader().parse_args(arguments)
    every = BENCHES | ONLY_BY_NAME
    unknown = [name for name in asked.names if name not in every]
    if unknown:
        return _refuse(
            f"There is no bench called {', '.join(unknown)}."
            f" There are: {', '.join(every)}."
        )
    if asked.recount:
        return _recount(asked.recount)
    names = asked.names or list(BENCHES)
    sizes = {
        name: value
        for name in ("people", "listings")
        if (value := getattr(asked, name)) is not None
    }
    figures = _measured(names, quick=asked.quick, out=asked.out, sizes=sizes)
    if asked.json:
        for figure in _figures(figures, lines_to=sys.stderr):
            print(json.dumps(figure.as_object(), ensure_ascii=False), flush=True)
    else:
        _print_table(_figures(figures, lines_to=sys.stdout))
    return 0


def _recount(folder: Path) -> int:
    """Count the files of a proof again; 1 when they prove that something went wrong."""
    from tests.benchmarks import digest_recount

    try:
        lines, wrong = digest_recount.lines(folder), digest_recount.faults(folder)
    except digest_recount.Tampered as problem:
        lines, wrong = [], [str(problem)]
    for line in lines:
        print(line)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _reader() -> argparse.ArgumentParser:
    reader = _Reader(prog="run.py bench", description="Measure, beside a named peer.")
    reader.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"which benches: {', '.join(BENCHES)} (all when left out)",
    )
    reader.add_argument("--json", action="store_true", help="one object per figure")
    reader.add_argument("--quick", action="store_true", help="only to see that it runs")
    for name in ("people", "listings"):
        reader.add_argument(f"--{name}", type=int, metavar="N", help="how many of them")
    reader.add_argument(
        "--out", type=Path, metavar="DIR", help="keep what was made or proved"
    )
    reader.add_argument(
        "--recount", type=Path, metavar="DIR", help="count what was kept once more"
    )
    return reader


def _measured(
    names: Iterable[str], *, quick: bool, out: Path | None, sizes: Mapping[str, int]
) -> Iterator[Figure | str]:
    for name in dict.fromkeys(names):
        print(f"Measuring {name} ...", file=sys.stderr, flush=True)
        yield from (BENCHES | ONLY_BY_NAME)[name](quick=quick, out=out, **sizes)


def _figures(told: Iterable[Figure | str], *, lines_to: TextIO) -> Iterator[Figure]:
    """The figures; lines among them are printed at once."""
    for one in told:
        if isinstance(one, str):
            print(one, file=lines_to, flush=True)
        else:
            yield one


def _print_table(figures: Iterable[Figure]) -> None:
    """All figures under one heading, a line between benches."""
    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=WIDE_ENOUGH)
    table = Table(box=None, pad_edge=False)
    for heading in HEADINGS:
        justify: JustifyMethod = "left" if heading == "figure" else "right"
        table.add_column(heading, justify=justify, no_wrap=True)
    bench = None
    for figure in figures:
        if figure.bench != bench:
            bench = figure.bench
            table.add_row(f"[bold]{bench}[/bold]")
        table.add_row(*_cells(figure))
    console.print(table)
    console.print("Ratio: how many times better than the peer, in the same run.")


def _cells(figure: Figure) -> tuple[str, ...]:
    ratio, peer_value = figure.ratio, figure.peer_value
    met = {True: "yes", False: "NO", None: ""}[figure.met]
    return (
        f"  {figure.figure}",
        _said(figure.value, figure.unit),
        figure.peer or "",
        "" if peer_value is None else _said(peer_value, figure.unit),
        "" if ratio is None else f"{ratio:.3g}x",
        figure.goal or "",
        met,
        "" if figure.ndcg10 is None else f"{figure.ndcg10:.2f}",
    )


def _said(value: float, unit: str) -> str:
    """Three digits, never as a power of ten."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return WRONG_INPUT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
