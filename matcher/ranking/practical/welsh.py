"""How people say a condition in Welsh, north and south.

Its words are no English ones, so nobody has to tell first which language a phrase is
in. All is folded: no circumflex.
"""

import re
from collections.abc import Iterable

from matcher.ranking.practical.clock import parts_between
from matcher.ranking.practical.money import CHEAP, FREE, pence
from matcher.ranking.practical.ways import Calendar, Speech, Told, Way, Ways, always
from matcher.ranking.times import DAYS, PARTS_OF_DAY

TOPICS = {
    "cymraeg": "ddim dim heb rhad drud ddrud punt bunt bumpunt pumpunt ddegpunt decpunt"
    " phunt nos nosau nosweithiau fore foreau bore boreau prynhawn brynhawn prynhawniau"
    " brynhawniau bnawn pnawn dydd ddydd dyddiau ddyddiau penwythnos"
    " benwythnos penwythnosau benwythnosau hwyr wythnos gwaith ngwaith cinio ol cyn"
    " ysgol risiau grisiau olwyn lein arlein zoom gartref bell agos ymyl cerdded dawel"
    " swnllyd heibio troi fforddio dalu",
}

_SOMETHING = r"rhywbeth|rywbeth|unrhyw ?beth|rhywle|rywle|rhywbath|pethau|bethau"
ANYTHING = frozenset(
    ["rhywbeth", "rywbeth", "unrhywbeth", "rhywle", "rywle", "rhywbath"]
)

_END = (
    r"(?=(?: (?:plis|os gwelwch yn dda|os yn bosib(?:l)?|diolch|yn unig|fel arfer|wir"
    r"|(?:sydd|sy'?n|yw'r|ydy'r|ydi'r) (?:yn )?(?:orau|gorau|well)(?: (?:i"
    r"|gen) \w+)?))*"
    r" *(?:$|[,;.!?:()\n/]|[-–—]|(?:a|ac|ond|neu|achos|oherwydd|felly|os|gyda|efo)\b))"
)
_TAIL = (
    r"(?: (?:yn unig|plis|os gwelwch yn dda|os yn bosibl?|yn ddelfrydol"
    r"|(?:sydd|sy'?n) (?:orau|gorau|well)(?: i (?:fi|mi))?))*"
)
_FRAME = (
    r"(?P<frame>(?:(?:(?:mae'?n |ma'?n |mae )?(?:rhaid|angen)(?: (?:iddo|iddi|i))?"
    r"(?: (?:fe|fo|hi|fod|bod))*|mae'?n rhaid iddo|dim ond|ond os (?:yw|ydy"
    r"|ydi)(?:'?n)?"
    r"|cyn belled (?:a bod|a'i fod)|(?:dw i|dwi|rwy|rydw i|rwyf|wi)'?n "
    r"(?:rhydd|gallu|chwilio am|moyn|dymuno|hoffi|licio)|(?:dw i|dwi) (?:eisiau|isio"
    r"|isho)"
    r"|galla i|(?:fe )?hoffwn i?(?: gael)?|fyddai'?n well gen i|yn|sydd|sy'?n|os (?:yw"
    r"|ydy)"
    rf"|{_SOMETHING}) )*)"
)
_LIFE = re.compile(
    r"\b(?:r?oeddwn|r?oedden|roedd|oedd|o'n i|ro'n i|arfer|arferwn|bues|bum|buon|es i"
    r"|wastad|bob|pan|erstalwm|ers|wnes|gwnes|ces|ges|aeth|erioed|byth"
    r"|(?:dw i|dwi|rwy|rwyf|rydw i|rydyn ni|wi|mae \w+)'?n (?!hoffi|licio|leicio|lico"
    r"|caru"
    r"|mwynhau|joio|eisiau|isio|isho|ishe|moyn|chwilio|gallu|medru|rhydd|fodlon|dymuno"
    r"|ffansio))\b"
)
WELSH = Speech(
    starts=re.compile(
        r"(?:[,;.!?:()\n/]|\s[-–—]|\b(?:a|ac|ond|neu|felly|achos|oherwydd)\b) *"
    ),
    frame=_FRAME,
    end=_END,
    tail=_TAIL,
    open=re.compile(rf"(?:.* )?(?:{_SOMETHING}) "),
    ended=re.compile(
        r".*(?:[,;.!?:()\n/–—]|\b(?:a|ac|ond|neu|felly|achos)\b)", re.DOTALL
    ),
    life=_LIFE,
    thus=re.compile(r".*\bfelly *$", re.DOTALL),
    plainly=re.compile(r"\b(?:yn unig|plis|os gwelwch yn dda|os yn bosibl?)$"),
)

