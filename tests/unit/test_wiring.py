"""Which ways out the settings give: mail by each kind of address, an endpoint that is told too, or none."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.delivery.discard import Discard
from escalator.delivery.folder import Folder
from escalator.delivery.smtp import Smtp
from escalator.delivery.webhook import Webhook
from escalator.model.errors import InputError
from escalator.settings import Settings
from escalator.testing import Clock
from escalator.wiring import as_url, open_engine, outlets_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - of nobody


@pytest.mark.parametrize(
    ("mail", "kind"),
    [
        ("folder:post", Folder),
        ("discard:", Discard),
        ("smtp://mail.example.org", Smtp),
        ("smtps://jansen:p%40ss@mail.example.org:4650", Smtp),
        ("smtp+plain://localhost:25", Smtp),
    ],
)
def test_mail_goes_where_its_address_says(mail: str, kind: type) -> None:
    outlets = outlets_of(Settings(mail=mail))
    assert {name: type(channel) for name, channel in outlets.channels.items()} == {"mail": kind}


@pytest.mark.parametrize("mail", ["http://mail.example.org", "smtp:mail.example.org", "smtp://", "post"])
def test_another_address_is_refused_with_what_is_allowed(mail: str) -> None:
    with pytest.raises(InputError, match=r"ESCALATOR_MAIL is folder:PATH, smtp://"):
        outlets_of(Settings(mail=mail))


def test_an_endpoint_is_told_beside_people(clock: Clock) -> None:
    settings = Settings(
        webhook_url="https://example.org/in", webhook_secret=SECRET, webhook_source="urn:nld:oin:00000001823288444000"
    )
    outlets = outlets_of(settings, clock)
    assert [type(each) for each in outlets.channels.values()] == [Webhook]
    with open_engine("sqlite://", clock=clock, outlets=outlets) as engine:
        assert engine.endpoints == ("webhook",)


def test_without_settings_nothing_goes_out(clock: Clock) -> None:
    assert outlets_of(Settings(), clock).channels == {}
    with open_engine("sqlite://", clock=clock) as engine:
        assert engine.endpoints == ()


@pytest.fixture
def clock() -> Clock:
    return Clock(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("given", "url"),
    [("a b.db", "sqlite:///a%20b.db"), ("/x/y.db", "sqlite:////x/y.db"), ("sqlite://", "sqlite://")],
)
def test_a_path_is_a_url_like_any_other(given: str, url: str) -> None:
    assert as_url(given) == url
