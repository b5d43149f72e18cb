"""Welsh: its mutations, the words that hold a wish together, and its plain "no".

North and south stand side by side ("dw i isio", "wi'n moyn"). All is folded: no
circumflex, no apostrophe; "dw i'n" is three words. What each activity is called in
Welsh stands in ``catalogue/data/activities/cy/``.
"""

import re
from collections.abc import Iterator

from catalogue.activities.tongues.tongue import Tongue, words_in

SILENT = words_in(
    """
    y yr r a ac ag i o u n m w s d na nad nac nag ar at am gan gen gyda efo heb wrth
    dan dros drwy trwy rhwng hyd ers tua cyn ol wedi mewn yn yng ym fyny adre adref
    gartref nol yma yno acw hwn hon hynny hwnnw honno hwnna rhai rhyw rhywun
    rhywbeth rhywle rhywrai unrhyw unrhywbeth pob bob pawb popeth bopeth neb dim
    ddim fe fo ef hi ni nhw minnau finnau innau fy dy ei ein eich eu mi mae maer ydw
    dw dwi wyf wi rw rwy rwyf rwyn dwin ydy yw ydi ydyn oes oedd oeddwn roeddwn
    roedd oedden ron ro on own bu bues bum buodd buon byddaf bydda fydda byddwn
    fyddwn byddai fyddai bydden baswn faswn baswin hoffwn hoffwni hoffai hoffen
    hoffech hoffi hoffais licio lico licion leicio licen licwn liciwn leiciwn lician
    licswn mwynhau mwynheais mwynhaf joio enjoio caru garu dwlu gwirioni cael gael
    ces ges cawn gawn cafodd neud gwnes wnes gwnaf eisiau isio isho ishe isie ise
    moyn dymuno ddymuno gobeithio gobeithiaf arfer arferwn arferai bod fod fel felly
    hefyd eto byth iawn go eitha eithaf rhy mwy fwy llai lai lot llawer lawer llwyth
    tipyn dipyn ychydig digon ddigon ond jyst jest efallai falle hwyrach wir modd
    fodd hoff ffan ffansio ffansi awydd trio ceisio geisio cynnig gynnig tro peidio
    cofio blynyddoedd flynyddoedd blwyddyn flynedd talwm erstalwm maith erioed
    wastad weithiau aml nawr rwan bellach pan mynd fynd mynda es aeth af awn dod
    ddod des ddes dal ddal gallu allu galla gallwn allwn medru fedru medra rhaid
    dylwn well diddordeb ddiddordeb diddordebau siwr sicr pwy beth sut pam ble faint
    os taw mai achos oherwydd er mwyn fwyn un hun hunan oddi gwbod gwybod wybod sbo
    wel ie ia oce plis gwelwch braf neis dwli hapus bodlon ambell amryw naill llall
    gyfer diolch ots bwys heddiw sa smo nagw sawl wharae
    """
)
"""Grammar, and words that say *that* something is liked, missed or begun. "Am dro"
is a walk: whoever says "dro" as it stands there goes for one."""

EVERYDAY = words_in(
    """
    pobl bobl plant blant plentyn pentref bentref tref dref lle le newydd hen ifanc
    bach fach mawr fawr da dda dydd diwrnod wythnos nos noson bore prynhawn heno
    fory penwythnos haf gaeaf ysgol ysgolion tad mam nain taid merch mab gwr gwraig
    teulu ffrind gwaith gweithio pethau peth eraill arall cartref ty dyn dynion
    menyw menywod merched byd bywyd gweld chwarae dysgu help helpu mwyn colli siarad
    grwp clwb dosbarth cymdeithas criw cwrs sesiwn gilydd rhan iddo iddi arno hir ti
    fi lan dechrau cychwyn stopio edrych allan mas gwneud meddwl amser chi rhoi cadw
    tadau byw pen
    """
)
"""Words that tip the balance and decide nothing alone."""

_SOFT = {
    "p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f", "ll": "l",
    "rh": "r",
}  # fmt: skip
_NASAL = {"p": "mh", "t": "nh", "c": "ngh", "g": "ng"}
"""Without "ym Mangor" and "yn nrws": m and n would make other words of too many."""
_SPIRANT = {"p": "ph", "t": "th", "c": "ch"}
_UNCHANGED = ("ch", "dd", "ff", "ng", "ph", "th")

