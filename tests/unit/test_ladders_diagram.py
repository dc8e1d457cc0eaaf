"""A ladder drawn: a state diagram that Mermaid can read, with every way a case can go."""

import re

import pytest

from escalator.ladders import library
from escalator.ladders.diagram import diagram
from escalator.model.text import LANGUAGES, Language
from tests.small_ladder import ladder

LINE = re.compile(
    r'    (?:state "[^"#;<>%]*(?:(?:#\w+;|<br/>)[^"#;<>%]*)*" as \w+'
    r"|\[\*\] --> \w+|\w+ --> \[\*\]"
    r"|\w+ --> \w+ : [^:;<>#]*(?:(?:#\w+;|<br/>)[^:;<>#]*)*)"
)
"""What Mermaid's own parser was tried on; nothing else is drawn."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", library.names())
def test_each_line_is_one_that_mermaid_reads(name: str, language: Language) -> None:
    first, *lines = diagram(library.load(name), language).splitlines()
    assert first == "stateDiagram-v2"
    for line in lines:
        assert LINE.fullmatch(line), line
    drawn = [line.rpartition(" as ")[2] for line in lines if line.startswith("    state ")]
    assert len(set(drawn)) == len(drawn)
    ends = {end for line in lines for end in re.findall(r"(\w+) -->|--> (\w+)", line) for end in end if end}
    assert ends <= set(drawn)


def test_the_small_ladder_is_drawn() -> None:
    assert diagram(ladder(), "nl").splitlines() == [
        "stateDiagram-v2",
        '    state "Begin" as start',
        '    state "Antwoorden<br/>termijn: 5 werkdagen" as answer',
        '    state "Uitvoeren<br/>termijn: genoemde dag" as work',
        '    state "Te laat" as late',
        '    state "Einde" as end_',
        "    [*] --> start",
        "    start --> answer : gemist",
        "    answer --> work : antwoord [“soort” is “full”]",
        "    answer --> late : termijn verstreken",
        "    work --> end_ : klaar",
        "    work --> late : gemist [de termijn is verstreken of “often”]",
        "    late --> end_ : klaar",
        "    end_ --> [*]",
    ]


def test_silence_that_counts_as_an_event_is_drawn_as_that() -> None:
    counts = ladder(
        ("expires: {to: late, clause: S4}", "expires: {counts_as: answered, clause: S4}"),
        (
            "- {when: 'kind == \"full\"', to: work, clause: S2}\n        - {to: stay, clause: S2}",
            "- {to: work, clause: S2}",
        ),
    )
    assert "answer --> work : answered<br/>deadline passed = answered" in diagram(counts, "en")


def test_what_never_happens_is_not_drawn() -> None:
    never = ladder(
        ("when: overdue or often", "when: not strict"),
        ("expires: {to: late,", "expires: {to: late, when: not strict,"),
        ("to: work, clause: S2}", "to: late, clause: S2}"),
        ("  late:\n", "  late:\n    note: {nl: n, en: n}\n"),
        ("finished: {to: end, clause: S4}", "finished: {to: work, clause: S4}"),
        ("work:\n    label", "work:\n    note: {nl: x, en: x}\n    label"),
        ("definitions:\n  often: count(missed) > 2 and strict\n", ""),
        ("{day: done_by}", "{term: 1 day}"),
    )
    assert "work --> late" not in diagram(never, "en")
    assert "deadline passed" not in diagram(never, "en")


def test_an_event_that_holds_everywhere_is_drawn_once() -> None:
    everywhere = ladder(
        ("states:\n", "everywhere:\n  missed: {to: late, clause: S4}\nstates:\n"),
        ("      missed: {to: late, when: overdue or often, clause: S4}\n", ""),
        ("missed: {to: answer, clause: S1}", "finished: {to: answer, clause: S1}"),
        ("on_miss: {then: open, event: missed}", "on_miss: {then: keep}"),
        ("definitions:\n  often: count(missed) > 2 and strict\n", ""),
        ("  strict: {label: {nl: streng, en: strict}, type: boolean, value: true, clause: S2}\n", ""),
    )
    lines = diagram(everywhere, "en").splitlines()
    assert '    state "in every state" as everywhere' in lines
    assert [line for line in lines if "missed" in line] == ["    everywhere --> late : missed"]


def test_signs_that_mean_something_to_mermaid_are_written_as_codes() -> None:
    odd = ladder(
        ("label: {nl: Te laat, en: Late}", 'label: {nl: "Te: \\"laat\\"; <b> #1 100%", en: Late}'),
        ("missed: {label: {nl: gemist,", 'missed: {label: {nl: "gemist: a; b",'),
    )
    text = diagram(odd, "nl")
    assert 'state "Te: #quot;laat#quot;#59; #lt;b#gt; #35;1 100#37;" as late' in text
    assert "start --> answer : gemist#58; a#59; b" in text


def test_closing_is_drawn_only_where_the_ladder_leads_there() -> None:
    assert "closed" in diagram(library.load("haarlem"), "en")
    assert "closed" not in diagram(library.load("zaanstreek"), "en")


def test_states_whose_names_would_clash_are_told_apart() -> None:
    ends = "  late.er: {label: {nl: a, en: a}, final: true}\n  late_er: {label: {nl: b, en: b}, final: true}\n"
    clash = ladder(
        ("to: late, when: overdue", "to: late.er, when: overdue"),
        ("  late:\n", ends + "  late:\n"),
        ("finished: {to: end, clause: S4}", "finished: {to: late_er, clause: S4}"),
    )
    text = diagram(clash, "en")
    assert 'state "a" as late_er\n' in text
    assert 'state "b" as late_er_\n' in text
