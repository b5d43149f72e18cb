"""English is read as if there were no other language: line by line, as we have them."""

import json
from pathlib import Path

from catalogue.activities import load_lexicon
from catalogue.activities.lexicon import Lexicon

EVALUATION = Path(__file__).parents[3] / "data" / "evaluation"

LEXICON = load_lexicon()

WELSH_AMONG_OURS = """\
Aelwyd
Ar Hyd y Nos
Brithdir Mawr
Castell Coch
Coed y Brenin
Cor Meibion
Cwrdd
Cymdeithas
Dan-yr-Ogof
Eglwys
Eryri
Ffestiniog
Gloywi
Hen Wlad fy Nhadau
Iaith ar Daith
Mabinogi
Mari Lwyd
Menter Iaith
Nadolig
Owain Glyndŵr
Pobol y Cwm
S4C with the subtitles on, Rownd a Rownd, Cefn Gwlad
Sul y Blodau
Ty Newydd
Undeb
Urdd
Yma o Hyd
Yn Chruinnaght
Yr Wyddfa
Ysgol Gymraeg
Ysgol Sul
bwrdd
cadair
capel
capel Cymraeg
cennin
cerdd dant
clwb siarad
cymry
côr meibion
da iawn
dawns y glocsen
dw i'n hoffi coffi, that's me
efo riro
emynau
englynion
gwerin
hwyl
hwyrach
iaith
iechyd da
lanyard Iaith Gwaith
llefaru
llyfrau
mabinogi
maen
morio
nain
noson lawen
paned
paned a sgwrs
papur bro
parti
pibgorn
prynhawn da
rygbi
seidr
sgwrs
siaradwr
sêt fawr
tad-cu
taid
talwrn
teisennau
telyn
tiwtor
yr iaith, dysgu, siarad
""".splitlines()
"""The lines of the English files that are Welsh, or near enough to it."""


def english_lines():
    return [
        line
        for one in LEXICON.activities.values()
        for line in (*one.names, *one.words, *one.labels, *one.wishes, *one.says)
    ]


def test_no_english_line_is_taken_for_welsh():
    taken = {line for line in english_lines() if LEXICON.told(line)}

    assert sorted(taken) == sorted(WELSH_AMONG_OURS)


def test_no_phrase_of_the_evaluation_is_taken_for_welsh():
    phrases = [
        phrase["words"]
        for line in (EVALUATION / "people.jsonl").read_text("utf-8").splitlines()
        for phrase in json.loads(line)["phrases"]
    ]

    assert [words for words in phrases if LEXICON.told(words)] == []


def test_an_english_phrase_is_read_the_same_without_any_other_language():
    alone = Lexicon(activities=LEXICON.activities, kept_as=LEXICON.kept_as)
    sample = [one for one in english_lines()[::600] if not LEXICON.told(one)]

    read = [[one.read_phrase(line) for line in sample] for one in (LEXICON, alone)]

    assert read[0] == read[1]
