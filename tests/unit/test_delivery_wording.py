"""Messages: the most urgent first, dates in words with their weekday, and nothing that people typed can break them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalator.delivery.compose import message_id
from escalator.delivery.layout import lay_out
from escalator.delivery.phrases import when_told
from escalator.delivery.plain import one_line, shortened
from escalator.engine.ports.messages import Action, Item, ItemKind, MessageKind, Told
from escalator.model.day_text import day_told, moment_told
from escalator.model.text import Language, Text
from tests.ladders import day, moment
from tests.letters import EARLIER, KINDS, NUMBER, SENDER, digest, letter, message

VOID = {"meta", "br"}


def item(kind: ItemKind = ItemKind.DEADLINE_BEFORE, due: str = "2026-04-27", **more: object) -> Item:
    """Return a bare item."""
    plain = Item(
        kind=kind,
        contract=str(more.get("contract", "c")),
        contract_name=str(more.get("contract_name", "Contract")),
        key=str(more.get("key", "step1.plan")),
        label=Text("verbeterplan", "improvement plan"),
        case=str(more.get("case", "c-2026-1")),
    )
    return replace(plain, due=day(due) if due else None)


class Tags(HTMLParser):
    """Checks that every tag is closed, and gathers the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Tags:
    """Return what a page holds."""
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    return tags


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_text_and_page_say_the_same(kind: MessageKind, language: Language) -> None:
    written = message(*KINDS[kind](), kind=kind, language=language)
    page = read(written.html)
    assert f'<html lang="{language}">' in written.html
    words = set(" ".join(page.words).split())
    layout = lay_out(letter(*KINDS[kind](), kind=kind, language=language))
    for section in layout.sections:
        for entry in section.entries:
            for line in (entry.title, entry.when, *(each.text for each in (*entry.lines, *entry.commands))):
                assert line in written.text
                assert set(line.split()) <= words


@pytest.mark.parametrize("kind", KINDS)
def test_no_date_goes_without_its_weekday(kind: MessageKind) -> None:
    months = "january|february|march|april|may|june|july|august|september|october|november|december"
    written = message(*KINDS[kind](), kind=kind, language="en")
    dates = re.findall(rf"(\w+) \d{{1,2}} (?:{months}) 20\d\d", written.text, re.IGNORECASE)
    assert dates
    assert {each for each in dates if not each.endswith("day")} == set()


def test_the_most_urgent_comes_first_within_a_contract_and_among_them() -> None:
    made = [
        item(ItemKind.STATE_WAITING, "", key="waiting"),
        item(ItemKind.DEADLINE_BEFORE, "2026-05-01", key="later"),
        item(ItemKind.DEADLINE_BEFORE, "2026-04-28", key="sooner"),
        item(ItemKind.DUTY_OVERDUE, "2026-04-01", contract="b", contract_name="Other", key="overdue"),
        item(ItemKind.DEADLINE_TODAY, "2026-04-20", contract="b", contract_name="Other", key="today"),
        item(ItemKind.DEADLINE_TODAY, "2026-04-20", key="today too"),
    ]
    layout = lay_out(letter(*(replace(each, label=Text(each.key, each.key)) for each in made)))
    assert [section.title for section in layout.sections] == ["Other (b)", "Contract (c)"]
    assert [[entry.title for entry in section.entries] for section in layout.sections] == [
        ["Overdue", "Today"],
        ["Today too", "Sooner", "Later", "Waiting"],
    ]


def test_a_contract_without_a_name_of_its_own_goes_by_its_id() -> None:
    for name in ("", "c"):
        assert lay_out(letter(item(contract_name=name))).sections[0].title == "c"


def test_there_is_no_letter_about_nothing() -> None:
    with pytest.raises(ValueError, match="without items"):
        message()


