"""What is hard in somebody's life is heard as no wish for anything."""

import pytest

from catalogue.activities import load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Phrase
from matcher.ranking.hardships import without_hardships

HARD = """
he was beating me; I cut myself; I sleep in my car; sofa surfing; kill myself
I nearly jumped off a bridge; he has a knife; court next week; my mum is dying
just got out of prison; I don't go out; I don't get out much; nobody phones me
was in court for shoplifting; on probation; my ex beat me up; been sleeping rough
got evicted; kicked out by my dad; I was bullied at school; on the streets; divorced
my brother hung himself; slit my wrists; he shot himself; my husband drowned; raped
walk in front of a train; drive off a bridge; took all my tablets; he broke my nose
threw me down the stairs; touched up by my uncle; he hits the kids; got nicked; mugged
in court today and tomorrow; I'm at court next Tuesday with my mum; I've got court
sleeping on my mate's sofa; couch surfing; living in a tent; kipping on floors
"""

TOLD = {
    "he always beats me at chess": "chess",
    "kicked a ball about": "football",
    "on the court every Tuesday, backhand": "tennis",
    "dying to sing again": "singing",
    "knife throwing": "axe-throwing",
    "go out dancing": "dancing",
    "surfing": "surfing",
    "self-defence": "self-defence",
    "bereavement group": "bereavement-group",
    "my ex sold the bike, I miss cycling": "cycling",
    "I'm in court on Monday. I like painting": "painting",
    "hitting my drums": "drum-kit",
    "kick my ball": "football",
    "hit my golf ball": "golf",
    "jumped off the diving board": "springboard-diving",
    "jumping from a plane": "skydiving",
    "my ex-army mates": "veterans",
    "feed people sleeping rough": "homeless-outreach",
    "work with people who've been in prison": "prison-visiting",
    "sit with people who are dying": "hospice-volunteer",
}


def meant(words: str) -> list[str]:
    asked = understood(Asked(phrases=(Phrase(words=words),)), load_lexicon())
    return [one.activity for one in asked.phrases[0].meant]


@pytest.mark.parametrize("line", HARD.strip().splitlines())
def test_nothing_is_offered_for_a_hardship(line: str):
    heard = {words: meant(words) for words in line.split("; ")}

    assert [words for words, meant in heard.items() if meant] == []


def test_what_people_do_is_heard_beside_words_like_those():
    heard = {words: meant(words)[:1] for words in TOLD}

    assert heard == {words: [activity] for words, activity in TOLD.items()}


def test_what_else_they_say_keeps_its_place():
    words = "he was hitting me; I'd like to paint"

    left = without_hardships(words)

    assert (len(left), left.index("paint")) == (len(words), words.index("paint"))
    assert "hitting" not in left


def test_a_long_page_of_hardships_is_read_at_once():
    words = "help people, he hit me in court on the " * 250

    left = without_hardships(words)

    assert (len(left), "hit me" in left) == (len(words), False)
