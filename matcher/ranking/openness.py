"""The rank of an openness, by table and never by its letters."""

OPENNESS_ORDER = ("mainstream", "outward_facing", "unstated", "in_service")
"""The community first: anyone can join; run by or for a service and open to the wider
public; nobody has said; for a service's own users."""

_RANKS = {openness: rank for rank, openness in enumerate(OPENNESS_ORDER)}


def rank_of(openness: str) -> int:
    """0 for what comes first. An openness nobody knows ranks as unstated."""
    return _RANKS.get(openness, _RANKS["unstated"])