_DAY = (
    r"(?:l+un|mawrth|fawrth|mercher|fercher|iau|gwener|wener|sadwrn|sul)"
    r"(?:(?:, | a | ac | neu )(?:(?:d?dydd|nos|[bf]ore|[bp]rynhawn|pnawn) )?"
    r"(?:l+un|mawrth|fawrth|mercher|fercher|iau|gwener|wener|sadwrn|sul)){0,6}"
)
_OF_A_DAY = (
    r"(?:d?dydd|d?dyddiau|nos|nosweithiau|[bf]ore(?:au)?|[pb]?rynhawn(?:iau)?|p'?nawn)"
)
_DAYS = (
    rf"(?:{_OF_A_DAY} {_DAY}|(?:y |dros y )?(?:[pb]enwythnos(?:au)?)"
    r"|yn ystod yr wythnos)"
)
_PARTS = (
    r"(?:yn y bore(?:au)?|yn y p(?:ry)?'?nh?awn(?:iau)?|gyda'?r (?:nos(?:au)?|hwyr)"
    r"|fin nos|min nos|yn yr hwyr|yn ystod y dydd|yn y dydd)"
)
_PART_NAMES = r"(?:boreau|foreau|prynhawniau|brynhawniau|nosweithiau|nosau)"
_NOT = (
    r"(?:(?<!am )(?:dim|ddim|byth)(?: (?:byd|rhywbeth|unrhyw beth))?"
    r"|heblaw(?: am)?|ar wahan i)"
)

_CODES = dict(
    zip(("lun", "awrth", "ercher", "iau", "wener", "sadwrn", "sul"), DAYS, strict=True)
)
_DAY_SAID = re.compile(rf"\b[lmfg]?({'|'.join(_CODES)})\b")
_PARTS_SAID = {
    "morning": re.compile(r"\b[bf]ore(?:au)?\b"),
    "afternoon": re.compile(r"\b[pb]?(?:rynhawn(?:iau)?|'?nawn)\b"),
    "evening": re.compile(r"\bnos(?:au|weithiau)?\b|\bhwyr\b"),
}


def _days_in(said: str) -> tuple[str, ...]:
    if "enwythnos" in said:
        return DAYS[5:]
    if "yr wythnos" in said:
        return DAYS[:5]
    some = {_CODES[found] for found in _DAY_SAID.findall(said)}
    return tuple(day for day in DAYS if day in some)


def _parts_in(said: str) -> tuple[str, ...]:
    if "y dydd" in said:
        return PARTS_OF_DAY[:2]
    return tuple(part for part, pattern in _PARTS_SAID.items() if pattern.search(said))


_CALENDAR = Calendar(_days_in, _parts_in)
named, all_but_named = _CALENDAR.named, _CALENDAR.all_but_named

_POUNDS = {
    "bum": 5, "pum": 5, "phum": 5, "ddeg": 10, "deg": 10, "dec": 10, "ddwy": 2,
    "dwy": 2, "tair": 3, "dair": 3, "thair": 3, "pedair": 4, "bedair": 4, "phedair": 4,
}  # fmt: skip
_AMOUNT = (
    rf"(?:£ ?\d{{1,3}}(?:[.,]\d\d)?|(?:(?:{'|'.join(_POUNDS)}) ?)?(?:p|b|ph)unt)"
    r"(?: (?:y tro|yr wythnos|yr un))?"
)
_IN_WORDS = re.compile(rf"\b({'|'.join(_POUNDS)}) ?(?:p|b|ph)unt")
_FIGURE = re.compile(r"£ ?(\d{1,3}(?:[.,]\d\d)?)")


