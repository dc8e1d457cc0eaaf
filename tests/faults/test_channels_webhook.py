"""A system that is posted to and accepts, refuses, is busy, slow or gone: each outcome exactly, and what it gets."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from standardwebhooks import Webhook as Signature

from escalator.delivery.webhook import Webhook, WebhookSettings, event_of
from escalator.engine.clock import MachineClock
from escalator.engine.ports.channel import Delivered, Outcome, Refused, TryAgain
from escalator.engine.ports.messages import Message, MessageKind
from escalator.model.errors import InputError
from escalator.testing import Clock
from tests.faults.servers import LOOPBACK, Certificates
from tests.faults.ways import SECRET, SECRETS, SOURCE, TOKEN, webhook_settings
from tests.faults.web import Answer, WebServer, reserved_port, web_server
from tests.letters import KINDS, NUMBER, at, message

NOW = at("2026-04-20")


@pytest.fixture(scope="module")
def mail() -> Message:
    return message(*KINDS[MessageKind.DIGEST]())


def deliver(message: Message, *answers: Answer, timeout: float = 5) -> tuple[Outcome, WebServer]:
    """Post one notice to a system that answers like that."""
    with (
        web_server(*answers) as server,
        closing(Webhook(webhook_settings(server.port, timeout=timeout), Clock(NOW))) as channel,
    ):
        return channel.deliver(message), server


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(200), Delivered("200 OK")),
        (Answer(202), Delivered("202 Accepted")),
        (Answer(204), Delivered("204 No Content")),
        (Answer(301, {"location": "/elsewhere"}), Refused("301 Moved Permanently: redirected, which is not followed")),
        (Answer(307, {"location": "/elsewhere"}), Refused("307 Temporary Redirect: redirected, which is not followed")),
        (Answer(400), Refused("400 Bad Request")),
        (Answer(401), TryAgain("401 Unauthorized")),
        (Answer(404), TryAgain("404 Not Found")),
        (Answer(410), Refused("410 Gone")),
        (Answer(415), Refused("415 Unsupported Media Type")),
        (Answer(429), TryAgain("429 Too Many Requests")),
        (Answer(429, {"retry-after": "120"}), TryAgain("429 Too Many Requests", timedelta(minutes=2))),
        (Answer(500), TryAgain("500 Internal Server Error")),
        (
            Answer(503, {"retry-after": "Mon, 20 Apr 2026 06:10:00 GMT"}),
            TryAgain("503 Service Unavailable", timedelta(minutes=10)),
        ),
        (
            Answer(503, {"retry-after": "Mon, 20 Apr 2026 06:10:00 -0000"}),
            TryAgain("503 Service Unavailable", timedelta(minutes=10)),
        ),
        (
            Answer(503, {"retry-after": "Mon, 20 Apr 2026 05:00:00 GMT"}),
            TryAgain("503 Service Unavailable", timedelta(0)),
        ),
        (Answer(503, {"retry-after": "soon"}), TryAgain("503 Service Unavailable")),
        (Answer(503, {"retry-after": "-5"}), TryAgain("503 Service Unavailable")),
        (Answer(503, {"retry-after": "9" * 30}), TryAgain("503 Service Unavailable", timedelta(days=365))),
    ],
)
def test_an_answer_is_final_only_where_trying_again_is_of_no_use(
    mail: Message, answer: Answer, outcome: Outcome
) -> None:
    found, server = deliver(mail, answer)
    assert found == outcome
    assert len(server.posts) == 1


def test_a_system_that_does_not_answer_is_given_up_on(mail: Message) -> None:
    outcome, server = deliver(mail, Answer(0), timeout=0.2)
    assert outcome == TryAgain(f"{LOOPBACK}: timed out")
    assert len(server.posts) == 1


def test_a_long_answer_is_not_read_to_its_end(mail: Message) -> None:
    long = Answer(200, body=b"x" * 5_000_000)
    with web_server(long) as server, closing(Webhook(webhook_settings(server.port), Clock(NOW))) as channel:
        assert [channel.deliver(mail) for _ in range(2)] == [Delivered("200 OK"), Delivered("204 No Content")]
    assert server.connections == 2


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(mail: Message, tmp_path: Path) -> None:
    with web_server(tls=Certificates().server()) as server:
        settings = webhook_settings(server.port, Certificates().file(tmp_path))
        with closing(Webhook(settings, Clock(NOW))) as channel:
            outcome = channel.deliver(mail)
    assert isinstance(outcome, TryAgain)
    assert "certificate verify failed" in outcome.why
    assert server.posts == []


def test_connections_are_used_again_within_a_round(mail: Message) -> None:
    with web_server() as server, closing(Webhook(webhook_settings(server.port), Clock(NOW))) as channel:
        assert [channel.deliver(mail) for _ in range(3)] == [Delivered("204 No Content")] * 3
    assert server.connections == 1


def test_a_proxy_or_a_login_from_the_environment_is_not_used(mail: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert deliver(mail)[0] == Delivered("204 No Content")


def test_a_proxy_of_the_settings_is_used(mail: Message) -> None:
    with reserved_port() as port:
        settings = replace(webhook_settings(1), proxy=f"http://{LOOPBACK}:{port}")
        with closing(Webhook(settings, Clock(NOW))) as channel:
            assert channel.deliver(mail) == TryAgain(f"{LOOPBACK}: [Errno 111] Connection refused")


def test_every_try_is_signed_anew_under_the_same_id(mail: Message) -> None:
    clock = Clock(NOW)
    with web_server(Answer(500)) as server, closing(Webhook(webhook_settings(server.port), clock)) as channel:
        channel.deliver(mail)
        clock.tick(timedelta(hours=1))
        channel.deliver(mail)
    first, second = (post.headers for post in server.posts)
    assert first["webhook-id"] == second["webhook-id"] == NUMBER
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 3600
    assert first["webhook-signature"] != second["webhook-signature"]
    assert server.posts[0].body == server.posts[1].body


def test_the_receiver_can_verify_who_sent_it(mail: Message) -> None:
    with web_server() as server, closing(Webhook(webhook_settings(server.port), MachineClock())) as channel:
        channel.deliver(mail)
    [post] = server.posts
    assert Signature(SECRET).verify(post.body, dict(post.headers)) == post.event
    assert post.headers["authorization"] == f"Bearer {TOKEN}"


def test_without_a_token_there_is_no_authorization(mail: Message) -> None:
    with web_server() as server:
        settings = replace(webhook_settings(server.port), token="")
        with closing(Webhook(settings, Clock(NOW))) as channel:
            channel.deliver(mail)
    assert "authorization" not in server.posts[0].headers


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_cloudevent_in_the_profile_of_the_dutch_government(kind: MessageKind) -> None:
    written = message(*KINDS[kind](), kind=kind)
    _, server = deliver(written)
    [post] = server.posts
    assert post.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    event = from_structured_event(HTTPMessage(headers=dict(post.headers), body=post.body))
    attributes = event.get_attributes()
    assert attributes["specversion"] == "1.0"
    assert attributes["id"] == NUMBER
    assert attributes["source"] == SOURCE
    assert attributes["type"].startswith("nl.contracten.")
    assert attributes["time"] == written.at
    assert set(attributes) == {"specversion", "id", "source", "type", "time", "datacontenttype"}
    assert event.get_data() == written.notice.data


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_about_a_person_goes_to_another_system(kind: MessageKind) -> None:
    _, server = deliver(message(*KINDS[kind](), kind=kind))
    [post] = server.posts
    sent = post.body.decode()
    assert [each for each in ("Anna", "Vries", "anna@", "Piet", "Bakker", "piet@", "@") if each in sent] == []


def test_it_refers_to_where_the_rest_is(mail: Message) -> None:
    settings = replace(webhook_settings(1), dataref="https://contracten.gemeente.example/berichten/{id}")
    assert event_of(mail, settings)["dataref"] == f"https://contracten.gemeente.example/berichten/{NUMBER}"
    assert "dataref" not in event_of(mail, webhook_settings(1))


def test_what_is_due_is_told_by_id_and_day(mail: Message) -> None:
    data = json.loads(json.dumps(event_of(mail, webhook_settings(1))))["data"]
    plan = next(item for item in data["items"] if item["case"] == "haarlem-2026-1")
    assert plan == {
        "kind": "deadline_today",
        "contract": "haarlem",
        "case": "haarlem-2026-1",
        "key": "step1.plan",
        "sequence": 0,
        "due": "2026-04-20",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "http://receiver.example/events"),
        ("url", "ftp://receiver.example/events"),
        ("url", "https://us:them@receiver.example/events"),
        ("url", "https:///events"),
        ("url", "/events"),
        ("url", "https://[receiver"),
        ("url", "https://receiver.example:port/"),
        ("secret", ""),
        ("secret", SECRET.removeprefix("whsec_")),
        ("secret", "whsec_short"),
        ("secret", "whsec_" + "A" * 31 + "!"),
        ("source", "https://gemeente.example/escalator"),
        ("source", "urn:nld:"),
        ("source", "urn:nld:with space"),
        ("proxy", "gopher://proxy.example"),
        ("proxy", "https://[proxy"),
        ("proxy", "https://proxy.example:port"),
        ("token", "two words"),
        ("token", "two\r\nX-Evil: 1"),
        ("token", "tökën"),
        ("types", "contracten"),
        ("types", "nl.Contracten"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_at_once_and_not_shown(name: str, value: str) -> None:
    good = webhook_settings(1)
    given = {each.name: getattr(good, each.name) for each in fields(WebhookSettings)} | {name: value}
    with pytest.raises(InputError, match=f"Webhook, {name}") as caught:
        WebhookSettings(**given)
    assert [secret for secret in SECRETS if secret in str(caught.value)] == []
