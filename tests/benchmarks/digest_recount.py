"""What the kept files of a proof say, counted again from nothing else.

A run leaves two files: ``NAME.json`` (engine, kill point, who was eligible, the final
rows) and ``NAME.log`` (what the sink took, each line holding the hash of the one before
it). Anybody can count them again; one that was changed since is refused.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.smtp_sink import kept

POINTS_OUTSIDE = ("plan_before", "plan_mid", "plan_after", "recover_mid", "end")
"""Points that each run passes once."""

POINTS_INSIDE = (
    "claim_mid",
    "claim_after",
    "smtp_connected",
    "smtp_rcpt",
    "data_half",
    "data_nodot",
    "intent_mid",
    "intent_after",
    "dot_sent",
    "reply_read",
    "sent_committed",
)
"""Points that each letter passes."""

WINDOW = ("intent_after", "dot_sent", "reply_read")
"""Where a process that dies leaves nobody to know: the intent to send the final dot is
written down, and that it was answered is not. The first of them belongs here too: no
record can tell a dot that is about to leave from one that has left."""

ENDS = {"sent", "empty", "cancelled", "failed", "uncertain"}

COUNTED = (
    "duplicates",
    "missing",
    "nonterminal",
    "sent_undelivered",
    "uncertain_outside_window",
)


TOGETHER_COUNTED = ("duplicates", "missing", "nonterminal", "sent_undelivered")
"""What a process with several workers may do no more than one with one. When it dies
each of them may be between its intent and the answer, so each may leave one letter
uncertain, wherever the one stood that died."""


class Tampered(Exception):
    """A kept file is not what it was when it was written."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One run as its files tell it."""

    told: dict[str, Any]
    taken: list[dict[str, str]]
    """What the sink took, in order."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The letters as they stood at the end."""
        rows: list[dict[str, Any]] = self.told["rows"]
        return rows


def keep(folder: Path, name: str, told: dict[str, Any], log: Path) -> None:
    """Write a run's two files; the first says what the second must be."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = log.read_bytes()
    (folder / f"{name}.log").write_bytes(raw)
    sealed = told | {"log_sha256": hashlib.sha256(raw).hexdigest()}
    (folder / f"{name}.json").write_text(json.dumps(sealed, indent=1) + "\n")


def read(file: Path) -> Kept:
    """One run from its files. Raises ``Tampered``."""
    told, log = json.loads(file.read_text()), file.with_suffix(".log")
    if hashlib.sha256(log.read_bytes()).hexdigest() != told["log_sha256"]:
        raise Tampered(f"{log} was changed after it was written.")
    try:
        return Kept(told=told, taken=kept(log))
    except ValueError as problem:
        raise Tampered(f"{problem}.") from None


def runs(folder: Path) -> list[Kept]:
    """Every run that is kept in a folder, by name."""
    return [read(file) for file in sorted(folder.rglob("*.json"))]


def duplicates(run: Kept) -> int:
    """Messages beyond the first: under one Message-ID, or to one address."""
    by_id = Counter(one["message_id"] for one in run.taken)
    by_address = Counter(one["to"] for one in run.taken)
    return max(_beyond(by_id.values()), _beyond(by_address.values()))


def _beyond(numbers: Iterable[int]) -> int:
    return sum(number - 1 for number in numbers)


def count(run: Kept) -> Counter[str]:
    """What went wrong in one run, by the names of the design."""
    taken = {one["message_id"] for one in run.taken}
    missing = set(run.told["eligible"]) - {row["recipient_id"] for row in run.rows}
    states = [row["state"] for row in run.rows]
    sent = {row["message_id"] for row in run.rows if row["state"] == "sent"}
    uncertain = states.count("uncertain")
    silent = {
        row["message_id"]
        for row in run.rows
        if row["state"] in {"sent", "planned", "leased", "sending"}
    }
    return Counter(
        runs=1,
        killed=int(run.told.get("status") == -9),
        duplicates=duplicates(run),
        missing=len(missing),
        nonterminal=sum(state not in ENDS for state in states),
        sent_undelivered=len(sent - taken),
        uncertain_outside_window=0 if run.told["point"] in WINDOW else uncertain,
        uncertain=uncertain,
        arrived=len(
            taken
            & {row["message_id"] for row in run.rows if row["state"] == "uncertain"}
        ),
        silent_lost=len(silent - taken) + len(missing),
    )


def summary(kept_runs: Iterable[Kept], engine: str, kind: str) -> Counter[str]:
    """All runs of a kind on an engine, added up."""
    found: Counter[str] = Counter()
    for run in kept_runs:
        if (run.told["engine"], run.told["kind"]) == (engine, kind):
            found.update(count(run))
    return found


def lines(folder: Path) -> list[str]:
    """The lines of the design, from the files alone. Raises ``Tampered``."""
    everything = runs(folder)
    engines = sorted({run.told["engine"] for run in everything}, reverse=True)
    said = []
    for engine in engines:
        kills = summary(everything, engine, "kill")
        counted = " ".join(f"{name}={kills[name]}" for name in COUNTED)
        said.append(
            f"engine={engine} runs={kills['runs']} killed={kills['killed']} {counted}"
        )
        said.append(
            f"uncertain engine={engine} letters={kills['uncertain']}"
            f" arrived={kills['arrived']}"
        )
        together = summary(everything, engine, "together")
        if together["runs"]:
            counted = " ".join(f"{name}={together[name]}" for name in TOGETHER_COUNTED)
            said.append(
                f"together engine={engine} runs={together['runs']}"
                f" killed={together['killed']} {counted}"
                f" uncertain={together['uncertain']} arrived={together['arrived']}"
            )
        control = summary(everything, engine, "control")
        if control["runs"]:
            said.append(f"control engine={engine} duplicates={control['duplicates']}")
        chaos = summary(everything, engine, "chaos")
        if chaos["runs"]:
            said.append(
                f"chaos engine={engine} duplicates={chaos['duplicates']}"
                f" silent_lost={chaos['silent_lost']}"
            )
    return said


def faults(folder: Path) -> list[str]:
    """What the files prove wrong: nothing, when the promise is kept."""
    everything = runs(folder)
    wrong = []
    for engine in sorted({run.told["engine"] for run in everything}):
        kills = summary(everything, engine, "kill")
        wrong += [
            f"{engine}: {name} is {kills[name]}" for name in COUNTED if kills[name]
        ]
        if kills["killed"] != kills["runs"]:
            wrong.append(f"{engine}: {kills['runs'] - kills['killed']} were not killed")
        together = summary(everything, engine, "together")
        wrong += [
            f"{engine}: {name} of several workers is {together[name]}"
            for name in TOGETHER_COUNTED
            if together[name]
        ]
        if together["killed"] != together["runs"]:
            wrong.append(f"{engine}: some of several workers were not killed")
        wrong += [
            f"{engine}: more letters are uncertain than there were workers"
            for run in everything
            if run.told["engine"] == engine
            if run.told["kind"] == "together"
            if count(run)["uncertain"] > run.told["workers"]
        ]
        chaos = summary(everything, engine, "chaos")
        wrong += [
            f"{engine}: {name} in chaos is {chaos[name]}"
            for name in ("duplicates", "silent_lost", "nonterminal", "missing")
            if chaos[name]
        ]
        control = summary(everything, engine, "control")
        if control["runs"] and not control["duplicates"]:
            wrong.append(f"{engine}: the control shows nothing, so nothing is proved")
    return wrong or ([] if everything else ["there is no run to count"])
