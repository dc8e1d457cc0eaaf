"""A small ladder as text, for tests to change a line of and see what the loader says. It tests nothing itself."""

from __future__ import annotations

from escalator.ladders import library
from escalator.ladders.findings import Findings
from escalator.ladders.nodes import Scalar
from escalator.model.ladder import Ladder

TEXT = """\
format: 1
ladder: small
version: "1.0"
label: {nl: Klein, en: Small}
document: {title: {nl: Contract, en: Contract}, reference: S-1}
terms: {calendar: atw, reading: working_day}
case_per: track
parameters:
  answer_within: {label: {nl: antwoordtermijn, en: time to answer}, type: term, value: 5 working days, clause: S2}
  strict: {label: {nl: streng, en: strict}, type: boolean, value: true, clause: S2}
roles:
  contractor: {label: {nl: aannemer, en: contractor}, side: contractor, clause: S1}
  manager: {label: {nl: beheerder, en: manager}, side: client, clause: S1}
  observer: {label: {nl: waarnemer, en: observer}, side: none, acts: false, clause: S1}
tracks:
  main: {label: {nl: hoofd, en: main}, clause: S1}
checklists:
  content: {label: {nl: inhoud, en: content}, items: {cause: {nl: oorzaak, en: cause}}, clause: S3}
rights:
  suspend: {label: {nl: opschorten, en: suspend}, condition: {nl: te laat, en: late}, holders: manager, clause: S4}
definitions:
  often: count(missed) > 2 and strict
events:
  missed: {label: {nl: gemist, en: missed}, by: manager, clause: S1}
  answered:
    label: {nl: antwoord, en: answered}
    by: contractor
    checklist: content
    data:
      kind: {type: choice, choices: [full, part], required: true, label: {nl: soort, en: kind}}
      done_by: {type: date, label: {nl: klaar op, en: done by}}
    clause: S2
  finished: {label: {nl: klaar, en: finished}, by: client_side, clause: S3}
states:
  start:
    label: {nl: Begin, en: Start}
    initial: true
    on:
      missed: {to: answer, clause: S1}
  answer:
    label: {nl: Antwoorden, en: Answer}
    deadline:
      due: {term: $answer_within}
      waits_for: answered
      owed_by: contractor
      expires: {to: late, clause: S4}
      clause: S2
    on:
      answered:
        - {when: 'kind == "full"', to: work, clause: S2}
        - {to: stay, clause: S2}
  work:
    label: {nl: Uitvoeren, en: Work}
    deadline:
      due: {day: done_by}
      waits_for: finished
      owed_by: contractor
      clause: S3
    on:
      finished: {to: end, clause: S3}
      missed: {to: late, when: overdue or often, clause: S4}
  late:
    label: {nl: Te laat, en: Late}
    rights: suspend
    on:
      finished: {to: end, clause: S4}
  end: {label: {nl: Einde, en: End}, final: true}
measurement:
  on_miss: {then: open, event: missed}
kpis:
  quality: {label: {nl: kwaliteit, en: quality}, track: main, measured_by: observer, norm: {at_least: 8}, clause: S1}
obligations:
  report: {label: {nl: verslag, en: report}, owed_by: contractor, after: {event: missed, within: 1 week}, clause: S3}
permissions:
  visit: {label: {nl: bezoek, en: visit}, holders: manager, in_state: work, clause: S3}
scorecards:
  card:
    label: {nl: kaart, en: card}
    kpi: quality
    bands:
      - {name: low, label: {nl: laag, en: low}, below: 5, consequences: malus}
      - {name: high, label: {nl: hoog, en: high}}
    consequences:
      malus: {label: {nl: malus, en: malus}, weight: malus}
    clause: S1
readings:
  working_day: {question: {nl: Werkdag?, en: Working day?}, reading: {nl: atw, en: atw}, clause: S1}
"""


def changed(*pairs: tuple[str, str], text: str = TEXT) -> str:
    """Return the text with each first part, which must be there, replaced by its second part."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def ladder(*pairs: tuple[str, str], **overrides: Scalar) -> Ladder:
    """Return the ladder with parts of its text replaced."""
    return library.parse(changed(*pairs).encode(), "small.yaml", overrides)


def told(*pairs: tuple[str, str], **overrides: Scalar) -> list[str]:
    """Return what the loader finds after parts of the text were replaced, in English, a line each."""
    return told_of(changed(*pairs), **overrides)


def told_of(text: str, **overrides: Scalar) -> list[str]:
    """Return what the loader finds in a text; nothing where it is right."""
    try:
        library.parse(text.encode(), "small.yaml", overrides)
    except Findings as problem:
        return [finding.told("en") for finding in problem.findings]
    return []


def line_of(part: str, text: str = TEXT) -> int:
    """Return the number of the first line that holds a part."""
    return text[: text.index(part)].count("\n") + 1
