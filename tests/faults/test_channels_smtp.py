"""A mail server that refuses, greylists, drops, is slow, or wants TLS and a login: each outcome exactly."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from escalator.delivery.addresses import Sender
from escalator.delivery.smtp import Security, Smtp, SmtpSettings
from escalator.engine.ports.channel import Delivered, Refused, TryAgain
from escalator.engine.ports.messages import Message
from escalator.model.errors import InputError
from tests.faults.servers import LOOPBACK, Certificates, Contentless, Dropping, Greeting, MailServer, Old, mail_server
from tests.faults.ways import PASSWORD, smtp, smtp_settings
from tests.letters import SENDER, digest, message

TAKEN = Delivered("250 2.0.0 queued as 1")


@pytest.fixture(scope="module")
def mail() -> Message:
    return message(*digest())


@pytest.fixture
def certificates() -> Certificates:
    return Certificates()


def to(mail: Message, email: str, name: str = "Anna de Vries") -> Message:
    return replace(mail, recipient=replace(mail.recipient, name=name, email=email))


def once(
    world: MailServer, mail: Message, kind: type[SMTP] = SMTP, tls: ssl.SSLContext | None = None
) -> Delivered | Refused | TryAgain:
    """Deliver one mail to a server that behaves like that."""
    with mail_server(world, kind=kind, tls=tls):
        channel = smtp(world.port)
        outcome = channel.deliver(mail)
        channel.close()
    return outcome


def test_what_arrives_is_what_was_written(mail: Message) -> None:
    world = MailServer()
    assert once(world, mail) == TAKEN
    [taken] = world.taken
    assert world.recipients == ["anna@gemeente.example"]
    assert taken["subject"] == mail.subject
    assert taken["to"] == "Anna de Vries <anna@gemeente.example>"
    assert taken["from"] == "Contractbewaking <contracten@gemeente.example>"
    assert taken["date"] == "Mon, 20 Apr 2026 08:00:00 +0200"
    assert taken["auto-submitted"] == "auto-generated"
    text, html = (taken.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == mail.text.splitlines()
    assert html.get_content().splitlines() == mail.html.splitlines()
    files = {part.get_filename(): part.get_content() for part in taken.iter_attachments()}
    assert files == {each.name: each.content.decode() for each in mail.attachments}
    assert [part.get_param("method") for part in taken.iter_attachments()] == ["PUBLISH"] * len(mail.attachments)


@pytest.mark.parametrize(
    ("stage", "answer", "outcome"),
    [
        ("rcpt", "550 5.1.1 no such user", Refused("550 5.1.1 no such user")),
        ("rcpt", "450 4.2.0 greylisted", TryAgain("450 4.2.0 greylisted")),
        ("rcpt", "452 4.5.3 too many", TryAgain("452 4.5.3 too many")),
        ("rcpt", "530 5.7.0 log in first", TryAgain("530 5.7.0 log in first")),
        ("rcpt", "251 will forward", TAKEN),
        ("mail", "553 5.7.1 sender not yours", TryAgain("553 5.7.1 sender not yours")),
        ("mail", "552 5.3.4 too large", Refused("552 5.3.4 too large")),
        ("mail", "421 4.3.2 closing", TryAgain("421 4.3.2 closing")),
        ("data", "554 5.7.1 looks like spam", Refused("554 5.7.1 looks like spam")),
        ("data", "452 4.3.1 disk is full", TryAgain("452 4.3.1 disk is full")),
        ("data", "503 5.5.1 bad sequence", TryAgain("503 5.5.1 bad sequence")),
        ("data", "drop", TryAgain(f"{LOOPBACK}: Connection unexpectedly closed")),
        ("rcpt", "550 \x1b[31mred\x07 " + "x" * 300, Refused("550 [31mred " + "x" * 187 + "…")),
    ],
)
def test_an_answer_is_final_only_where_it_is_about_this_message(
    mail: Message, stage: str, answer: str, outcome: object
) -> None:
    world = MailServer()
    getattr(world, stage).append(answer)
    assert once(world, mail) == outcome
    assert len(world.taken) == (outcome == TAKEN)


def test_a_greylisted_message_is_taken_the_next_time(mail: Message) -> None:
    world = MailServer(rcpt=["450 4.2.0 greylisted"])
    with mail_server(world):
        channel = smtp(world.port)
        assert channel.deliver(mail) == TryAgain("450 4.2.0 greylisted")
        assert channel.deliver(mail) == TAKEN
        channel.close()
    assert world.connections == 1


def test_a_recipient_that_is_refused_holds_up_nobody_else(mail: Message) -> None:
    world = MailServer(rcpt=["550 5.1.1 no such user"])
    with mail_server(world):
        channel = smtp(world.port)
        outcomes = [channel.deliver(to(mail, email)) for email in ("gone@x.example", "here@x.example")]
        channel.close()
    assert outcomes == [Refused("550 5.1.1 no such user"), TAKEN]
    assert world.recipients == ["here@x.example"]


def test_a_line_that_breaks_within_the_content_is_tried_again(mail: Message) -> None:
    outcome = once(MailServer(), mail, kind=Dropping)
    assert isinstance(outcome, TryAgain)


def test_a_server_that_wants_no_content_now_is_tried_again(mail: Message) -> None:
    assert once(MailServer(), mail, kind=Contentless) == TryAgain("451 4.3.0 not now")


def test_a_server_without_extensions_will_do(mail: Message) -> None:
    world = MailServer()
    assert once(world, mail, kind=Old) == TAKEN
    assert world.recipients == ["anna@gemeente.example"]


def test_a_server_that_will_not_talk_is_tried_again(mail: Message) -> None:
    assert once(MailServer(), mail, kind=Greeting) == TryAgain(f"{LOOPBACK}: 554 no service here")


def test_a_server_that_does_not_answer_is_given_up_on(mail: Message) -> None:
    world = MailServer(data=["never"])
    with mail_server(world):
        channel = smtp(world.port, timeout=0.2)
        assert channel.deliver(mail) == TryAgain(f"{LOOPBACK}: Connection unexpectedly closed: timed out")
        assert channel.deliver(mail) == TAKEN
        channel.close()
    assert world.connections == 2


def test_a_round_takes_one_connection_and_the_next_another(mail: Message) -> None:
    world = MailServer()
    with mail_server(world):
        channel = smtp(world.port)
        for _ in range(2):
            assert [channel.deliver(mail) for _ in range(3)] == [TAKEN] * 3
            channel.close()
    assert world.connections == 2


def test_a_connection_that_the_server_closed_in_between_is_opened_again(mail: Message) -> None:
    world = MailServer()
    with mail_server(world):
        channel = smtp(world.port)
        assert channel.deliver(mail) == TAKEN
        world.hang_up()
        assert channel.deliver(mail) == TAKEN
        channel.close()
    assert world.connections == 2
    assert len(world.taken) == 2


def test_nothing_goes_out_unencrypted_where_that_was_asked_for(mail: Message) -> None:
    world = MailServer()
    with mail_server(world):
        outcome = smtp(world.port, Security.STARTTLS).deliver(mail)
    assert outcome == TryAgain(f"{LOOPBACK}: STARTTLS extension not supported by server.")
    assert world.taken == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    mail: Message, certificates: Certificates, security: Security
) -> None:
    world = MailServer()
    with mail_server(world, tls=certificates.server(), wrapped=security is Security.TLS, login=("us", PASSWORD)):
        outcome = smtp(world.port, security).deliver(mail)
    assert isinstance(outcome, TryAgain)
    assert "certificate verify failed" in outcome.why
    assert world.taken == []


def test_a_certificate_for_another_name_is_not_trusted(
    mail: Message, certificates: Certificates, tmp_path: Path
) -> None:
    with mail_server(tls=certificates.server("elsewhere.example"), login=("us", PASSWORD)) as world:
        outcome = smtp(world.port, Security.STARTTLS, certificates.file(tmp_path)).deliver(mail)
    assert isinstance(outcome, TryAgain)
    assert "certificate verify failed" in outcome.why


def test_a_login_that_is_refused_is_tried_again_for_it_can_be_mended(
    mail: Message, certificates: Certificates, tmp_path: Path
) -> None:
    with mail_server(tls=certificates.server(), login=("us", "another")) as world:
        outcome = smtp(world.port, Security.STARTTLS, certificates.file(tmp_path)).deliver(mail)
    assert outcome == TryAgain(f"{LOOPBACK}: 535 5.7.8 Authentication credentials invalid")
    assert PASSWORD not in repr(outcome)


def test_a_server_that_wants_tls_gets_no_mail_without_it(mail: Message, certificates: Certificates) -> None:
    world = MailServer()
    assert once(world, mail, tls=certificates.server()) == TryAgain("530 Must issue a STARTTLS command first")
    assert world.taken == []


def test_a_domain_outside_ascii_goes_out_as_dns_knows_it(mail: Message) -> None:
    world = MailServer()
    assert once(world, to(mail, "anna@straße.example", "Anna Ångström")) == TAKEN
    assert world.recipients == ["anna@xn--strae-oqa.example"]
    assert world.taken[0]["to"] == "Anna Ångström <anna@xn--strae-oqa.example>"


def test_an_address_outside_ascii_goes_to_a_server_that_takes_it(mail: Message) -> None:
    world = MailServer()
    assert once(world, to(mail, "andré@gemeente.example")) == TAKEN
    assert world.recipients == ["andré@gemeente.example"]
    assert world.taken[0]["to"] == "Anna de Vries <andré@gemeente.example>"
    with mail_server(world, utf8=False):
        channel = smtp(world.port)
        outcome = channel.deliver(to(mail, "andré@gemeente.example"))
        channel.close()
    assert outcome == Refused("the mail server takes no addresses outside ASCII (SMTPUTF8)")
    assert len(world.taken) == 1


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Anna\r\nBcc: all@x.example", "anna@x.example"),
        ("Anna", "anna@x.example\r\nBcc: all@x.example"),
        ("Anna", "anna@x.example\nSubject: other"),
        ("Anna", "anna@x.example, all@x.example"),
        ("Anna", "<anna@x.example>"),
        ("Anna", "anna anna@x.example"),
        ("Anna", "anna@x..example"),
        ("Anna", ".anna@x.example"),
        ("Anna", "anna.@x.example"),
        ("Anna", "a..a@x.example"),
        ("Anna", "anna@"),
        ("Anna", "anna"),
        ("Anna", ""),
    ],
)
def test_an_address_that_would_begin_another_header_never_leaves(mail: Message, name: str, email: str) -> None:
    world = MailServer()
    outcome = once(world, to(mail, email, name))
    assert isinstance(outcome, Refused)
    assert world.connections == 0


def test_no_other_header_can_begin_another_one(mail: Message) -> None:
    world, bad = MailServer(), "good\r\nBcc: all@x.example"
    for spoilt in (replace(mail, subject=bad), replace(mail, message_id=bad), replace(mail, in_reply_to=bad)):
        assert isinstance(once(world, spoilt), Refused)
    assert world.connections == 0


def test_a_reply_says_what_it_replies_to(mail: Message) -> None:
    world = MailServer()
    assert once(world, replace(mail, in_reply_to="<earlier@x.example>")) == TAKEN
    assert world.taken[0]["in-reply-to"] == world.taken[0]["references"] == "<earlier@x.example>"


@pytest.mark.parametrize(("security", "port"), [(Security.STARTTLS, 587), (Security.TLS, 465), (Security.NONE, 25)])
def test_the_usual_port_goes_with_the_security(security: Security, port: int) -> None:
    assert smtp_settings(0, security).address == (LOOPBACK, port)


def test_a_login_never_goes_over_the_line_as_it_is() -> None:
    with pytest.raises(InputError, match="encrypted only"):
        SmtpSettings(host=LOOPBACK, security=Security.NONE, user="us", password=PASSWORD)


def test_a_login_that_smtp_does_not_know_is_told_at_once() -> None:
    with pytest.raises(InputError, match="not ASCII"):
        SmtpSettings(host=LOOPBACK, user="us", password="pässword")  # noqa: S106 - no server has it


def test_certificates_that_cannot_be_read_are_told_at_once(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    for path in (tmp_path / "none.pem", empty):
        with pytest.raises(InputError, match="no readable certificates"):
            Smtp(replace(smtp_settings(0, Security.TLS), ca_file=path), SENDER)


def test_a_sender_must_have_an_address() -> None:
    for name, email, domain in (("Us", "us", ""), ("Us\n", "us@x.example", ""), ("Us", "us@x.example", "x y")):
        with pytest.raises(InputError):
            Sender(name, email, domain)
    assert Sender("Us", "us@x.example", "ids.example").id_domain == "ids.example"
    assert Sender("Us", "us@straße.example").id_domain == "xn--strae-oqa.example"
    assert Sender("Us", "us@x.example", "straße.example").id_domain == "xn--strae-oqa.example"
