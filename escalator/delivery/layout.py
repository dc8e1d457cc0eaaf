"""From a letter to what stands where, in one language: sections by contract, entries by urgency. No markup in here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from escalator.delivery import phrases
from escalator.delivery.plain import one_line, sentence_case
from escalator.delivery.subjects import subject
from escalator.engine.ports.messages import Item, ItemKind, Letter
from escalator.engine.telling.commands import command
from escalator.model.day_text import day_told, moment_told
from escalator.model.text import Language, Text

_ORDER: Final = (
    (ItemKind.CORRECTION, ItemKind.EXPIRED, ItemKind.RIGHT_AROSE),
    (ItemKind.DEADLINE_OVERDUE, ItemKind.DUTY_OVERDUE),
    (ItemKind.DEADLINE_TODAY, ItemKind.DUTY_TODAY),
    (ItemKind.NOT_DELIVERED, ItemKind.NO_CONTACT),
    (ItemKind.TERM_MISSING, ItemKind.PROPOSAL_WAITING),
    (ItemKind.DEADLINE_BEFORE, ItemKind.DUTY_BEFORE),
    (ItemKind.RIGHT_IN_FORCE, ItemKind.STATE_WAITING),
)
_RANK: Final = {kind: rank for rank, kinds in enumerate(_ORDER) for kind in kinds}
_TONES: Final = ("formal", "late", "today", "today", "today", "soon", "calm")
_DATED: Final = frozenset(kind for kind in ItemKind if kind.startswith(("deadline_", "duty_", "expired")))
_EXPLAINED: Final = frozenset(
    {ItemKind.DEADLINE_BEFORE, ItemKind.DEADLINE_TODAY, ItemKind.DEADLINE_OVERDUE, ItemKind.EXPIRED}
)
_WEB: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Line:
    """A caption and what it says."""

    caption: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item, ready to be set.

    Attributes:
        tone: how urgent it looks: formal, late, today, soon or calm; the badge says the same in a word.
        commands: what to type, each with what it is for.
        link: a web page; empty where there is none.
    """

    tone: str
    badge: str
    title: str
    when: str
    lines: tuple[Line, ...]
    commands: tuple[Line, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Section:
    """A contract and its entries."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A letter, ready to be set; `words` are the captions that the templates need."""

    language: Language
    subject: str
    title: str
    day: str
    greeting: str
    intro: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    seen: Line
    words: dict[str, str]


def lay_out(letter: Letter) -> Layout:
    """Lay a letter out in its recipient's language.

    Raises:
        ValueError: it has no items; there is nothing to tell.
    """
    if not letter.items:
        raise ValueError("a letter without items")
    language, kind = letter.recipient.language, letter.kind
    ordered = sorted(letter.items, key=_urgency)
    known = Text(*(phrases.KNOWN[each].format(at=moment_told(letter.at)[each]) for each in ("nl", "en")))
    closing = [phrases.CLOSINGS[kind]] if kind in phrases.CLOSINGS else []
    return Layout(
        language=language,
        subject=subject(letter, ordered),
        title=phrases.TITLES[kind][language],
        day=day_told(letter.on)[language],
        greeting=f"{phrases.DEAR[language]} {one_line(letter.recipient.name)},",
        intro=phrases.INTROS[kind][language],
        sections=tuple(_sections(ordered, letter.on, language)),
        closing=tuple(each[language] for each in (*closing, known, phrases.WRONG)),
        seen=Line(phrases.SEEN[language], command("ack", letter.id, "--by", one_line(letter.recipient.name))),
        words={"type": phrases.TYPE[language], "open": phrases.OPEN[language]},
    )


def _urgency(item: Item) -> tuple[int, date, str, str, str]:
    return (_RANK[item.kind], item.due or item.since or date.max, item.contract, item.case, item.key)


def _sections(ordered: list[Item], on: date, language: Language) -> Iterator[Section]:
    places = list(dict.fromkeys(item.contract for item in ordered))
    by_contract = sorted(ordered, key=lambda item: places.index(item.contract))
    for contract, items in groupby(by_contract, key=lambda item: item.contract):
        found = list(items)
        name = one_line(found[0].contract_name) or contract
        title = name if name == contract else f"{name} ({contract})"
        yield Section(title, tuple(_entry(item, on, language) for item in found))


def _entry(item: Item, on: date, language: Language) -> Entry:
    actions = [Line(one_line(each.label[language]), each.command) for each in item.actions]
    if item.kind in _EXPLAINED and item.case:
        actions.append(Line(phrases.EXPLAIN[language], command("explain", item.case, item.key)))
    return Entry(
        tone=_TONES[_RANK[item.kind]],
        badge=phrases.BADGES[item.kind][language],
        title=sentence_case(item.label[language]),
        when=phrases.when_told(item, on)[language],
        lines=tuple(Line(caption[language], one_line(text[language])) for caption, text in _lines(item)),
        commands=tuple(actions),
        link=item.link if item.link.startswith(_WEB) else "",
    )


def _lines(item: Item) -> Iterator[tuple[Text, Text]]:
    if item.earlier is not None:
        yield phrases.SAID, phrases.said_told(item.earlier)
    if item.case:
        yield phrases.CASE, Text(item.case, item.case)
    if item.owed_by:
        caption = phrases.HELD_BY if item.kind in {ItemKind.RIGHT_AROSE, ItemKind.RIGHT_IN_FORCE} else phrases.OWED_BY
        yield caption, Text(", ".join(each.nl for each in item.owed_by), ", ".join(each.en for each in item.owed_by))
    if item.why:
        yield (phrases.WHY if item.kind in _DATED and item.due else phrases.REASON), item.why
    if item.provisional:
        yield phrases.NOTE, phrases.PROVISIONAL
    if item.then:
        yield phrases.THEN, item.then
    if item.to_do:
        yield phrases.TO_DO, item.to_do
