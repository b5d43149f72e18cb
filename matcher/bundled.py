"""Where the templates and migrations lie: beside the code, or inside the wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """The folder called ``name`` (``templates``, ``alembic``).

    An installed wheel carries it under ``matcher/_bundled/``; a checkout has it at
    its top.
    """
    inside = PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else PACKAGE.parent / name
