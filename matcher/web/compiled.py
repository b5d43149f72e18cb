"""Templates as they are compiled, in a folder, so that the next start reads them.

Each language has its own, because its sentences stand in the code: they are read again
while the template, the sentences and the compiler are the same.
It only saves time: a folder that was deleted, a full disk or a file half written goes
to the log, and the template is compiled as if nothing had been kept.
"""

from pathlib import Path

import structlog
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from matcher.compiling import EDITION
from matcher.languages import mark_of

log = structlog.get_logger()


class Compiled(FileSystemBytecodeCache):
    """The folder's files of one language; none of them is ever needed."""

    def __init__(self, folder: Path, language: str) -> None:
        super().__init__(str(folder), f"__jinja2_{language}_%s.cache")
        self._with = f"{EDITION}\0{mark_of(language)}\0"

    def get_source_checksum(self, source: str) -> str:
        """What a template is compiled from."""
        return super().get_source_checksum(self._with + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """What is kept of this template, if it can be read."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError) as error:
            log.warning("compiled_not_read", error=repr(error))
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, if it can be written."""
        try:
            super().dump_bytecode(bucket)
        except OSError as error:
            log.warning("compiled_not_kept", error=repr(error))


def compiled_in(folder: Path, language: str) -> Compiled | None:
    """Templates kept in ``folder``, which is made; None where it can't be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        log.warning("compiled_not_kept", error=repr(error))
        return None
    return Compiled(folder, language)