@pytest.mark.parametrize(
    ("on", "kind", "due", "days", "told"),
    [
        ("2026-04-20", ItemKind.DEADLINE_BEFORE, "2026-04-28", 5, "Due Tuesday 28 April 2026 (5 working days left)"),
        ("2026-04-27", ItemKind.DUTY_BEFORE, "2026-04-28", 1, "Due Tuesday 28 April 2026 (1 working day left)"),
        ("2026-04-24", ItemKind.DEADLINE_BEFORE, "2026-04-26", 0, "Due Sunday 26 April 2026 (2 days left)"),
        ("2026-04-25", ItemKind.DEADLINE_BEFORE, "2026-04-26", None, "Due Sunday 26 April 2026 (1 day left)"),
        ("2026-04-28", ItemKind.DEADLINE_TODAY, "2026-04-28", 0, "Due today, Tuesday 28 April 2026"),
        ("2026-04-29", ItemKind.DEADLINE_OVERDUE, "2026-04-28", 1, "Was due Tuesday 28 April 2026 (1 working day ago)"),
        ("2026-04-27", ItemKind.DUTY_OVERDUE, "2026-04-25", 0, "Was due Saturday 25 April 2026 (2 days ago)"),
    ],
)
def test_when_is_told_with_how_long_that_is(on: str, kind: ItemKind, due: str, days: int | None, told: str) -> None:
    assert when_told(replace(item(kind, due), days=days), day(on)).en == told


def test_a_moment_is_told_as_such() -> None:
    noon = replace(item(ItemKind.DEADLINE_TODAY, "2026-04-20"), due_at=moment("2026-04-20T12:05+02:00"))
    assert when_told(noon, day("2026-04-20")) == Text(
        "Uiterlijk vandaag, maandag 20 april 2026 om 12.05 uur", "Due today, Monday 20 April 2026 at 12:05"
    )
    passed = replace(noon, kind=ItemKind.DEADLINE_OVERDUE)
    assert when_told(passed, day("2026-04-20")).en == "Was due Monday 20 April 2026 at 12:05"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (ItemKind.STATE_WAITING, "Since Friday 17 April 2026 (3 days)"),
        (ItemKind.TERM_MISSING, "Since Friday 17 April 2026 (3 days)"),
        (ItemKind.RIGHT_AROSE, "Arisen on Friday 17 April 2026"),
        (ItemKind.NOT_DELIVERED, "Message of Friday 17 April 2026"),
        (ItemKind.DUTY_TODAY, "Without a fixed day, from Friday 17 April 2026"),
    ],
)
def test_what_has_no_due_day_is_told_since_when(kind: ItemKind, told: str) -> None:
    since = replace(item(kind, ""), since=day("2026-04-17"))
    assert when_told(since, day("2026-04-20")).en == told
    assert when_told(replace(since, since=None), day("2026-04-20")).en == ""


def test_a_correction_says_what_was_said_and_what_holds() -> None:
    told = Told(on=day("2026-04-17"), due=day("2026-04-20"), due_at=moment("2026-04-20T12:00+02:00"), message=EARLIER)
    for earlier, said in (
        (told, "Dat van vrijdag 17 april 2026; daarin stond: uiterlijk maandag 20 april 2026 om 12.00 uur"),
        (replace(told, due_at=None), "Dat van vrijdag 17 april 2026; daarin stond: uiterlijk maandag 20 april 2026"),
        (replace(told, due=None), "Dat van vrijdag 17 april 2026"),
    ):
        correction = replace(item(ItemKind.CORRECTION), earlier=earlier)
        written = message(correction, kind=MessageKind.CORRECTION)
        assert f"Eerder bericht: {said}\n" in written.text
        assert "Nu geldt: uiterlijk maandag 27 april 2026\n" in written.text
        assert written.in_reply_to == f"<{EARLIER}@gemeente.example>"
    withdrawn = replace(item(ItemKind.CORRECTION, ""), earlier=replace(told, message=""))
    written = message(withdrawn, kind=MessageKind.CORRECTION)
    assert "Dit geldt niet meer\n" in written.text
    assert written.in_reply_to == ""


