"""Rows and files as somebody might send them, for the tests of imports."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.drafts import OpportunityDraft
from catalogue.imports import Judged, Row, UnreadableFile, judge, read_file

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "tests" / "data" / "imports"


def judged(**values: Any) -> Judged:
    return judge(Row(line=2, values={"id": "1", "title": "Chess"} | values))


def draft_of(**values: Any) -> OpportunityDraft:
    result = judged(**values)
    assert result.draft is not None, result.refusal
    return result.draft


def why_refused(**values: Any) -> str | None:
    return judged(**values).refusal


def written(folder: Path, text: str, name: str = "listings.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def lines(folder: Path, *rows: dict[str, Any]) -> Path:
    return written(folder, "\n".join(json.dumps(row) for row in rows), "a.jsonl")


def why_unreadable(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        list(read_file(path))
    return str(refused.value).replace(f"{path}", "FILE")
