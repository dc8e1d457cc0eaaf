"""Parameters and cycles: what each name becomes, and what is said of a name that becomes nothing."""

import pytest

from escalator.ladders import cycles, library
from escalator.ladders.nodes import Scalar
from escalator.model.terms import Term
from escalator.model.text import Text
from tests.small_ladder import TEXT, changed, ladder, line_of, told, told_of

ROUND = """\
format: 1
ladder: round
version: "1"
label: {nl: Rond, en: Round}
document: {title: {nl: Contract, en: Contract}}
terms: {clause: S1}
case_per: contract
parameters:
  answer_within: {label: {nl: antwoordtermijn, en: time to answer}, type: term, value: 5 working days, clause: S2}
roles:
  contractor: {label: {nl: aannemer, en: contractor}, side: contractor, clause: S1}
  manager: {label: {nl: beheerder, en: manager}, side: client, clause: S1}
events:
  missed: {label: {nl: gemist, en: missed}, by: manager, clause: S1}
  finished: {label: {nl: klaar, en: finished}, by: anyone, clause: S3}
cycles:
  round:
    states:
      ask:
        label: {nl: "Vraag {number}", en: "Question {number}"}
        deadline:
          due: {term: $answer_within, from: {deadline: .done}}
          waits_for: finished
          owed_by: contractor
          clause: $clause
        on:
          finished: {to: .done, clause: $clause}
          missed: $missed
      done:
        label: {nl: Klaar, en: Done}
        deadline: {due: {term: 1 week}, waits_for: finished, owed_by: manager, clause: S3}
        on:
          finished: {to: $next, clause: S3}
          missed: {to: .ask, clause: S3}
states:
  start:
    label: {nl: Begin, en: Start}
    initial: true
    on:
      missed: {to: first.done, clause: S1}
  first:
    cycle: round
    with: {number: 1, clause: [S2, S3], next: second.ask, missed: {to: stay, clause: S4}}
  second:
    cycle: round
    with:
      number: 2
      clause: S3
      next: end
      missed: [{to: end, when: overdue, clause: S4}, {to: .done, clause: S4}]
  end: {label: {nl: Einde, en: End}, final: true}
"""


def round_told(*pairs: tuple[str, str]) -> list[str]:
    return told_of(changed(*pairs, text=ROUND))


def test_a_cycle_is_written_out_once_for_each_use() -> None:
    states = library.parse(ROUND.encode(), "f").states
    assert [name for name in states if "." in name] == ["first.ask", "first.done", "second.ask", "second.done"]
    first, second = states["first.ask"], states["second.ask"]
    assert (first.label, second.label) == (Text("Vraag 1", "Question 1"), Text("Vraag 2", "Question 2"))
    assert [(rule.event, rule.to) for rule in first.transitions] == [("finished", "first.done"), ("missed", None)]
    assert [(rule.to, rule.when) for rule in second.transitions] == [
        ("second.done", None),
        ("end", "overdue"),
        ("second.done", None),
    ]
    assert first.deadline is not None
    assert first.deadline.source.clauses == ("S2", "S3")
    assert first.deadline.due[0].anchor.name == "first.done"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("cycle: round", "cycle: ronde", "Unknown cycle: 'ronde'. Did you mean 'round'?"),
        ("number: 1,", "number: 1, colour: red,", "$colour does not occur in the cycle"),
        ("number: 1,", "", "Unknown parameter: '{number}'"),
        ("clause: [S2, S3],", "", "Unknown parameter: '$clause'"),
        ("number: 1,", "number: [1],", "{number}: only a word or number fits in a text"),
        ("number: 1,", "number: true,", "{number}: only a word or number fits in a text"),
        ("    with:\n", "    wiht: {}\n    with:\n", "Unknown key: 'wiht'. Did you mean 'with'?"),
        ("with: {number: 1,", "with: round\n    rest: {number: 1,", "a block with keys is expected here"),
        ("  round:\n", "  round:\n    label: x\n", "Unknown key: 'label'"),
        ("\nstates:\n", "\n  spare: {states: {}}\nstates:\n", "cycle 'spare' is used nowhere"),
        ("  start:\n", "  first.ask: {final: true}\n  start:\n", "state 'first.ask' exists already"),
        ("next: second.ask", "next: second.aks", "Unknown state: 'second.aks'. Did you mean 'second.ask'?"),
        ("to: .done, clause: $c", "to: .doen, clause: $c", "Unknown state: 'first.doen'. Did you mean 'first.done'?"),
    ],
)
def test_what_is_wrong_with_a_cycle_is_told(old: str, new: str, finding: str) -> None:
    assert any(finding in each for each in round_told((old, new))), round_told((old, new))


