"""Stylesheet, scripts, fonts and icons, kept by browsers for as long as they hold.

An address made with ``static_url`` carries the first letters of the file's hash, so
it may be kept for a year: a changed file has another address.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).resolve().parent / "static"

FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
"""For an address without the right hash, such as a font named in the stylesheet."""


@cache
def hash_of(name: str) -> str:
    """The first letters of the hash of a static file; '' when there is none."""
    file = FOLDER / name
    return sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def static_url(name: str) -> str:
    """The address of a static file, with its hash."""
    return f"/static/{name}?v={hash_of(name)}"


class KeptFiles(StaticFiles):
    """Serves the folder; says how long each answer may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its ``Cache-Control``; a missing one raises 404."""
        response = await super().get_response(path, scope)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        known = given != "" and given == hash_of(path)
        response.headers["Cache-Control"] = FOR_A_YEAR if known else FOR_AN_HOUR
        return response
