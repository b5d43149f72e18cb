"""Verbs that open the matcher to people: demo, serve, admit."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

import sqlalchemy as sa
import typer

from catalogue import opportunities
from matcher import db
from matcher.cli.asked import (
    INDEX,
    Data,
    Host,
    Port,
    database,
    lexicon_for,
    now,
    settings_for,
)
from matcher.settings import Settings


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """Memory is looked through when the machine is ready, or could not begin."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_nothing_swept()
def demo(
    port: Port = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over")] = False,
    data: Data = None,
) -> None:
    """Serve the invented town of Wenbrook, to try everything."""
    from matcher.demo import make_demo
    from matcher.demo.people import how_to_try, make_people

    settings = settings_for(data, demo=True, base_url=f"http://127.0.0.1:{port}")
    if fresh:
        db.remove_sqlite(settings.database)
    with database(settings) as engine:
        make_demo(engine, now(), lexicon_for(settings))
        card = make_people(engine, now())
        _serve(
            settings,
            engine,
            "127.0.0.1",
            port,
            signing_in=how_to_try(settings.base_url, card),
            amas_card=card,
        )


@_nothing_swept()
def serve(port: Port = 8000, host: Host = "127.0.0.1", data: Data = None) -> None:
    """Run the web server."""
    settings = settings_for(data)
    if "base_url" not in settings.model_fields_set:
        settings = settings_for(data, base_url=f"http://127.0.0.1:{port}")
    with database(settings) as engine:
        _serve(settings, engine, host, port, signing_in=how_to_begin(settings, engine))


def how_to_begin(settings: Settings, engine: sa.Engine) -> str:
    """How the first lead signs in, while nobody works here; needs no mail."""
    from matcher.accounts import admitting, links
    from matcher.keys import secret_key

    with db.writing(engine) as session:
        if not admitting.nobody_is_here(session):
            return ""
        link = admitting.first_lead(session, now=now())
    address = links.address(settings.base_url, secret_key(settings), link)
    return (
        "Nobody works here yet. Whoever opens this address becomes the first lead. It"
        f" works once, for three days; the next start makes a new one.\n{address}"
    )


def admit(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Mail address")],
    lost_phone: Annotated[
        bool, typer.Option("--lost-phone", help="Let them set the second step up anew")
    ] = False,
    data: Data = None,
) -> None:
    """Let somebody in who is locked out, or make an administrator: prints a link."""
    from matcher.accounts import admitting, links
    from matcher.keys import secret_key

    settings = settings_for(data)
    with database(settings) as engine, db.writing(engine) as session:
        link = admitting.admit(session, address, lost_phone=lost_phone, now=now())
    new = link.role is not None
    typer.echo(
        f"Open this address once, within {'three days' if new else 'an hour'}, to"
        f" {'become an administrator' if new else 'sign in'} as {link.email}:"
    )
    typer.echo(links.address(settings.base_url, secret_key(settings), link))


def open_for_the_web() -> None:
    """Import what the web stands on, and nothing that only others need of it."""
    from matcher.plainly import never_open, open_plainly, validators_when_used

    never_open("pydantic.v1")  # what is declared to FastAPI could be of it, and isn't
    with validators_when_used():  # these and the module are for descriptions of an API
        open_plainly("fastapi", without=("email_validator",))


def _serve(
    settings: Settings,
    engine: sa.Engine,
    host: str,
    port: int,
    signing_in: str = "",
    amas_card: str = "",
) -> None:
    from matcher import mail, matching

    open_for_the_web()
    from matcher.web import FAREWELL_SECONDS, create_app
    from matcher.web.serving import serve as serve_web
    from matcher.web.sweeping import settle_memory

    mail.check(settings)

    lexicon = lexicon_for(settings)
    with db.writing(engine) as session:
        opportunities.read_again(session, lexicon)
    matching.warm(engine, now(), folder=settings.data / INDEX)

    def ready() -> None:
        typer.echo(f"Ready: http://{host}:{port}")
        if signing_in:
            typer.echo(signing_in)

    with ExitStack() as until_the_end:

        def behind() -> None:
            """What no first visitor waits for."""
            from matcher import clock, knowing

            knowing.lay_out(lexicon)
            until_the_end.enter_context(matching.followed(engine))
            until_the_end.enter_context(clock.running(engine, settings))
            settle_memory()

        kept = settings.data / INDEX
        app = create_app(settings, engine, then=behind, compiled_in=kept / "pages")
        app.state.amas_card = amas_card
        serve_web(app, host=host, port=port, ready=ready)
        app.state.opened.end(FAREWELL_SECONDS)