def test_a_finding_in_a_cycle_points_at_the_line_that_was_written_and_is_told_once() -> None:
    change = ("waits_for: finished\n", "waits_for: finishd\n")
    (found,) = round_told(change)
    assert found.startswith(f"small.yaml:{line_of('finishd', changed(change, text=ROUND))}:")


def test_cycles_that_are_no_block_are_refused() -> None:
    for wrong in ("cycles: 5\n", "cycles: [1]\n", "cycles:\n  round: 5\n"):
        text = ROUND.replace(ROUND[ROUND.index("cycles:\n") : ROUND.index("states:\n  start:")], wrong)
        assert any("a block with keys is expected here" in each for each in told_of(text))


def test_a_name_with_a_dot_in_front_exists_in_a_cycle_only() -> None:
    assert told(("to: answer,", "to: .answer,")) == [
        f"small.yaml:{line_of('to: answer,')}:20: '.answer': a name with a dot in front exists in a cycle only"
    ]


def test_cycles_that_multiply_are_refused_before_they_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cycles, "MAX_NODES", 10)
    assert any("the cycles become too large together" in each for each in told_of(ROUND))


def test_a_parameter_stands_for_a_whole_value_and_inside_a_text() -> None:
    found = ladder(
        ("label: {nl: Te laat, en: Late}", 'label: {nl: "Te laat ({answer_within})", en: "Late ({answer_within})"}')
    )
    assert found.states["late"].label == Text("Te laat (5 werkdagen)", "Late (5 working days)")
    deadline = found.states["answer"].deadline
    assert deadline is not None
    assert deadline.due[0].term == Term.parse("5 working days")


@pytest.mark.parametrize(
    ("value", "finding"),
    [
        ("$answr_within", "Unknown parameter: '$answr_within'. Did you mean '$answer_within'?"),
        ("$strict", "True must be text."),
    ],
)
def test_a_parameter_that_does_not_fit_where_it_is_used_is_told_there(value: str, finding: str) -> None:
    found = told(("{term: $answer_within}", "{term: " + value + "}"))
    assert [each for each in found if finding in each]
    assert all(f":{line_of('{term: $answer_within}')}:" in each or "used nowhere" in each for each in found)


def test_a_mark_in_a_text_that_is_no_parameter_is_told() -> None:
    (found,) = told(("label: {nl: Te laat, en: Late}", 'label: {nl: "Te laat {x}", en: Late}'))
    assert found.startswith(f"small.yaml:{line_of('label: {nl: Te laat')}:17: Unknown parameter: '{{x}}'. Allowed: ")


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("answer_within", "3 days", "3 days"),
        ("strict", "false", "false"),
        ("strict", False, "false"),
    ],
)
def test_a_contract_sets_a_value_as_people_type_it(name: str, value: Scalar, held: str) -> None:
    found = ladder(**{name: value})
    assert found.parameters[name].value == held
    assert found.digest != ladder().digest


def parameter(kind: str, value: str, more: str = "") -> tuple[str, str]:
    return (
        "type: boolean, value: true, clause: S2}",
        f"type: {kind}, value: {value}, {more}clause: S2}}",
    )


