"""Whatever is held about a person is classified, or this fails."""

from sqlmodel import SQLModel

from matcher.their_data.columns import COLUMNS, persons_tables, ways_to


def test_every_column_of_every_table_of_a_person_is_classified():
    held = {
        name: set(SQLModel.metadata.tables[name].columns.keys())
        for name in persons_tables()
    }

    assert {name: set(columns) for name, columns in COLUMNS.items()} == held, (
        "say in their_data/columns.py why the column is held, whether it is exported,"
        " and how long; and what it is called in templates/their_data/words.html"
    )


def test_a_new_table_is_found_by_what_leads_to_the_person():
    found = persons_tables()

    assert {"understanding", "consent", "access_event", "sign_in", "mail"} <= found
    assert not found & {"opportunity", "organization", "account", "team", "link"}


def test_a_worker_screen_in_the_persons_hands_is_theirs_too():
    ways = ways_to(SQLModel.metadata.tables["sign_in"])

    assert {column.name for column in ways} == {"person_id", "handed_to"}


def test_everything_is_erased():
    kept = [
        (table, column)
        for table, columns in COLUMNS.items()
        for column, held in columns.items()
        if not held.erased
    ]

    assert kept == []


def test_only_what_scrambles_a_word_or_a_cookie_is_left_out_of_the_file():
    left_out = {
        (table, column)
        for table, columns in COLUMNS.items()
        for column, held in columns.items()
        if not held.exported
    }

    assert left_out == {
        ("person", "word_hash"),
        ("card", "code_hash"),
        ("sign_in", "id"),
    }
