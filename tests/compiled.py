"""What Python compiles is kept, also where it may leave nothing beside the code.

With ``PYTHONDONTWRITEBYTECODE`` each of the many Pythons that tests start compiles all
it opens anew, which is most of what a short one does. Here they keep it in the folder
of the environment, as ``run.py`` has it. Named in ``pyproject.toml``, so that it is
there before anything else is opened; processes of tests begin with it.
"""

import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".venv" / "compiled"

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    sys.pycache_prefix = os.environ.setdefault("PYTHONPYCACHEPREFIX", str(FOLDER))
    sys.dont_write_bytecode = False