@pytest.mark.parametrize(
    ("kind", "value", "given", "held"),
    [
        ("number", "7", "8", "8"),
        ("number", "7", "7,5", "7.5"),
        ("number", "7", 9, "9"),
        ("text", "a", "b", "b"),
        ("money", "EUR 1.00", "EUR 2.50", "EUR 2.50"),
        ("day", "2026-01-01", "2026-02-28", "2026-02-28"),
        ("period", "2026-Q1", "2026-Q2", "2026-Q2"),
        ("role", "manager", "contractor", "contractor"),
        ("calendar", "atw", "atw-full", "atw-full"),
    ],
)
def test_each_type_of_parameter_takes_its_values(kind: str, value: str, given: str | int, held: str) -> None:
    pairs = (parameter(kind, value), ("count(missed) > 2 and strict", "count(missed) > 2 and has(strict)"))
    assert ladder(*pairs).parameters["strict"].value == value
    assert ladder(*pairs, strict=given).parameters["strict"].value == held


@pytest.mark.parametrize(
    ("kind", "value", "given", "finding"),
    [
        ("number", "7", "NaN", "'NaN' is no number"),
        ("number", "7", "1e999", "'1e999' is no number"),
        ("number", "7", True, "True is no number"),
        ("text", "a", 5, "5 must be text"),
        ("money", "EUR 1.00", "1.00", "'1.00' is no amount"),
        ("day", "2026-01-01", "2026-02-30", "'2026-02-30' is no day"),
        ("period", "2026-Q1", "2026-Q5", "'2026-Q5' is no period"),
        ("role", "manager", "boss", "Unknown role: 'boss'"),
        ("calendar", "atw", "ATW-FULL", "'ATW-FULL'. Allowed: atw-full."),
        ("term", "1 week", "1 fortnight", "'1 fortnight' is not a term"),
        ("boolean", "true", "ja", "allowed: true or false, not ja"),
        ("choice", "a", "c", "Unknown choice: 'c'. Allowed: a, b."),
    ],
)
def test_a_value_that_is_not_of_its_type_is_one_clear_finding(
    kind: str, value: str, given: str | int, finding: str
) -> None:
    more = "choices: [a, b], " if kind == "choice" else ""
    pairs = (parameter(kind, value, more), ("count(missed) > 2 and strict", "count(missed) > 2 and has(strict)"))
    if kind == "term":
        pairs = (parameter(kind, value), ("count(missed) > 2 and strict", "count(missed, within=strict) > 2"))
    (found,) = told(*pairs, strict=given)
    assert finding in found
    assert found.startswith(f"small.yaml:{line_of('  strict:')}:")
    assert "parameter strict, value set for the contract: " in found


def test_a_default_that_is_no_choice_is_told() -> None:
    (found,) = told(parameter("choice", "c", "choices: [a, b], "), ("and strict", "and strict == 'a'"))
    assert "parameter strict: Unknown choice: 'c'. Allowed: a, b." in found


def test_a_wrong_default_is_told_once_however_often_it_is_used() -> None:
    (found,) = told(("value: 5 working days", "value: 5 dagen"))
    assert "parameter answer_within: '5 dagen' is not a term" in found


def test_a_value_set_for_a_contract_that_does_not_fit_is_told_at_the_parameter() -> None:
    text = changed(
        ("type: term", "type: text"),
        ("expires:", "adjustable: {at_most: $answer_within, clause: S2}\n      expires:"),
    )
    (found,) = told_of(text, answer_within="soon")
    assert found.startswith(f"small.yaml:{line_of('answer_within:')}:")
    assert f"value set for the contract, used on line {line_of('{term: $answer_within}')}" in found


def test_an_override_of_nothing_is_refused() -> None:
    (found,) = told(nothing="1")
    assert "Unknown parameter: 'nothing'. Allowed: answer_within, strict." in found
    section = TEXT[TEXT.index("parameters:") : TEXT.index("roles:")]
    bare = changed((section, ""), ("$answer_within", "1 day"), (" and strict", ""))
    (found,) = told_of(bare, nothing="1")
    assert "Unknown parameter: 'nothing'" in found


@pytest.mark.parametrize(
    "wrong",
    [
        "parameters: 5\n",
        "parameters:\n  strict: 5\n",
        "parameters:\n  strict: {value: 5}\n",
        "parameters:\n  strict: {type: [term], value: {a: 1}}\n",
    ],
)
def test_parameters_that_are_none_are_refused(wrong: str) -> None:
    text = TEXT.replace(TEXT[TEXT.index("parameters:\n") : TEXT.index("roles:")], wrong)
    assert told_of(text, strict="1")
