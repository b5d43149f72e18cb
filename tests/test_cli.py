"""The command line as its users meet it: real files and plain sentences.

The verbs run inside the test's own process, which spares each the start of another
Python; the demo at the end is a real one.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

from catalogue.drafts import Openness, OpportunityDraft
from catalogue.imports import Judged
from matcher.importing import judge_all
from tests.typed import assert_refused, last_line, lines, matcher

ROOT = Path(__file__).resolve().parents[1]
GOOD = {"id": "a:1", "title": "Open pottery studio", "openness": "mainstream"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_a_file_goes_in_once_and_the_second_time_changes_nothing(folder):
    file = lines(folder / "some.jsonl", GOOD, GOOD | {"id": "a:2"})

    first = last_line(matcher("import", file, data=folder))
    second = last_line(matcher("import", file, data=folder))
    lines(file, GOOD | {"title": "Pottery"}, GOOD | {"id": "a:2"})
    third = last_line(matcher("import", file, data=folder))

    assert first == "added 2, revised 0, unchanged 0, refused 0"
    assert second == "added 0, revised 0, unchanged 2, refused 0"
    assert third == "added 0, revised 1, unchanged 1, refused 0"


def test_the_real_listings_go_in_whole_and_stay_as_they_are(folder, shared):
    file = shared / "data" / "listings" / "trafford_and_volunteering.jsonl"

    first = last_line(matcher("import", file, data=folder))
    second = last_line(matcher("import", file, data=folder))

    assert first == "added 1107, revised 0, unchanged 0, refused 0"
    assert second == "added 0, revised 0, unchanged 1107, refused 0"


def test_a_bad_row_is_named_and_the_rest_goes_in(folder):
    file = lines(
        folder / "some.jsonl",
        GOOD,
        {"id": "a:2"},
        GOOD,
        GOOD | {"id": "a:4", "description": "x" * 5_000_000},
    )

    done = matcher("import", file, data=folder)

    assert last_line(done) == "added 1, revised 0, unchanged 0, refused 3"
    assert "line 2 refused: it does not say what it is called" in done.stdout
    assert re.search(r"line 3 refused: .*a:1.* line 1", done.stdout)
    assert "line 4 refused" in done.stdout


def test_a_strict_import_says_by_its_status_that_a_row_was_refused(folder):
    file = lines(folder / "some.jsonl", GOOD, {"id": "a:2"})

    assert matcher("import", file, "--strict", data=folder).returncode == 1


def test_a_dry_run_stores_nothing(folder):
    file = lines(folder / "some.jsonl", GOOD)

    rehearsed = matcher("import", file, "--dry-run", data=folder)
    done = matcher("import", file, data=folder)

    assert last_line(rehearsed) == "added 1, revised 0, unchanged 0, refused 0"
    assert "dry run" in rehearsed.stdout
    assert last_line(done) == "added 1, revised 0, unchanged 0, refused 0"


def test_who_is_asked_what_listings_are_only_when_some_do_not_say():
    said = Judged(line=1, draft=draft(openness=Openness.MAINSTREAM))
    silent = Judged(line=2, draft=draft(openness=Openness.UNSTATED))

    assert judge_all(iter([said])).unstated == 0
    assert judge_all(iter([said, silent, silent])).unstated == 2


def draft(openness: Openness) -> OpportunityDraft:
    return OpportunityDraft(source="t", source_id="1", title="Art", openness=openness)


def test_a_missing_file_is_one_plain_sentence(folder):
    assert_refused(matcher("import", "nowhere.csv", data=folder), "nowhere.csv")


def test_a_binary_file_called_csv_is_one_plain_sentence(folder):
    (folder / "photo.csv").write_bytes(bytes(range(256)) * 20)

    assert_refused(matcher("import", "photo.csv", data=folder), "photo.csv")


def test_a_csv_in_latin_1_is_one_plain_sentence_with_the_mend(folder):
    (folder / "old.csv").write_bytes("id,title\n1,Café\n".encode("latin-1"))

    assert_refused(matcher("import", "old.csv", data=folder), "UTF-8")


def test_a_database_that_is_no_address_is_one_plain_sentence(folder, monkeypatch):
    monkeypatch.setenv("MATCHER_DATABASE_URL", "mysql://somewhere")

    assert_refused(matcher("migrate", data=folder), "MATCHER_DATABASE_URL")


def test_a_setting_that_cannot_be_used_is_named(folder, monkeypatch):
    monkeypatch.setenv("MATCHER_MAX_BODY_BYTES", "lots")

    assert_refused(matcher("doctor", data=folder), "MATCHER_MAX_BODY_BYTES")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["match", "--nonsense"], "--nonsense. What it takes: python3 run.py match"),
        (["match", "--listings"], "--listings"),
        (["import"], "FILE"),
        (["import", "some.csv", "--openness", "closed"], "in_service"),
        (["serve", "--port", "ninety"], "--port"),
        (["serve", "twice", "over"], "twice"),
        (["sevre"], "Did you mean 'serve'? What there is: python3 run.py --help"),
    ],
)
def test_what_was_typed_wrong_is_said_in_one_sentence(folder, typed, words):
    assert_refused(matcher(*typed, data=folder), words)


def test_every_verb_says_which_setting_may_be_misspelt_and_goes_on(folder, monkeypatch):
    monkeypatch.setenv("MATCHER_SMPT_HOST", "mail.example")

    done = matcher("migrate", data=folder)

    assert (done.returncode, done.stderr) == (
        0,
        "MATCHER_SMPT_HOST is no setting, so it does nothing."
        " Is MATCHER_SMTP_URL meant?\n",
    )


def test_the_doctor_has_a_misspelt_setting_mended(folder, monkeypatch):
    matcher("import", lines(folder / "some.jsonl", GOOD), data=folder)
    monkeypatch.setenv("MATCHER_SMPT_HOST", "mail.example")

    told = matcher("doctor", data=folder)

    assert (told.returncode, told.stderr) == (1, "")
    assert "MEND  MATCHER_SMPT_HOST is no setting" in told.stdout


def test_the_doctor_says_what_to_mend_and_then_that_all_is_well(folder):
    before = matcher("doctor", data=folder)
    matcher("import", lines(folder / "some.jsonl", GOOD), data=folder)
    after = matcher("doctor", data=folder)

    assert before.returncode == 1
    assert "There is no database yet. Run: python3 run.py migrate" in before.stdout
    assert after.returncode == 0
    assert "holds 1 listings" in after.stdout


def test_nothing_is_copied_where_there_is_nothing(folder):
    assert_refused(matcher("backup", "copy.db", data=folder), "no database yet")

    assert not (folder / "copy.db").exists()


def test_the_doctor_says_that_a_database_is_damaged(folder):
    (folder / "data").mkdir()
    (folder / "data" / "matcher.db").write_bytes(b"no database " * 50)

    told = matcher("doctor", data=folder)

    assert told.returncode == 1
    assert "The database file is damaged. Stop the server" in told.stdout


def test_a_backup_comes_back_by_the_command_line(folder):
    matcher("import", lines(folder / "some.jsonl", GOOD), data=folder)
    matcher("backup", "copy.db", data=folder)
    more = lines(folder / "more.jsonl", GOOD | {"id": "a:2"})
    matcher("import", more, data=folder)

    restored = matcher("restore", "copy.db", data=folder)

    assert restored.returncode == 0, restored
    assert "holds 1 listings" in matcher("doctor", data=folder).stdout


def test_a_taken_port_is_one_plain_sentence(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = matcher("serve", "--port", port, data=folder)

    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_says_when_it_is_ready_and_how_to_sign_in(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "matcher", "demo", "--port", str(port)]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    demo = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert demo.stdout is not None
        ready = next(line for line in demo.stdout if line.startswith("Ready:"))
        said = "".join(until(demo.stdout, "open the rest"))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
            health = json.load(answer)
        led_to = {who: sign_in(port, email, said) for who, email in STAFF.items()}
        [code] = re.findall(
            r"code ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})$", said, re.MULTILINE
        )
        led_to["card"] = posted(port, "/card", code=code)
    finally:
        demo.terminate()
        demo.wait(timeout=30)
        demo.stdout.close()

    assert ready == f"Ready: http://127.0.0.1:{port}\n"
    assert health["status"] == "ok"
    assert (folder / "data" / "demo.db").exists()
    assert led_to == dict.fromkeys(STAFF, "/sign-in") | {"card": "/list"}
    assert "second step shows its code" in said


STAFF = {
    "a worker": "joe@wenbrook.example",
    "another": "priya@wenbrook.example",
    "a lead": "maureen@wenbrook.example",
    "a partner": "dilys@wenbrook.example",
}


def until(lines, words):
    """The lines up to the one that holds these words."""
    for line in lines:
        yield line
        if words in line:
            return


def sign_in(port, email, said):
    """Where somebody is led who signs in with what the demo printed."""
    assert email in said
    [password] = re.findall("with the password: (.*)$", said, re.MULTILINE)
    return posted(port, "/sign-in", email=email, password=password)


def posted(port, path, **fields):
    """Where an answer leads, as a browser on our own page would be led."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", path, urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 303
    return answer.getheader("Location")
