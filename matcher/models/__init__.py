"""The tables of people and of those beside them. Rows only: the verbs are elsewhere.

- ``staff``   teams, accounts, sign-ins, links that work once
- ``people``  a person and everything that is theirs
- ``post``    plain mail on its way out
- ``partners`` who asked to join, listings on their way, what visitors told of one
- ``wording`` words of a listing that stay as they were written
- ``letters`` the weekly letters: who wants one, each one's row, where none may go
- ``reports`` what is counted, of nobody: what is looked for, how often it was found
- ``uploads`` spreadsheets that were sent, their rows, and what they changed
- ``sentences`` columns for what a page says in the language of whoever reads it

What is *not* here is meant not to be: no trait, risk, diagnosis or note about a person;
no column that the person can't see. Every column of a person's tables is classified in
``matcher.their_data``; a test fails for one that is not.
"""

from matcher.models.letters import (
    LONDON_ZONE,
    Letter,
    LetterListing,
    LetterPause,
    LetterState,
    RecipientKind,
    Subscription,
    Suppression,
)
from matcher.models.partners import (
    JoinRequest,
    ListingClaim,
    ListingDraft,
    Remark,
    RemarkKind,
)
from matcher.models.people import (
    AccessEvent,
    AvoidedPlace,
    Card,
    ChosenCondition,
    Consent,
    ConsentTo,
    Introduction,
    IntroductionState,
    Look,
    Person,
    Phrase,
    Steer,
    Trust,
    Understanding,
)
from matcher.models.post import Mail, MailState
from matcher.models.reports import ListingCount, LookedFor, Noticed
from matcher.models.staff import Account, Link, LinkPurpose, Role, SignIn, Team
from matcher.models.uploads import (
    RowOutcome,
    Upload,
    UploadBefore,
    UploadFile,
    UploadRow,
    UploadState,
)
from matcher.models.wording import LeftAsWritten

__all__ = [
    "LONDON_ZONE",
    "AccessEvent",
    "Account",
    "AvoidedPlace",
    "Card",
    "ChosenCondition",
    "Consent",
    "ConsentTo",
    "Introduction",
    "IntroductionState",
    "JoinRequest",
    "LeftAsWritten",
    "Letter",
    "LetterListing",
    "LetterPause",
    "LetterState",
    "Link",
    "LinkPurpose",
    "ListingClaim",
    "ListingCount",
    "ListingDraft",
    "Look",
    "LookedFor",
    "Mail",
    "MailState",
    "Noticed",
    "Person",
    "Phrase",
    "RecipientKind",
    "Remark",
    "RemarkKind",
    "Role",
    "RowOutcome",
    "SignIn",
    "Steer",
    "Subscription",
    "Suppression",
    "Team",
    "Trust",
    "Understanding",
    "Upload",
    "UploadBefore",
    "UploadFile",
    "UploadRow",
    "UploadState",
]