def most_in(said: str) -> Iterable[Told]:
    """The amount, in pence."""
    if found := _FIGURE.search(said):
        yield "most", (pence(found[1]),)
        return
    pounds = (
        _POUNDS[one] for one in _POUNDS if re.search(rf"\b{one} ?(?:p|b|ph)unt", said)
    )
    yield "most", (str(100 * next(pounds, 1)),)


_HOURS = {
    "un": 1, "dau": 2, "ddau": 2, "tri": 3, "dri": 3, "pedwar": 4, "bedwar": 4,
    "pump": 5, "bump": 5, "chwech": 6, "saith": 7,
}  # fmt: skip
_HOUR = rf"(?:{'|'.join(_HOURS)}|[1-7])(?: o'?r gloch|pm|yh)?"
_HOUR_SAID = re.compile(rf"\b(?:{'|'.join(_HOURS)}|[1-7])(?!\w*\d)")


def _hour_in(said: str) -> int:
    hour = _HOUR_SAID.findall(said)[0]
    return 12 + (_HOURS.get(hour) or int(hour))


def from_then(said: str) -> Iterable[Told]:
    """What its hour, of the afternoon or the evening, leaves after it."""
    parts = parts_between(_hour_in(said), 25)
    return (("part", parts),) if parts else ()


def until_then(said: str) -> Iterable[Told]:
    """What its hour leaves before it."""
    parts = parts_between(0, _hour_in(said))
    return (("part", parts),) if parts else ()


_CANNOT = (
    r"(?:(?:dw i|dwi|rwy|rydw i|wi)'?n methu|methu|(?:alla|fedra|galla) i (?:ddim )?)"
)
_IS_NAMED = re.compile(
    r"\b(?:cinio|ginio|papur|bapur|ysgol|paned|oedfa|bws|gwaith|swydd|job|marchnad"
    r"|gwasanaeth|mynd allan)\W*$"
)
"""Sunday lunch, a Sunday paper: what is called by its day."""
_IS_GIVEN = re.compile(
    r"\b(?:rhannu|helpu|gwneud|neud|rhoi|dysgu eraill|gwirfoddoli|trwsio|bwyd)\b"
)
"""What is given "am ddim", and a shop where things are."""
_PUPILS = r"(?:y |'?r |fy )?(?:plant|mhlant|rhai bach)"
_in = Ways("cymraeg", WELSH)

