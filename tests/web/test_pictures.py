"""A start by pictures: pointed at, not written, and yet words that can be changed."""

import re
from datetime import UTC, datetime
from html import unescape

from fastapi.testclient import TestClient

from catalogue.pictures import pictures
from matcher.templates import page_environment
from matcher.web.shared_form import read_form

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())


def reasons(page: str) -> list[str]:
    found = re.findall(r'<p class="reason">(.*?)</p>', page, re.DOTALL)
    return [plain(one) for one in found]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="picked" value="([^"]+)" checked', page)


def test_the_first_page_leads_there_with_one_press(town: TestClient) -> None:
    assert 'href="/together/pictures"' in town.get("/together").text


def test_every_picture_is_drawn_and_named() -> None:
    environment = page_environment()
    drawings = environment.get_template("pictures/symbols.html").module
    words = environment.get_template("pictures/words.html").module

    drawn = {p.id: str(drawings.picture(p.id)) for p in pictures()}  # type: ignore[attr-defined]
    called = {p.words: str(words.label(p.id)).lower() for p in pictures()}  # type: ignore[attr-defined]

    assert [name for name, svg in drawn.items() if "d=" not in svg] == []
    assert called == {p.words: p.words for p in pictures()}


def test_each_picture_finds_something_that_anyone_can_join(town: TestClient) -> None:
    found = {
        one.words: reasons(town.post("/together", data={"picked": one.words}).text)
        for one in pictures()
    }

    assert [words for words, why in found.items() if not why] == []
    assert {
        why
        for words, all_why in found.items()
        for why in all_why
        if not why.startswith(f"You chose “{words}”:")
    } == set()


def test_pictures_become_words_that_can_be_taken_away(town: TestClient) -> None:
    page = town.post("/together", data={"picked": ["singing", "fishing"]}).text

    chips = [plain(one) for one in re.findall(r'chip-words">(.*?)</span>', page)]
    assert chips == ["singing", "fishing"]
    assert "autofocus" not in page


def test_what_was_typed_and_chosen_travels_there_and_back(town: TestClient) -> None:
    shared = {
        "phrase": ["used to sing", "fishing"],
        "kind": ["enjoyed_before", "enjoy_now"],
        "chosen": "fishing",
        "free": "1",
        "place": "Larkhill",
    }

    page = town.post("/together/pictures", data=shared).text.partition("<footer")[0]

    assert ticked(page) == ["fishing"]
    sent = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    assert {("phrase", "used to sing"), ("kind", "enjoyed_before")} < set(sent)
    assert {("free", "1"), ("place", "Larkhill")} < set(sent)


def sent_by(page: str) -> dict[str, list[str]]:
    """What the form of the pictures sends when nothing on it is changed."""
    form = page.partition('<form class="pictures"')[2].partition("</form>")[0]
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    fields += [("picked", words) for words in ticked(form)]
    names = dict.fromkeys(name for name, _ in fields)
    return {name: [text for key, text in fields if key == name] for name in names}


def there_and_back(
    town: TestClient, said: dict[str, list[str]], **pressed: list[str]
) -> tuple[list[str], list[str], list[str]]:
    """The phrases, kinds and chosen ones after going through the pictures."""
    form = sent_by(town.post("/together/pictures", data=said).text)
    page = town.post("/together/pictures", data=form | {"go": ["1"]} | pressed).text
    first, second, third = (
        [unescape(one) for one in re.findall(rf'name="{name}" value="([^"]*)"', chips)]
        for chips in (page.partition('id="phrases"')[2].partition("</ol>")[0],)
        for name in ("phrase", "kind", "chosen")
    )
    return first, second, third


def test_words_with_another_question_are_no_picture(town: TestClient) -> None:
    said = {"phrase": ["cooking"], "kind": ["independence_wanted"]}

    page = town.post("/together/pictures", data=said).text
    after = there_and_back(town, said, picked=["fishing"])

    assert ticked(page) == []
    assert after == (["cooking", "fishing"], ["independence_wanted", "enjoy_now"],
                     ["fishing"])  # fmt: skip


def test_what_matters_most_stays_first(town: TestClient) -> None:
    said = {"phrase": ["singing", "chess", "Fishing"], "kind": ["enjoy_now"] * 3,
            "chosen": ["singing"]}  # fmt: skip

    same = there_and_back(town, said)
    changed = there_and_back(town, said, picked=["fishing", "tea and a chat"])

    assert same[0] == ["singing", "chess", "Fishing"]
    assert same[2] == ["singing"]
    assert changed[0] == ["chess", "Fishing", "tea and a chat"]
    assert changed[2] == ["tea and a chat"]


def test_without_a_picture_the_page_asks_for_one(town: TestClient) -> None:
    form = sent_by(town.get("/together/pictures").text)

    asked = town.post("/together/pictures", data=form | {"go": "1"})

    assert "Press at least one picture." in asked.text
    assert str(asked.url).endswith("/together/pictures")


def test_more_pictures_than_fit_stay_pressed(town: TestClient) -> None:
    every = [picture.words for picture in pictures()]
    form = {"pointing": "1", "picked": every, "phrase": ["chess"], "go": "1"}

    page = town.post("/together/pictures", data=form).text

    assert "No more than 20 things fit at once." in page
    assert ticked(page) == every
    assert sent_by(page)["phrase"] == ["chess"]


def test_only_words_of_a_picture_are_said_to_be_chosen() -> None:
    shared = read_form(
        [("phrase", "darts"), ("chosen", "darts"), ("picked", "zorbing"),
         ("picked", "singing"), ("chosen", "fishing")]
    )  # fmt: skip

    assert [phrase.words for phrase in shared.phrases] == ["darts", "singing"]
    assert shared.drawn == {"singing": "singing"}


def test_in_welsh_the_pictures_have_welsh_names(town: TestClient) -> None:
    welsh = {"Accept-Language": "cy"}

    page = town.get("/together/pictures", headers=welsh).text
    found = town.post("/together", data={"picked": "singing"}, headers=welsh).text

    assert ">Canu</span>" in page
    assert "“canu”" in plain(found)
    assert "“singing”" not in plain(found)


def test_pictures_that_were_pressed_stay_when_easy_read_is_chosen(
    town: TestClient,
) -> None:
    page = town.get("/together/pictures").text
    pressed = {"picked": pictures()[3].words, "pointing": "1"}

    easier = town.post(
        "/easy-read", data=pressed | {"easy": "yes", "back": "/together/pictures"}
    ).text

    assert 'form="pictures" formaction="/easy-read" name="easy"' in page
    assert ticked(easier) == [pictures()[3].words]
