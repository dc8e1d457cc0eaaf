"""Notices to another system over HTTP: CloudEvents 1.0 as structured JSON, in the Dutch government's profile, signed.

NL GOV profile for CloudEvents: `source` is a URN in `nld`, `type` a reversed domain name, `time` the moment the event
was put on record. No attribute says anything about a person, and `data` holds ids and days only; `dataref` is where an
authorised reader finds the rest. Signatures are Standard Webhooks', made anew at every try, because they hold the time.
"""

from __future__ import annotations

import base64
import json
import re
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import httpx
from standardwebhooks import Webhook as Signature

from escalator.delivery.plain import shortened
from escalator.delivery.trust import trusting
from escalator.engine.ports.channel import Delivered, Outcome, Refused, TryAgain
from escalator.engine.ports.messages import Message
from escalator.engine.ports.store import Clock
from escalator.model.errors import InputError
from escalator.model.text import Text

TYPES: Final = "nl.contracten"
_SOURCE: Final = re.compile(r"urn:nld:[A-Za-z0-9][A-Za-z0-9()+,.:=@;$_!*'%/-]*")
_TYPE: Final = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")
_TOKEN: Final = re.compile(r"[\x21-\x7e]*")
_HOST: Final = re.compile(rb"[A-Za-z0-9.:-]+")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = range(24, 65)  # Standard Webhooks: between 24 and 64
_YEAR: Final = 31_536_000  # seconds; more is not worth telling
_MEDIA_TYPE: Final = "application/cloudevents+json; charset=utf-8"
_LONGEST_ANSWER: Final = 65_536
_UNACCEPTABLE: Final = frozenset({400, 413, 415, 422})  # about this notice itself, whoever sends it and when
_GONE: Final = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """Where notices go, and as whom.

    Attributes:
        url: of the receiver, https; http on this machine only. It may hold a secret and is never shown.
        secret: that signs, as Standard Webhooks writes it: `whsec_` and base64. Never shown.
        source: URN of organisation and system: `urn:nld:oin:00000001823288444000:systeem:escalator`.
        types: the domain, reversed, that types of events begin with.
        dataref: where an authorised reader finds the rest; `{id}` stands for the message's id. Empty for nowhere.
        token: for `Authorization: Bearer`; empty for none. Never shown.
        timeout: seconds that connecting, sending and any one answer may take.
        ca_file: certificates to trust besides the system's.
        proxy: URL of a proxy; the environment's is not used, nor are its logins.

    Raises:
        InputError: one that cannot be used, telling why.
    """

    url: str = field(repr=False)
    secret: str = field(repr=False)
    source: str
    types: str = TYPES
    dataref: str = ""
    token: str = field(default="", repr=False)
    timeout: float = 15.0
    ca_file: Path | None = None
    proxy: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not _is_address(self.url):
            raise _unusable("url", Text("https, zonder login erin", "https, without a login in it"))
        if self.proxy and _read(self.proxy) is None:
            raise _unusable("proxy", Text("een URL met http of https", "a URL with http or https"))
        if not _is_secret(self.secret):
            raise _unusable(
                "secret", Text("whsec_ en base64 van 24 tot 64 bytes", "whsec_ and base64 of 24 to 64 bytes")
            )
        if not _SOURCE.fullmatch(self.source):
            raise _unusable("source", Text("urn:nld:oin:…:systeem:…", "urn:nld:oin:…:systeem:…"))
        if not _TOKEN.fullmatch(self.token):
            raise _unusable("token", Text("een woord in ASCII", "a word in ASCII"))
        if not _TYPE.fullmatch(self.types):
            raise _unusable("types", Text("een omgekeerde domeinnaam", "a reversed domain name"))


