"""Why a day or a right is as it is: what it counts from, what moved it, where it stands in the contract."""

from __future__ import annotations

from dataclasses import replace

from escalator.engine.telling.reasons import listed, why_corrected, why_due, why_right
from escalator.model.facts import Common
from escalator.model.source import Source
from escalator.model.standing import Adjusted
from escalator.model.states import AnchorKind
from escalator.model.text import Text
from tests.ladders import (
    CONTRACTOR,
    MANAGER,
    Case,
    adjustable,
    day,
    deadline,
    event,
    expires,
    happened,
    label,
    ladder,
    moment,
    named,
    on,
    planned,
    right,
    state,
    within,
)
from tests.letters import deadline as found
from tests.letters import facts, opened


def why(case: Case, name: str = "plan") -> str:
    return why_due(found(case, name, "2026-12-31"), case.procedure.ladder, facts(case)).en


def test_a_term_is_told_with_what_it_counts_from() -> None:
    assert (
        why(opened(planned(within("5 working days")))) == '5 working days after "letter (en)" on Monday 2 March 2026.'
    )


def test_a_move_off_a_closed_day_is_told() -> None:
    assert why(opened(planned(within("5 days")))) == (
        '5 days after "letter (en)" on Monday 2 March 2026. That is Saturday 7 March 2026; '
        "no working day, so the first working day after it."
    )


def test_a_day_that_a_party_named_is_told_as_named() -> None:
    case = opened(planned(named("plan_by")), plan_by="2026-03-08")
    assert why(case) == 'This day was named in "letter (en)", and counts as named.'


def test_a_term_from_receipt_or_from_a_named_day_says_so() -> None:
    receipt = opened(planned(within("5 working days", AnchorKind.RECEIPT, "letter")), received="2026-03-04")
    assert why(receipt) == '5 working days after the receipt of "letter (en)" on Wednesday 4 March 2026.'
    from_day = opened(planned(within("5 working days", AnchorKind.DAY, "cure_by")), cure_by="2026-03-04")
    assert why(from_day) == '5 working days after Wednesday 4 March 2026, the day named in "letter (en)".'


def test_a_term_from_another_deadline_says_so() -> None:
    case = Case(planned(within("5 working days", AnchorKind.DEADLINE, "answered")))
    case.record("answer", "2026-03-02", MANAGER)
    case.record("letter", "2026-03-03", MANAGER)
    assert why(case) == "5 working days after the due day before it, Thursday 5 March 2026."


def test_a_term_from_an_expiry_says_so() -> None:
    later = deadline(within("5 working days"), waits_for=["sent"])
    subject = ladder(
        [
            state("start", on("letter", "plan")),
            state(
                "plan",
                on("sent", "done"),
                deadline=deadline(within("1 week"), waits_for=["sent"], expiry=[expires("late")]),
            ),
            state("late", on("sent", "done"), deadline=later),
        ],
        [event("letter"), event("sent", by=(CONTRACTOR,))],
    )
    told = why(opened(subject), name="late")
    assert told == "5 working days after the end of the previous term on Tuesday 10 March 2026."


def test_an_adjustment_is_told_with_its_reason() -> None:
    case = opened(planned(within("5 working days"), adjustable=adjustable()))
    case.record(Common.ADJUSTED, "2026-03-04", MANAGER, deadline="plan", due="2026-03-20", reason="illness")
    assert why(case).endswith("Moved on Wednesday 4 March 2026 (was Monday 9 March 2026). Reason: illness.")


def test_a_day_that_only_an_adjustment_named_is_told_as_set() -> None:
    case = Case(planned(named("plan_by"), adjustable=adjustable()))
    case.record("letter", "2026-03-02", MANAGER)
    case.record(Common.ADJUSTED, "2026-03-04", MANAGER, deadline="plan", due="2026-03-20", reason="agreed")
    assert why(case) == "Set on Wednesday 4 March 2026. Reason: agreed."


def test_an_adjustment_of_no_day_says_no_day() -> None:
    case = opened(planned(within("5 working days")))
    changed = Adjusted(fact="2", on=day("2026-03-04"), before=None, due=day("2026-03-20"), reason="agreed")
    plain = found(case, "plan", "2026-03-02")
    adjusted = replace(plain, derivation=replace(plain.derivation, adjusted=(changed,)))
    told = why_due(adjusted, case.procedure.ladder, facts(case))
    assert told.en.endswith("Moved on Wednesday 4 March 2026. Reason: agreed.")


def test_the_clauses_are_named_where_the_ladder_names_them() -> None:
    case = opened(planned(within("5 working days"), source=Source(("A1", "A2"))))
    assert why(case).endswith("Source: contract (en), A1, A2.")


def test_a_right_is_told_with_condition_cost_amount_and_clause() -> None:
    fine = right("fine", amount=500, cost=label("theirs"), source=Source(("B1",)))
    subject = ladder([state("start")], [], [fine])
    assert why_right(replace(fine, amount=None, cost=None), subject).en.startswith("Condition: condition (en).")
    assert why_right(fine, subject) == Text(
        "Voorwaarde: condition (nl). Kosten: theirs (nl). Bedrag: EUR 500,00. Bron: contract (nl), B1.",
        "Condition: condition (en). Cost: theirs (en). Amount: EUR 500.00. Source: contract (en), B1.",
    )


def test_what_makes_a_message_wrong_is_told_with_both_days() -> None:
    subject = planned(within("5 working days"))
    late = happened(2, "sent", day("2026-03-05"), recorded=moment("2026-03-12T23:30+00:00"))
    assert why_corrected(late, subject).en == (
        'On Friday 13 March 2026 it was recorded that this happened on Thursday 5 March 2026: "sent (en)".'
    )
    gone = happened(3, Common.RETRACTED, day("2026-03-13"), data={"fact": "1", "reason": "mistaken"})
    assert why_corrected(gone, subject).en == "On Friday 13 March 2026 fact 1 was retracted. Reason: mistaken."
    moved = happened(4, Common.ADJUSTED, day("2026-03-13"), data={"reason": "agreed"})
    assert why_corrected(moved, subject).en == "On Friday 13 March 2026 the deadline was moved. Reason: agreed."


def test_names_are_listed_as_people_do() -> None:
    a, b, c = (Text(each, each) for each in "abc")
    assert [listed(each, Text("of", "or")).en for each in ((a,), (a, b), (a, b, c))] == ["a", "a or b", "a, b or c"]
