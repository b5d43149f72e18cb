"""Plain text -> prices, where every word of it is understood; else nothing.

"£3 / £2 concessions" is two prices. "From £3", "£3-£5" and "suggested donation £3"
are not prices anybody can rely on at the door, so they stay text. A donation is
neither a price nor free, and a cost that is not given is never free.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catalogue.drafts import Price

MAX_TEXT_LENGTH = 300
"""Characters. A longer text is a description: it is kept, not read."""

MAX_AMOUNT_PENCE = 1_000_000
"""£10,000: more than anything here costs, so it is a slip of the pen."""


ADULT_FROM = 18
"""Years. "Under 16s free" is no price for an adult; "under 25s" may be."""

_UNDER = re.compile(r"under[ -]?(\d{1,2})(?:'?s)?", re.ASCII)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(","))


_FULL_OPTIONS = _names(
    "adult, adults, per adult, standard, standard price, full, full price, waged,"
    " non-member, non-members, non member, non members"
)
_CHILDREN = _names("child, per child, children, kids")
_CONCESSIONS = _names(
    "concession, concessions, conc, concs, concessionary, concession price, member,"
    " members, student, students, senior, seniors, senior citizens, pensioner,"
    " pensioners, oap, oaps, unwaged, unemployed, carer, carers, low income,"
    " low waged, people on benefits, those on benefits, family, families, volunteers,"
    " veterans, residents"
)
_TRIALS = _names(
    "first session, first class, first visit, first week, first time, first lesson,"
    " first one,"
    " your first session, your first class, your first visit, taster session, taster"
)
_FREE = _names(
    "free, free of charge, free entry, free admission, free event, free to attend,"
    " free to join, free for all, free for everyone, entry free, no charge, no cost,"
    " at no cost"
)
_DONATIONS_BESIDE_FREE = _names(
    "donations welcome, donations are welcome, donations appreciated, donation welcome"
)
_ASIDES = _names(
    "cost, costs, price, entry, admission, entrance, only, just, each, pp, per person,"
    " a person, per head, on the door, at the door, booking required,"
    " booking essential, no booking required, no booking needed, drop in, drop-in,"
    " including refreshments, refreshments included, including tea and coffee,"
    " including tea, tea included, including lunch, lunch included, soup included,"
    " expenses paid, fares paid, including materials, materials included,"
    " including equipment, equipment included"
)
_AFTERWARDS = _names("after that, afterwards, thereafter")
_SEPARATORS = (",", "/", ";", "|", "\n", "or", "and", "&", ".")

_UNITS = {
    "session": ("session", "sessions"),
    "class": ("class", "lesson", "workshop"),
    "visit": ("visit", "time", "game", "match", "ticket", "round"),
    "hour": ("hour",),
    "day": ("day",),
    "week": ("week",),
    "month": ("month",),
    "course": ("course",),
    "term": ("term",),
    "year": ("year", "annum"),
}
_ADVERBS = {
    "weekly": "week",
    "monthly": "month",
    "termly": "term",
    "annually": "year",
    "yearly": "year",
    "p/w": "week",
    "pw": "week",
    "p.a.": "year",
    "pa": "year",
    "ph": "hour",
}
_EACH_VISIT = (None, "session", "class", "visit", "hour", "day")
"""What is paid for coming once, before what is paid for coming for a while."""


@dataclass(frozen=True, kw_only=True)
class _Token:
    """A known word. ``kind``: amount, free, option, per, aside, separator ..."""

    kind: str
    text: str
    pence: int = 0


def read_cost(text: str) -> tuple[Price, ...]:
    """The prices that the text says with certainty; () when any of it is unsure.

    Two amounts that nothing tells apart ("£3 / £2"), ranges, "from" and donations
    are unsure. Text over 300 characters is not read.
    """
    tokens = _tokens_of(text)
    if not tokens:
        return ()
    items = _items(tokens)
    prices = [_price(item) for item in items if not _is_aside(item)]
    found = tuple(price for price in prices if price is not None)
    if len(found) != len(prices) or not _tells_apart(found):
        return ()
    if not _asides_hold(tokens, found):
        return ()
    return found


def full_price(prices: Iterable[Price]) -> int | None:
    """What somebody without any concession pays, in pence; None is not given.

    Of several it is the price for coming once before that of a week, month or year,
    and then the highest: nobody should pay more than they were told.
    """
    full = [p for p in prices if p.option is None or _is_full(p.option)]
    once = [price for price in full if price.per in _EACH_VISIT]
    return max((price.amount_pence for price in _shortest(once or full)), default=None)


def lowest_price(prices: Iterable[Price]) -> int | None:
    """The lowest price anyone is offered for good, in pence; None is not given.

    Left out are offers an adult can't rely on: the first session's, and children's.
    """
    lasting = [price for price in prices if _is_for_good(price.option)]
    once = [price for price in lasting if price.per in _EACH_VISIT]
    return min(
        (price.amount_pence for price in _shortest(once or lasting)), default=None
    )


def least_named(text: str | None) -> int | None:
    """The lowest amount that a text names of which the prices are unsure ("£5 for six
    books", "£8 / £5", "from £3"), in pence: nobody comes for less, or for nothing.

    None where it names none, or where any of it may be had for nothing.
    """
    folded = (text or "").casefold()
    if len(folded) > MAX_TEXT_LENGTH or _FOR_NOTHING.search(folded):
        return None
    tokens = [
        amount(found)
        for pattern, amount in _AMOUNTS
        for found in pattern.finditer(folded)
        if folded[: found.start()][-1:] not in _WITHIN_AN_AMOUNT
    ]
    return min([one.pence for one in tokens if one and one.pence], default=None)


def _is_full(option: str) -> bool:
    return option.casefold() in _FULL_OPTIONS


def _is_for_good(option: str | None) -> bool:
    words = (option or "").casefold()
    young = _UNDER.fullmatch(words)
    if young and int(young[1]) <= ADULT_FROM:
        return False
    return words not in _TRIALS and words not in _CHILDREN


def _shortest(prices: list[Price]) -> list[Price]:
    """Of prices by the week, month or year only those of the shortest time."""
    if any(price.per in _EACH_VISIT for price in prices):
        return prices
    order = tuple(_UNITS)
    ranks = [order.index(p.per) if p.per in order else len(order) for p in prices]
    return [p for p, rank in zip(prices, ranks, strict=True) if rank == min(ranks)]


# --- words

_Maker = Callable[[re.Match[str]], _Token | None]


def _kinds() -> dict[str, str]:
    groups = {
        "option": (*_FULL_OPTIONS, *_CHILDREN, *_CONCESSIONS),
        "trial": _TRIALS,
        "free": _FREE,
        "donation": _DONATIONS_BESIDE_FREE,
        "aside": _ASIDES,
        "after": _AFTERWARDS,
        "then": ("then",),
        "for": ("for", "if", "is", "are"),
        "dash": ("-", ":"),
        "open": ("(",),
        "close": (")",),
        "separator": _SEPARATORS,
    }
    return {name: kind for kind, names in groups.items() for name in names}


_KINDS = _kinds()
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words} | _ADVERBS


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _amount(match: re.Match[str]) -> _Token | None:
    pounds = int(match[1].replace(",", ""))
    pence = pounds * 100 + int(match[2] or 0)
    if pence > MAX_AMOUNT_PENCE:
        return None
    return _Token(kind="amount", text=match[0], pence=pence)


def _pence(match: re.Match[str]) -> _Token | None:
    return _Token(kind="amount", text=match[0], pence=int(match[1]))


def _per(match: re.Match[str]) -> _Token | None:
    return _Token(kind="per", text=_UNIT_OF[match[1]])


def _option(match: re.Match[str]) -> _Token | None:
    return _Token(kind="option", text=match[0])


def _known(match: re.Match[str]) -> _Token | None:
    return _Token(kind=_KINDS[match[0]], text=match[0])


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


_WITHIN_AN_AMOUNT = tuple("0123456789.,£")
_FOR_NOTHING = _pattern(
    r"\bfree\b|donat|contribut|voluntary|optional|suggest|pay what"
    r"|pay as you (?:can|feel)|what you (?:can|like|want|wish|think)"
    r"|if you can|can't (?:afford|pay)|nothing"
    r"|no (?:charge|cost|fee|entry)|without charge|waive|bursar|hardship|subsid"
    r"|turned away|£ ?0(?!\.?\d)|sliding|reimburse|refund|expenses"
)
"""What may be had for nothing by some, or at first."""

_POUNDS = r"(\d{1,3}(?:,\d{3})|\d{1,5})(?:\.(\d\d))?"
_UNIT = _alternatives(word for words in _UNITS.values() for word in words)
_AMOUNTS: tuple[tuple[re.Pattern[str], _Maker], ...] = (
    (_pattern(rf"£ ?{_POUNDS}(?=pp|pw|pa|ph|p/w|\W|$)(?![.,]\d)"), _amount),
    (_pattern(rf"{_POUNDS} ?(?:pounds?|gbp|quid)(?!\w)"), _amount),
    (_pattern(r"(\d{1,3}) ?(?:p|pence)(?!\w)"), _pence),
)
_PATTERNS: tuple[tuple[re.Pattern[str], _Maker], ...] = (
    *_AMOUNTS,
    (
        _pattern(rf"(?:(?:per|a|an|each|every|for the) |/ ?)({_UNIT})(?![\w-])"),
        _per,
    ),
    (_pattern(rf"({_alternatives(_ADVERBS)})(?!\w)"), _per),
    (
        _pattern(r"(?:under|over)[ -]?(\d{1,2})(?:'?s)?(?![\w+-])"),
        _option,
    ),
    (
        _pattern(rf"(?:{_alternatives(k for k in _KINDS if k[-1].isalnum())})(?!\w)"),
        _known,
    ),
    (_pattern(_alternatives(k for k in _KINDS if not k[-1].isalnum())), _known),
)
"""In the order they are tried. Every repeat is bounded, so reading is linear."""


_SAME_CHARACTER = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "’": "'", "\u00a0": " ", "\t": " ", "\r": "\n"}
)


def _plain(text: str) -> str:
    lines = text.lower().translate(_SAME_CHARACTER).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip(" .,;\n")


def _tokens_of(text: str) -> list[_Token]:
    """The known words in order; [] when any is unknown or the text is too long."""
    if len(text) > MAX_TEXT_LENGTH:
        return []
    rest = _plain(text)
    tokens: list[_Token] = []
    at = 0
    while at < len(rest):
        if rest[at] == " ":
            at += 1
            continue
        match, token = _token_at(rest, at)
        if match is None or token is None:
            return []
        tokens.append(token)
        at = match.end()
    return tokens


def _token_at(text: str, at: int) -> tuple[re.Match[str] | None, _Token | None]:
    for pattern, make in _PATTERNS:
        match = pattern.match(text, at)
        if match is not None:
            return match, make(match)
    return None, None


# --- grammar


def _items(tokens: list[_Token]) -> list[list[_Token]]:
    """The tokens of each price: between separators, brackets and "then"."""
    items: list[list[_Token]] = [[]]
    for token in tokens:
        if token.kind in ("separator", "open", "close", "then"):
            items.append([])
        else:
            items[-1].append(token)
    return _with_brackets_joined([item for item in items if item])


def _with_brackets_joined(items: list[list[_Token]]) -> list[list[_Token]]:
    """ "£5 (per session)": a unit that stands alone belongs to what comes before."""
    joined: list[list[_Token]] = []
    for item in items:
        if joined and all(token.kind == "per" for token in item):
            joined[-1] = joined[-1] + item
        else:
            joined.append(item)
    return joined


def _is_aside(item: list[_Token]) -> bool:
    return all(token.kind in ("aside", "donation") for token in item)


def _price(item: list[_Token]) -> Price | None:
    """The one price an item says, or None."""
    if not _dashes_hold(item):
        return None
    kinds = [token.kind for token in item]
    amounts = [token.pence for token in item if token.kind in ("amount", "free")]
    options = [token.text for token in item if token.kind in ("option", "trial")]
    units = [token.text for token in item if token.kind == "per"]
    if len(amounts) != 1 or len(options) > 1 or len(units) > 1 or "donation" in kinds:
        return None
    if kinds[-1] == "for" or (kinds.count("for") > 0 and not options):
        return None
    return Price(
        amount_pence=amounts[0],
        option=options[0] if options else None,
        per=units[0] if units else None,
    )


def _dashes_hold(item: list[_Token]) -> bool:
    """A dash or colon only after what names the price: "Adults - £5", "Cost: £3"."""
    names = ("option", "trial", "aside")
    prices = ("amount", "free")
    return all(
        0 < at < len(item) - 1
        and item[at - 1].kind in names
        and item[at + 1].kind in prices
        for at, token in enumerate(item)
        if token.kind == "dash"
    )


def _tells_apart(prices: tuple[Price, ...]) -> bool:
    """Whether no two prices are for the same people and time."""
    unlike = {(price.option, price.per) for price in prices}
    plain = [price for price in prices if price.option is None]
    free_too = len(plain) > 1 and any(price.amount_pence == 0 for price in plain)
    return len(unlike) == len(prices) and not free_too


def _asides_hold(tokens: list[_Token], prices: tuple[Price, ...]) -> bool:
    """Brackets pair; a donation stands beside "free"; "then" follows a first time."""
    kinds = [token.kind for token in tokens]
    if kinds.count("open") != kinds.count("close"):
        return False
    if "donation" in kinds and any(price.amount_pence for price in prices):
        return False
    if ("then" in kinds or "after" in kinds) and "trial" not in kinds:
        return False
    return bool(prices)
