"""From a name or a path to a ladder; and all that is wrong with a file at once, also beside what cannot be read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from escalator.ladders import library
from escalator.ladders.findings import Finding, Findings, Place
from escalator.ladders.yaml_text import read
from escalator.model.errors import UnknownName
from escalator.model.text import Text
from tests.small_ladder import TEXT, changed, ladder, line_of, told, told_of


def test_a_shipped_ladder_is_found_by_name() -> None:
    assert library.load("haarlem").id == "haarlem"
    assert library.path_of("haarlem") == library.folder() / "haarlem" / "ladder.yaml"


def test_a_ladder_of_ones_own_is_found_by_file_or_folder(tmp_path: Path) -> None:
    file = tmp_path / "ladder.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert library.load(str(tmp_path)) == library.load(str(file))
    other = tmp_path / "other.yml"
    other.write_text(TEXT, encoding="utf-8")
    assert library.load(str(other)).digest == library.load(str(file)).digest


@pytest.mark.parametrize("name", ["harlem", "", "..", "/etc/passwd", "nothing.yaml", "a\0b"])
def test_an_unknown_name_suggests_the_nearest(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownName) as caught:
        library.load(name)
    assert "haarlem" in caught.value.told("en")


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "ladder.yaml"
    file.write_text(TEXT, encoding="utf-8")
    before = library.load(str(file))
    file.write_text(changed(('version: "1.0"', 'version: "1.1"')), encoding="utf-8")
    after = library.load(str(file))
    assert (before.version, after.version) == ("1.0", "1.1")
    assert before.digest != after.digest


def test_the_digest_is_that_of_the_meaning_not_of_the_text() -> None:
    remarked = "# a remark\n" + TEXT.replace("  # a remark", "").replace(
        "{to: answer, clause: S1}", "\n        to: answer\n        clause: S1"
    )
    assert library.parse(remarked.encode(), "other.yaml").digest == ladder().digest
    assert len(ladder().digest) == 64


def test_the_digest_does_not_depend_on_what_was_asked_of_the_ladder() -> None:
    found = ladder()
    assert (found.initial, found.opening, found.client_roles) == ("start", ("missed",), ("manager",))
    assert library.digest(replace(found, digest="")) == found.digest


def test_overrides_of_one_value_but_another_type_are_not_confused() -> None:
    number = ("type: boolean, value: true", "type: number, value: 0"), ("and strict", "and strict == 1")
    assert ladder(*number, strict=1).parameters["strict"].value == "1"
    assert any("True is no number" in each for each in told(*number, strict=True))


def test_many_ladders_are_not_all_remembered() -> None:
    for number in range(70):
        ladder(("reference: S-1", f"reference: S-{number}"))
    assert len(library._known) <= 64  # noqa: SLF001 - what is remembered shows nowhere else


@pytest.mark.parametrize("text", ["5", "text", "[1, 2]", "null", "true"])
def test_a_file_that_is_no_block_is_refused(text: str) -> None:
    assert told_of(text) == ["small.yaml:1:1: a ladder is expected: a block with keys"]


def test_findings_come_in_the_order_of_the_file() -> None:
    places = [Place("a", 2, 1), Place("a", 1, 9), Place("a", 1, 3), Place("a")]
    problem = Findings([Finding(place, Text("nl", "en")) for place in places])
    assert problem.told("en").splitlines() == ["a: en", "a:1:3: en", "a:1:9: en", "a:2:1: en"]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = told(
        ("format: 1", "format: 7"),
        ("label: {nl: Klein, en: Small}", "lable: {nl: Klein, en: Small}"),
        ("document: {title: {nl: Contract, en: Contract}, reference: S-1}", "document: 5"),
        ("side: client, clause: S1", "side: clint, clause: S1"),
        ("by: manager, clause: S1}\n", "by: boss, clause: S1}\n"),
        ("type: choice, choices", "type: chice, choices"),
        ("{to: answer,", "{to: answr,"),
        ("owed_by: contractor\n      expires", "owed_by: contracter\n      expires"),
        ("measured_by: observer", "measured_by: observr"),
        ("within: 1 week", "within: 1 wek"),
        ("in_state: work", "in_state: wrk"),
    )
    expected = [
        (1, "format: allowed: 1"),
        (4, "lable: unknown key; did you mean 'label'?"),
        (5, "document: a block with keys is expected here"),
        (13, "roles.manager.side: allowed: 'client', 'contractor', 'none'"),
        (24, "Unknown role: 'boss'"),
        (30, "events.answered.data.kind.type: allowed: 'date'"),
        (39, "Unknown state: 'answr'"),
        (45, "Unknown role: 'contracter'. Did you mean 'contractor'?"),
        (71, "Unknown role: 'observr'. Did you mean 'observer'?"),
        (73, "obligations.report.after.within: '1 wek' is not a term"),
        (75, "Unknown state: 'wrk'"),
    ]
    for line, text in expected:
        assert any(each.startswith(f"small.yaml:{line}:") and text in each for each in found), (line, text, found)
    assert len(found) == len(expected) + 1, found
    assert "small.yaml:1:1: label: is missing" in found


def test_where_nothing_can_stand_in_only_what_cannot_be_read_is_told() -> None:
    found = told_of("a: 1\n")
    assert any(each.startswith("small.yaml:1:1: a: unknown key; allowed: format, ladder, version,") for each in found)
    assert "small.yaml:1:1: events: is missing" in found
    events = TEXT[TEXT.index("events:\n") : TEXT.index("states:\n")]
    found = told((events, "events: 5\n"), ("to: answer,", "to: answr,"))
    assert found == [f"small.yaml:{line_of('events:')}:9: events: a block with keys is expected here"]


@pytest.mark.parametrize(
    "section",
    [
        "roles",
        "tracks",
        "checklists",
        "rights",
        "definitions",
        "events",
        "states",
        "kpis",
        "obligations",
        "permissions",
        "scorecards",
        "readings",
        "measurement",
        "terms",
    ],
)
@pytest.mark.parametrize("wrong", ["5", "[1]", "text", "{x: 5}", "{x: {y: z}}", "{X!: {}}", "null"])
def test_a_section_of_another_type_is_told_and_never_a_crash(section: str, wrong: str) -> None:
    lines = TEXT.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{section}:"))
    end = next((number for number, line in enumerate(lines) if number > start and not line.startswith(" ")), len(lines))
    assert told_of("".join([*lines[:start], f"{section}: {wrong}\n", *lines[end:]]))


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "label: {nl: Begin, en: Start}",
            "label: {nl: 5, en: Start}",
            "states.start.label.nl: text is expected here, not 5",
        ),
        ("label: {nl: Begin, en: Start}", "label: {nl: Begin}", "states.start.label.en: is missing"),
        ("label: {nl: Begin, en: Start}", "label: {nl: '', en: Start}", "states.start.label.nl: may not be empty"),
        ("initial: true", "initial: yes", "states.start.initial: allowed: true or false"),
        ("done_by: {type: date", f"{'d' * 61}: {{type: date", "at most 60 characters"),
        (
            "  missed: {label",
            "  Missed!: {label: 1}\n  missed: {label",
            "'Missed!' is not possible; allowed: lower case letters a-z",
        ),
        ("{term: $answer_within}", "{term: 0 days}", "A term in days is 1 to 18300, not 0."),
        ("{term: $answer_within}", "{term: 5}", "5 must be text."),
        ("{term: $answer_within}", "{}", "Exactly one of these belongs here: day, term. Found: -."),
        ("{term: $answer_within}", "{term: 1 day, day: done_by}", "Exactly one of these belongs here: day, term."),
        ("{day: done_by}", "{day: done_by, move_end: false}", "from, at_least, at_most and move_end go with term"),
        ("{day: done_by}", "{term: 1 day, named_since: done_by}", "named_since goes with day"),
        ("{day: done_by}", "{term: 2 hours, at_least: 1 day}", "2 hours: a term counts in days here"),
        ("{day: done_by}", "{term: 2 hours, move_end: true}", "a term in hours does not move"),
        ("{day: done_by}", "{term: 1 day, from: yesterday}", "allowed: 'entry'; or a block with keys"),
        ("{day: done_by}", "{term: 1 day, from: {evnt: missed}}", "from.evnt: unknown key; did you mean 'event'?"),
        (
            "{day: done_by}",
            "{term: 1 day, from: {}}",
            "Exactly one of these belongs here: event, receipt_of, day, deadline",
        ),
        ("{to: stay, clause: S2}", "{clause: S2}", "Exactly one of these belongs here: to, then. Found: -."),
        (
            "{to: stay, clause: S2}",
            "{to: stay, then: {to: late}, clause: S2}",
            "Exactly one of these belongs here: to, then.",
        ),
        ("expires: {to: late,", "expires: {", "Exactly one of these belongs here: to, counts_as"),
        ("expires: {to: late,", "expires: {to: stay,", "an expiry leads to a state"),
        (
            "expires: {to: late,",
            "suspended_by: answered\n      expires: {to: late,",
            "suspended_by and resumed_by belong together",
        ),
        ("owed_by: contractor\n      exp", "owed_by: [approvers, manager]\n      exp", "approvers stands alone"),
        ("waits_for: finished", "waits_for: []", "states.work.deadline.waits_for: at least 1 needed"),
        ("choices: [full, part], ", "", "choices go with type choice, and only with it"),
        ("{type: date,", "{type: text, at_most: 1 day,", "at_least and at_most go with type date"),
        ("{type: date,", "{type: date, at_most: 3 hours,", "3 hours: a term counts in days here"),
        ("{type: date,", "{type: date, minimum: 3,", "minimum and maximum go with number, integer or money"),
        ("final: true}", "final: true, initial: true}", "a final state is not initial and has no events or deadline"),
        (
            "calendar: atw,",
            "calendar: atw, hours: 8,",
            "terms.hours: unknown key; allowed: clause, reading, calendar, move_end",
        ),
        ("rights: suspend", "rights: 5", 'states.late.rights: text is expected here, not 5; put it in quotes: "5"'),
        (
            "{to: end, clause: S4}",
            "{to: end, when: a, b, clause: S4}",
            "b: unknown key; allowed: clause, reading, to, when, then (a comma in text",
        ),
    ],
)
def test_a_value_that_is_wrong_is_told_with_what_would_be_allowed(old: str, new: str, finding: str) -> None:
    found = [each for each in told((old, new)) if finding in each]
    assert len(found) == 1, told((old, new))
    at = "    deadline:" if "stands alone" in finding or "belong together" in finding else old.splitlines()[0]
    assert found[0].startswith(f"small.yaml:{line_of(at)}:")


def test_a_value_of_no_possible_form_is_told_as_one() -> None:
    (found,) = told(("type: boolean, value: true", "type: boolean, value: {a: 1}"))
    assert found.startswith(f"small.yaml:{line_of('  strict:')}:")
    assert "; or " in found


def test_findings_are_told_in_dutch_too() -> None:
    with pytest.raises(Findings) as caught:
        ladder(("initial: true", "initial: ja"), ("label: {nl: Begin, en: Start}", "lable: {nl: Begin, en: Start}"))
    assert caught.value.told("nl").splitlines() == [
        "small.yaml:35:3: states.start.label: ontbreekt",
        "small.yaml:36:5: states.start.lable: onbekende sleutel; bedoelde u 'label'?",
        "small.yaml:37:14: states.start.initial: toegestaan: true of false",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "clause: S1}\n  manager",
            "clause: 7}\n  manager",
            'hier hoort tekst, niet 7; zet het tussen aanhalingstekens: "7"',
        ),
        (
            'version: "1.0"',
            "version: 1.0",
            'version: hier hoort tekst, niet 1.0; zet het tussen aanhalingstekens: "1.0"',
        ),
        ("norm: {at_least: 8}", "norm: {at_least: 7,5}", "schrijf een getal met een punt, zoals 7.5"),
        ("norm: {at_least: 8}", "norm: {at_least: '7,5'}", "'7,5' is geen getal; schrijf 7.5."),
        (
            "within: 1 week",
            "within: 3 werkdagen",
            "'3 werkdagen' is geen termijn; schrijf bijvoorbeeld '3 working days'",
        ),
        (
            "side: contractor",
            "side: opdrachtnemer",
            "roles.contractor.side: toegestaan: 'client', 'contractor', 'none'",
        ),
        ("owed_by: contractor", "owed_by: aannemer", "Rol 'aannemer' is niet bekend."),
        ("required: true", "required: ja", "required: toegestaan: true of false"),
        ("{nl: Te laat, en: Late}", "{nl: Te laat}", "states.late.label.en: ontbreekt"),
        ("{nl: Te laat, en: Late}", "{nl: Te laat, dus korting, en: Late}", "zet zo'n tekst tussen aanhalingstekens"),
        ("label: {nl: Te laat, en: Late}", "\tlabel: x", "geen geldige YAML: gebruik spaties, geen tab"),
        ("{nl: Te laat, en: Late}", "{nl: Te laat: fout, en: Late}", "een dubbele punt te veel"),
        ("{nl: Te laat, en: Late}", "{nl: Te laat, en: Late", "een haakje of aanhalingsteken is niet gesloten"),
    ],
)
def test_what_an_administrator_is_likely_to_write_wrong_is_told_in_plain_dutch(old: str, new: str, said: str) -> None:
    with pytest.raises(Findings) as caught:
        ladder((old, new))
    assert said in caught.value.told("nl")
    assert all(re.match(r"small\.yaml:[0-9]+:[0-9]+: ", line) for line in caught.value.told("nl").splitlines())


def test_a_tree_is_understood_without_a_file() -> None:
    loaded = library.understand(read(TEXT.encode(), "x"))
    assert loaded.ladder == ladder()
    assert "answer" in loaded.file.states
