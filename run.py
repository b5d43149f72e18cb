"""Make the environment, then do VERB: ``python3 run.py demo``. Standard library only.

``test`` and ``bench`` first add what only they need. What only the first start needs is
imported there: every later one waits for two Pythons, this and the environment's.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNS = ROOT / "requirements.lock"
TESTS = ROOT / "tests" / "requirements.lock"
ON_THE_WAY = {
    "test": ["-m", "pytest"],
    "bench": ["-m", "tests.benchmarks"],
}


def make_environment() -> None:
    """Make ``.venv`` where there is none, and say what is missing if it can't be."""
    if PYTHON.exists():
        return
    import subprocess

    print("Making an environment in .venv (once) ...", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        sys.exit(
            "Python can't make environments here. On Debian or Ubuntu: "
            "apt-get install python3-venv, then the same command again."
        )


def install(lock: Path, because: str) -> None:
    """Install what ``lock`` pins, again only when it or ``pyproject.toml`` changed."""
    wanted = lock.read_text("utf-8") + (ROOT / "pyproject.toml").read_text("utf-8")
    mark = VENV / f".installed-{lock.parent.name}-{lock.name}"
    if mark.exists() and mark.read_text("utf-8") == wanted:
        return
    import subprocess

    print(f"Installing what {because} ...", flush=True)
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--use-pep517",  # what comes as source is built as pip builds it today
        "--disable-pip-version-check",
        "--requirement",
        str(lock),
    ]
    if subprocess.run(pip).returncode:
        sys.exit(
            f"Installing from {lock.name} failed; the lines above say why. "
            "It needs the network once; then the same command again."
        )
    mark.write_text(wanted, "utf-8")


def main(arguments: list[str]) -> int:
    """Do what the command line says; the exit status of the verb."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reads this too
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    make_environment()
    install(RUNS, "the matcher needs")
    verb = arguments[0] if arguments else "--help"
    if verb in ON_THE_WAY:
        install(TESTS, "the tests need")
        command, folder = [str(PYTHON), *ON_THE_WAY[verb], *arguments[1:]], ROOT
    else:
        command, folder = [str(PYTHON), "-m", "matcher", *arguments], None
    before = os.environ.get("PYTHONPATH")
    path = str(ROOT) + (os.pathsep + before if before else "")
    environment = os.environ | {"PYTHONPATH": path}
    if environment.pop("PYTHONDONTWRITEBYTECODE", None):
        # Wanted: nothing beside the code. Compiling it anew takes a second each time.
        environment["PYTHONPYCACHEPREFIX"] = str(VENV / "compiled")
    return become(command, folder, environment)


def become(command: list[str], folder: Path | None, environment: dict[str, str]) -> int:
    """Go on as ``command``, so that whoever stops us stops it; Windows has no such way.

    There it runs beside us, and its exit status comes back.
    """
    if os.name != "nt":
        if folder:
            os.chdir(folder)
        os.execve(command[0], command, environment)  # noqa: S606 - our own command
    import subprocess

    try:
        return subprocess.run(command, cwd=folder, env=environment).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
