"""Files of rows as tests make them, and what is read of them."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue.sheets import UnreadableFile, read_rows

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def csv_file(folder: Path, content: str | bytes, name: str = "listings.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def excel_file(folder: Path, *rows: list[Any], name: str = "listings.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / name)
    return folder / name


def packed(folder: Path, **changed: bytes) -> Path:
    """A real workbook in which some parts hold something else."""
    source = excel_file(folder, ["id", "title"], ["1", "Chess"], name="real.xlsx")
    path = folder / "changed.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, changed.get(Path(part).stem, old.read(part)))
    return path


def sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (
        space,
        rows,
    )


def values(path: Path) -> list[dict[str, Any]]:
    return [row.values for row in read_rows(path)]


def problems(path: Path) -> list[tuple[int, str]]:
    return [(row.line, row.problem) for row in read_rows(path) if row.problem]


def why_unreadable(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        list(read_rows(path))
    return str(refused.value).replace(f"{path}", "FILE")
