"""A hello is carried by the person's own phone or mail, to an address in public."""

from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import OpportunityDraft, OrganizationDraft
from matcher.introductions.hello import (
    PublicContact,
    contact_of,
    mail_link,
    text_link,
)

CHOIR = PublicContact(email="jo@choir.example", phone="07700900262")


def draft(**told: object) -> OpportunityDraft:
    return OpportunityDraft(source="t", source_id="1", title="Choir", **told)  # type: ignore[arg-type]


@given(st.text(max_size=200), st.text(max_size=30))
def test_a_mail_link_carries_the_words_and_changes_nothing_else(
    message: str, subject: str
) -> None:
    message = message.encode("utf-8", "ignore").decode()
    subject = subject.encode("utf-8", "ignore").decode()

    link = mail_link(CHOIR, subject=subject, message=message) or ""

    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "jo@choir.example")
    carried = parse_qs(parts.query, keep_blank_values=True)
    assert carried == {
        "subject": [subject],
        "body": ["\r\n".join(message.splitlines())],
    }


def test_a_text_message_goes_to_a_mobile_only() -> None:
    landline = PublicContact(phone="01632960101")

    link = text_link(CHOIR, message="Hello, & welcome?")

    assert unquote(link or "") == "sms:07700900262?body=Hello, & welcome?"
    assert "&" not in (link or "")
    assert text_link(landline, message="Hello") is None


def test_the_listings_own_contact_comes_before_its_organizations() -> None:
    run_by = OrganizationDraft(name="O", email="office@o.example", phone="01632 1")

    own = contact_of(draft(email="jo@c.example", phone="07700 900262",
                           organization=run_by))  # fmt: skip
    theirs = contact_of(draft(organization=run_by))

    assert own == PublicContact(email="jo@c.example", phone="07700900262")
    assert theirs == PublicContact(email="office@o.example", phone="016321")
    assert contact_of(draft()) == PublicContact()


@given(st.text(max_size=60))
def test_no_address_can_add_to_what_a_link_does(address: str) -> None:
    contact = contact_of(draft(email=address))

    link = mail_link(contact, subject="Hello", message="Hi")

    assert link is None or link.count("?") == 1
    assert link is None or link.count("&") == 1


def test_an_address_with_a_hidden_copy_is_no_address() -> None:
    contact = contact_of(draft(email="jo@c.example?bcc=all@c.example"))

    assert contact.email is None
