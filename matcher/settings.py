"""Every knob, in one frozen place; each default works on one machine.

README has a row for each (a test compares them). Nothing else reads the environment.
"""

import os
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from matcher.errors import MatcherError
from matcher.languages import languages

PREFIX = "MATCHER_"

OF_TESTS = PREFIX + "TEST_"
"""What only the tests read."""

ALIKE = 46.5
"""From how many in a hundred on a name is taken for another misspelt: SMPT_HOST and
SMTP_URL are 47. What Kubernetes sets beside a service called matcher is below 46."""


class BadSetting(MatcherError):
    """A setting that cannot be used; names the setting and the mend."""


def _one_of_ours(code: str) -> str:
    if code not in languages():
        raise ValueError(f"the screens speak only {', '.join(languages())}")
    return code


class Settings(BaseSettings):
    """How this machine runs the matcher."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True
    )

    data: Annotated[Path, Field(description="Folder for database and outbox")] = Path(
        "data"
    )
    database_url: Annotated[
        str, Field(description="SQLAlchemy address; empty: a SQLite file in the folder")
    ] = ""
    base_url: Annotated[
        str,
        Field(description="Where visitors reach this machine, without last slash"),
        AfterValidator(lambda url: url.rstrip("/")),
    ] = "http://127.0.0.1:8000"
    demo: Annotated[
        bool, Field(description="Say on every page that the town is invented")
    ] = False
    secret_key: Annotated[
        str, Field(description="What links are made with; empty: made and kept")
    ] = ""
    smtp_url: Annotated[
        str, Field(description="smtp://user:password@host:587; empty: .eml files")
    ] = ""
    mail_from: Annotated[
        str, Field(description="Sender of every mail; neutral, says no service")
    ] = "Together <hello@localhost>"
    dkim_key: Annotated[
        Path | None, Field(description="File with the RSA key that signs mail (PEM)")
    ] = None
    dkim_selector: Annotated[
        str, Field(description="Where in the DNS the public key stands")
    ] = "letters"
    letter_workers: Annotated[
        int,
        Field(ge=1, le=16, description="How many weekly letters leave side by side"),
    ] = 2
    letters_per_minute: Annotated[
        int | None, Field(ge=1, description="Most weekly letters a minute; empty: any")
    ] = None
    oidc_issuer: Annotated[
        str, Field(description="Single sign-on for workers: the provider's address")
    ] = ""
    oidc_client_id: Annotated[str, Field(description="As the provider knows us")] = ""
    oidc_client_secret: Annotated[str, Field(description="As the provider gave it")] = (
        ""
    )
    own_terms: Annotated[
        Path | None,
        Field(description="File or folder with terms of your own for the lexicon"),
    ] = None
    language: Annotated[
        str,
        Field(description="Language of the screens"),
        AfterValidator(_one_of_ours),
    ] = "en"
    backups_kept_days: Annotated[
        int | None, Field(ge=0, description="How long backups are kept; told to people")
    ] = None
    logs_kept_days: Annotated[
        int | None, Field(ge=0, description="How long logs are kept; told to people")
    ] = None
    check_after_months: Annotated[
        str,
        Field(
            description="When organisations are asked whether listings are still true",
            pattern=r"^[1-9][0-9]?(,[1-9][0-9]?)*$",
        ),
    ] = "5,6,7"
    max_body_bytes: Annotated[
        int, Field(gt=0, description="Largest body a visitor may send")
    ] = 1_000_000
    body_seconds: Annotated[
        float, Field(gt=0, description="How long a visitor's body may take to arrive")
    ] = 20.0
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        Field(description="How much is written to the log"),
    ] = "INFO"

    @classmethod
    def read(cls, **given: object) -> Self:
        """Settings from the environment, with what the command line gave on top.

        Raises ``BadSetting`` naming the first setting that cannot be used.
        """
        try:
            return cls(**given)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            why = first["msg"].removeprefix("Value error, ")
            raise BadSetting(f"{name} can't be used: {why}.") from None

    @property
    def months_to_check(self) -> tuple[int, ...]:
        """The months of ``check_after_months``, as numbers."""
        return tuple(int(month) for month in self.check_after_months.split(","))

    @property
    def database(self) -> str:
        """The address of the database: as set, or the SQLite file in ``data``."""
        if self.database_url:
            return self.database_url
        name = "demo.db" if self.demo else "matcher.db"
        return f"sqlite:///{self.data / name}"


def no_settings() -> dict[str, str]:
    """Names in the environment that look like settings and are none.

    Each with the setting that is likeliest meant, or "" where none is like it: then it
    may be another tool's.
    """
    names = [PREFIX + name.upper() for name in Settings.model_fields]
    strange = [
        name
        for name, value in os.environ.items()
        if value
        and name.upper().startswith(PREFIX)
        and name.upper() not in names
        and not name.startswith(OF_TESTS)
    ]
    return {name: _likeliest(name, names) for name in sorted(strange)}


def misspelt() -> list[str]:
    """A sentence for each of them that is like one of ours."""
    return [
        f"{name} is no setting, so it does nothing. Is {meant} meant?"
        for name, meant in no_settings().items()
        if meant
    ]


def _likeliest(name: str, names: list[str]) -> str:
    from rapidfuzz import fuzz, process  # slow to open, and seldom needed

    found = process.extractOne(
        name.upper(),
        names,
        scorer=fuzz.ratio,
        processor=lambda one: one.removeprefix(PREFIX),
        score_cutoff=ALIKE,
    )
    return found[0] if found else ""