def test_a_day_that_may_still_move_says_so() -> None:
    written = message(replace(item(), provisional=True), language="en")
    assert "Note: This day is provisional:" in written.text


def test_the_subject_says_what_is_most_urgent() -> None:
    assert message(item()).subject == "Binnenkort: verbeterplan (c-2026-1)"
    assert message(item(case="")).subject == "Binnenkort: verbeterplan (c)"
    two = (item(key="a"), item(ItemKind.DEADLINE_OVERDUE, key="b"))
    assert message(*two).subject == "Contract: 1 over tijd, 1 binnenkort"
    assert message(*two, item(contract="b")).subject == "1 over tijd, 2 binnenkort"
    rights = (item(ItemKind.RIGHT_AROSE, key="a"), item(ItemKind.RIGHT_AROSE, key="b"))
    assert message(*rights, kind=MessageKind.RIGHT).subject == "Er is een recht ontstaan (2)"
    long = replace(item(), label=Text("x" * 300, "x" * 300))
    assert len(message(long).subject) == 150
    assert message(long).subject.endswith("x…")


def test_the_id_of_a_message_never_changes() -> None:
    assert message(item()).message_id == message(*digest(), language="en").message_id == message_id(NUMBER, SENDER)
    assert message_id(NUMBER, SENDER) == f"<{NUMBER}@gemeente.example>"


def test_the_same_letter_gives_the_same_message() -> None:
    assert message(*digest()) == message(*digest())


def test_only_a_web_page_is_linked() -> None:
    for link, shown in (("https://x.example/a", True), ("javascript:alert(1)", False), ("", False)):
        written = message(replace(item(), link=link))
        assert (read(written.html).links == [link]) is shown
        assert (link in written.text if link else "Openen" not in written.text) is (shown or not link)


def typed_everywhere(typed: str) -> Item:
    """Return an item of which people have typed every part."""
    text = Text(typed, typed)
    plain = item(contract_name=typed)
    return replace(plain, label=text, why=text, then=text, to_do=text, owed_by=(text,), actions=(Action(text, "x"),))


@given(st.text(min_size=1, max_size=60))
def test_nothing_that_people_type_becomes_markup_or_another_line(typed: str) -> None:
    written, innocent = message(typed_everywhere(typed)), message(typed_everywhere("x"))
    assert written.subject.isprintable()
    assert read(written.html).links == []
    assert written.html.count("<") == innocent.html.count("<")
    assert len(written.text.splitlines()) == len(innocent.text.splitlines())


@given(st.text())
def test_text_from_outside_is_one_printable_line(typed: str) -> None:
    assert one_line(typed).isprintable()
    assert one_line(one_line(typed)) == one_line(typed)
    assert len(shortened(typed, 20)) <= 20


WEEK = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
YEAR = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_ten_years_of_days_in_words(on: date) -> None:
    assert day_told(on).en == f"{on:%A} {on.day} {on:%B} {on.year}"
    assert day_told(on).nl == f"{WEEK[on.weekday()]} {on.day} {YEAR[on.month - 1]} {on.year}"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-03-29T00:59+00:00", "zondag 29 maart 2026 om 01.59 uur"),
        ("2026-03-29T01:00+00:00", "zondag 29 maart 2026 om 03.00 uur"),
        ("2026-10-25T00:30+00:00", "zondag 25 oktober 2026 om 02.30 uur"),
        ("2026-10-25T01:30+00:00", "zondag 25 oktober 2026 om 02.30 uur"),
        ("2026-12-31T23:00+00:00", "vrijdag 1 januari 2027 om 00.00 uur"),
    ],
)
def test_a_moment_is_told_in_dutch_time(at: str, told: str) -> None:
    assert moment_told(moment(at)).nl == told