WAYS: tuple[Way, ...] = (
    *(
        way._replace(unless=_IS_NAMED)
        for way in _in.either(rf"(?:ar |bob )?(?:y )?{_DAYS}|{_PARTS}", named)
    ),
    _in.clause(_PART_NAMES, named),
    *_in.either(
        rf"{_NOT} (?:ar |bob )?(?:y |yn y )?(?:{_DAYS}|{_PARTS}|{_PART_NAMES})",
        all_but_named,
    ),
    *_in.either(
        r"(?:dim|ddim) (?:yn )?(?:rhy )?hwyr|ddim ar ol iddi dywyllu",
        always(("part", ("morning", "afternoon"))),
    ),
    *_in.either(
        r"(?:dim|ddim) (?:yn )?(?:rhy )?gynnar",
        always(("part", ("afternoon", "evening"))),
    ),
    *_in.either(rf"ar ol {_HOUR}", from_then),
    *_in.either(rf"cyn {_HOUR}", until_then),
    *_in.either(r"ar ol (?:y |fy )?n?g?waith", always(("part", ("evening",)))),
    *_in.either(
        r"cyn (?:mynd i'?r |dechrau )?(?:y |fy )?n?g?waith",
        always(("part", ("morning",))),
    ),
    *_in.either(r"(?:yn ystod )?amser cinio", always(("part", ("afternoon",)))),
    *_in.either(
        rf"(?:tra (?:bod?|fo|mae)|pan (?:mae|fo|bo))'? ?{_PUPILS} yn yr ysgol",
        always(("day", DAYS[:5]), ("part", ("morning", "afternoon"))),
    ),
    _in.anywhere(
        r"\b(?P<said>(?:(?:sy'?n |sydd |yn )?rhad ac |sy'?n |sydd )?am ddim)\b"
        r"(?! (?:byd|ond|llai))",
        FREE,
    )._replace(unless=_IS_GIVEN),
    _in.clause(r"(?:yn )?(?:rhad ac )?am ddim", FREE),
    *_in.either(
        r"heb (?:orfod )?(?:[dt]alu|gost(?:io)?)|dim (?:cost|tal)"
        rf"|{_CANNOT} ?(?:fforddio|talu)(?: (?:dim|dim byd))?"
        r"|does (?:gen i ddim|dim) arian(?: (?:gyda fi|gen i|'da fi))?",
        FREE,
    ),
    _in.clause(r"(?:yn )?rhad", CHEAP),
    _in.ending(r"(?<!'n )(?<!yn )rhad", CHEAP),
    *_in.either(
        r"(?:ddim|dim|heb fod)(?: byd)?(?: yn)?(?: rhy)? dd?rud"
        r"|heb gostio (?:llawer|gormod)|talu (?:beth|be) (?:allwch|fedrwch) chi",
        CHEAP,
    ),
    *_in.either(
        rf"(?:o dan|dan|llai na|dim mwy na|ddim mwy na|hyd at) {_AMOUNT}"
        rf"|{_AMOUNT} (?:ar y mwyaf|neu lai)",
        most_in,
    ),
    *_in.either(
        r"(?:heb|dim) (?:ddim |unrhyw )?(?:risiau|grisiau|stepiau|steps)"
        rf"|{_CANNOT} ?(?:dringo|gwneud|neud|defnyddio) (?:y )?(?:grisiau|stepiau"
        rf"|steps)"
        r"|(?:hygyrch|mynediad|addas)(?: i| ar gyfer)? (?:g|ch)adair olwyn"
        r"|(?:(?:dw i|dwi|rwy|rydw i|wi)'?n )?(?:mewn cadair olwyn"
        r"|defnyddio cadair olwyn)",
        always(("step_free", ())),
    ),
    _in.clause(r"ar-?lein|ar lein|o gartref", always(("online", ()))),
    *_in.either(r"(?:ar|dros) zoom", always(("online", ()))),
    *_in.either(
        r"heb (?:orfod )?(?:bwcio|fwcio|archebu|gofrestru|cofrestru"
        r"|lenwi ffurflen(?:ni)?)"
        r"|dim (?:angen|rhaid|eisiau) (?:bwcio|archebu|cofrestru)"
        r"|(?:jyst |jest )?(?:galw heibio|troi (?:lan|fyny|i fyny))",
        always(("just_turn_up", ())),
    ),
    *_in.either(
        r"(?:dim|ddim|heb fod)(?: yn)?(?: rhy)? bell(?: i ffwrdd)?"
        r"|yn (?:fy )?ymyl|yn agos(?: (?:ata i|i (?:fi|mi|adre|gartref|adref)))?"
        r"|wrth ymyl fy nhy|(?:yn )?agos at (?:fy nhy|adre)",
        always(("near", ("3",))),
    ),
    *_in.either(
        rf"o fewn pellter cerdded|{_CANNOT} ?cerdded (?:yn )?bell",
        always(("near", ("1.5",))),
    ),
    *(
        way._replace(is_heard_too=True)
        for way in _in.either(
            r"(?:mae'?n )?rhaid (?:iddo|iddi) fod yn dawel|dim (?:byd )?swnllyd"
            r"|ddim (?:yn )?(?:rhy )?swnllyd|heb ormod o swn",
            always(("quiet", ())),
        )
    ),
)
"""Every way; "rhywle tawel" is a wish, as it is in English."""