class Webhook:
    """A system that notices are posted to.

    Args:
        settings: which, and as whom.
        clock: for the time in the signature.
    """

    def __init__(self, settings: WebhookSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._signature = Signature(settings.secret)
        # The transport alone, without httpx's client: that one follows the environment and logs every address.
        self._transport = httpx.HTTPTransport(verify=trusting(settings.ca_file), proxy=settings.proxy or None)

    def deliver(self, message: Message) -> Outcome:
        """Post a message's notice. 2xx is delivered; a redirect is not followed, for it might lead anywhere."""
        body = json.dumps(event_of(message, self._settings), ensure_ascii=False, separators=(",", ":"))
        request = httpx.Request(
            "POST",
            self._settings.url,
            headers=self._headers(message.id, body),
            content=body.encode(),
            extensions={"timeout": httpx.Timeout(self._settings.timeout).as_dict()},
        )
        try:
            response = self._transport.handle_request(request)
        except httpx.TransportError as problem:
            return TryAgain(shortened(f"{request.url.host}: {str(problem) or type(problem).__name__}"))
        _use_up(response)
        return self._outcome(response)

    def close(self) -> None:
        """Let go of connections."""
        self._transport.close()

    def _headers(self, id_: str, body: str) -> dict[str, str]:
        now = self._clock.now()
        headers = {
            "content-type": _MEDIA_TYPE,
            "webhook-id": id_,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signature.sign(id_, now.astimezone(UTC), body),
        }
        return headers | ({"authorization": f"Bearer {self._settings.token}"} if self._settings.token else {})

    def _outcome(self, response: httpx.Response) -> Outcome:
        code = response.status_code
        answer = shortened(f"{code} {response.reason_phrase}")
        if response.is_success:
            return Delivered(answer)
        if response.is_redirect:
            return Refused(f"{answer}: redirected, which is not followed")
        if code == _GONE or code in _UNACCEPTABLE:
            return Refused(answer)
        return TryAgain(answer, self._asked(response.headers.get("retry-after", "")))

    def _asked(self, retry_after: str) -> timedelta | None:
        """Read Retry-After: seconds, or a moment (RFC 9110, 10.2.3); what cannot be read was not asked."""
        if retry_after.isascii() and retry_after.isdigit():
            return timedelta(seconds=min(int(retry_after[:9]), _YEAR))
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(moment - self._clock.now(), timedelta(0))


def event_of(message: Message, settings: WebhookSettings) -> dict[str, object]:
    """Return a message's notice as a CloudEvent."""
    event: dict[str, object] = {
        "specversion": "1.0",
        "id": message.id,
        "source": settings.source,
        "type": f"{settings.types}.{message.notice.name}",
        "time": _told(message.notice.at),
        "datacontenttype": "application/json",
    }
    if settings.dataref:
        event["dataref"] = settings.dataref.replace("{id}", message.id)
    return event | {"data": message.notice.data}


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _use_up(response: httpx.Response) -> None:
    """Read what comes with an answer, so that the connection can be used again; a longer one is not worth that."""
    with suppress(httpx.TransportError), closing(response):
        size = 0
        for part in response.iter_raw():
            size += len(part)
            if size > _LONGEST_ANSWER:
                return


def _is_address(url: str) -> bool:
    read = _read(url)
    return read is not None and not read.userinfo and (read.scheme == "https" or read.host in _LOOPBACK)


def _read(url: str) -> httpx.URL | None:
    try:
        read = httpx.URL(url)
    except httpx.InvalidURL:
        return None
    return read if read.scheme in {"http", "https"} and _HOST.fullmatch(read.raw_host) else None


def _is_secret(secret: str) -> bool:
    try:
        decoded = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        return False
    return secret.startswith(_PREFIX) and len(decoded) in _SECRET_BYTES


def _unusable(name: str, wanted: Text) -> InputError:
    return InputError(
        Text(
            f"Webhook, {name}: niet bruikbaar; verwacht {wanted.nl}.",
            f"Webhook, {name}: unusable; it takes {wanted.en}.",
        )
    )