OURS = words_in(
    "cor dawns pres theatr telyn paned nain taid coed corned allan rygbi capel"
)
"""Welsh words that look common in English for what it makes of them: dawn, press."""

SHARED = words_in(
    "ac ardal bod chert cic cig cist cu des eto ef fe fo lai le mae maith os pala pam"
    " roc sos tu wedi"
)
"""Welsh words that are something else in English talk: a band, a college, a name."""

BESIDE_STRANGE = words_in("dim mae wedi")
"""No English beside words that nobody knows: "dim torfeydd" is no "dim sum"."""

AS_THEY_STAND = words_in("gof gig de deg her hir fas gorau law len les")
"""Words that only look like a mutated one: a smith is no memory, the south no tea."""


def mutations_of(word: str) -> Iterator[str]:
    """What a folded word may become behind another: pel is bel, phel and mhel."""
    if word[:1] in "aeiou":
        yield "h" + word
        return
    for begins in (word[:2], word[:1]):
        if begins in _UNCHANGED:
            return
        changed = [
            mutation[begins]
            for mutation in (_SOFT, _NASAL, _SPIRANT)
            if begins in mutation
        ]
        if changed:
            yield from (new + word[len(begins) :] for new in changed)
            return


_LIKE = r"(?:hoffi|licio|leicio|lico|mwynhau|joio|eisiau|isio|isho|ishe|isie|ise|moyn)"
_TO = r"(?: (?:mynd i|mynd|gwneud|neud|chwarae|cael|bod))?\b"

REFUSES = re.compile(
    rf"\b(?:ddim|'?m) (?:(?:yn|'n|wir|wirioneddol) )*{_LIKE}{_TO}"
    rf"|\b(?:sa|so|smo|nagw|nag w) (?:i|fi)?'?n? ?{_LIKE}{_TO}"
    r"|\b(?:ddim|methu|ffaelu|ffili) (?:yn )?(?:diodde|dioddef|goddef|godde)\b"
    r"|\bcas(?:au|au'r)\b|\bgas gen i\b|\bwedi (?:cael )?(?:hen )?ddigon (?:o|ar)\b"
    r"|\bd?dim (?:am|mewn|yn y|yn yr|yng|ym|i'r|at)\b"
    r"|\bheb (?!fod\b|law\b)(?:unrhyw |ddim )?"
    r"|\b(?:dim|ddim) (?!ond\b|ots\b|byd\b|llawer\b|clem\b|syniad\b|profiad\b"
    r"|hyder\b|ffrindiau\b|arian\b|byth\b|mwy\b|yn\b|wedi\b|diolch\b|bwys\b|problem\b"
    r"|digon\b)"
)
"""Turns round what follows it, to the end of the clause. Each is plain: "ddim yn
licio", "dim", "heb"; what somebody can't do, or has not done for years, they may
still want."""

HARMLESS = re.compile(
    r"\bheb (?=[^,.;!?]{0,60}\b(?:ers|erioed|eto)\b)|\bdim ond\b"
    r"|\bddim (?=[^,.;!?]{0,60}\b(?:ers|digon|gwybod|siwr|nabod|adnabod|cofio)\b)"
    r"|\bddim eisiau (?:stopio|colli)\b|\bnoson (?:allan )?heb\b"
    r"|\bheb (?=gar\b|gwmni\b|deulu\b|waith\b|ffrind)"
)
"""Says no and refuses nothing."""

BOUNDARY = re.compile(r"[,;.!?:()\n/]|\s[-–—]+\s|[–—]|\bond(?! dim)\b")

WELSH = Tongue(
    code="cy",
    silent=SILENT,
    everyday=EVERYDAY,
    ours=OURS,
    shared=SHARED,
    beside_strange=BESIDE_STRANGE,
    as_they_stand=AS_THEY_STAND,
    letters=frozenset("âêîôûŵŷ"),
    mutations_of=mutations_of,
    boundary=BOUNDARY,
    refuses=REFUSES,
    harmless=HARMLESS,
)
