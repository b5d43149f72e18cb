"""``python -m matcher VERB``."""

import gc
import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Our products of matrices are small: threads would wait for each other for longer than
they help, and the visitors beside them would pay. Read when numpy is first imported."""


def main() -> None:
    """Check that ``catalogue`` is ours (PyPI has another), then do the verb."""
    import catalogue

    ours = Path(__file__).resolve().parent.parent
    if ours not in Path(catalogue.__file__ or "/").resolve().parents:
        sys.exit(
            "Another package called catalogue is installed here and hides ours."
            " Use an environment of its own: python3 run.py makes one."
        )
    gc.disable()  # what a start makes stays: looking it through costs a fifth of it
    from matcher.plainly import open_plainly

    open_plainly("structlog", without=("rich",))  # for a developer's coloured log
    from matcher.cli import run

    gc.enable()
    run()


if __name__ == "__main__":
    main()
