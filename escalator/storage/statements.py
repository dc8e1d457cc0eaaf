"""Every statement that runs, made from the tables. Owns their wording; never runs one.

Loading SQLModel and SQLAlchemy takes longer than a whole command, so their work is done beforehand: `make statements`
compiles what stands here for both databases and writes `compiled.json`, which is all that running needs. A test
compiles anew and compares.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Date, DateTime, Executable, TypeDecorator, bindparam, func, null, select, text, types, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import ReturnsRows

from escalator.storage import tables
from escalator.storage.outbox_statements import LOCK, outbox
from escalator.storage.wording import among, bound, insert, optional, put, table, where

COMPILED = Path(__file__).with_name("compiled.json")
DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "postgresql": psycopg.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]  # it is not typed yet
}

cases, contracts, facts = table(tables.Case), table(tables.Contract), table(tables.Fact)
deadlines, rights, ladders = table(tables.Deadline), table(tables.Right), table(tables.LadderVersion)
calendars, closed_days = table(tables.CalendarVersion), table(tables.ClosedDayAdded)
contacts, numbers, evidence = table(tables.Contact), table(tables.CaseNumber), table(tables.Evidence)
measurements, proposals = table(tables.Measurement), table(tables.Proposal)
STANDING = (
    *("state", "step", "final", "since", "as_of", "next_change", "calendar_now", "facts", "head", "progress"),
    "remind_at",
)
OF_DAEMON = {"reminders", "planned_facts", "planned_until", "remind_at", "look_at"}


def compiled() -> dict[str, dict[str, dict[str, Any]]]:
    """Return every statement by database and name: its SQL, its values in order, their kinds, and which are fixed.

    SQLite takes the primary key for `facts_agreed`, and reads every result of the contract, unless told which index.
    """
    found = {
        name: {key: _compiled(statement, dialect) for key, statement in sorted(_all(name).items())}
        for name, dialect in DIALECTS.items()
    }
    agreed = found["sqlite"]["facts_agreed"]
    agreed["sql"] = agreed["sql"].replace(f"FROM {facts.name}", f"FROM {facts.name} INDEXED BY ix_{facts.name}_agreed")
    return found


def _compiled(statement: Executable, dialect: Dialect) -> dict[str, Any]:
    done = statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # Executable's own compile() is untyped
    takes = {name: kind for name, bind in done.binds.items() if (kind := _kind(bind.type))}
    columns: Iterable[ColumnElement[Any]] = statement.exported_columns if isinstance(statement, ReturnsRows) else ()
    fixed = {name: value for name, value in done.params.items() if value is not None}
    gives = [_kind(column.type) for column in columns]
    return {"sql": str(done), "order": list(done.positiontup), "takes": takes, "gives": gives, "fixed": fixed}


def _kind(of: types.TypeEngine[Any]) -> str:
    inner = of.impl if isinstance(of, TypeDecorator) else of
    if isinstance(inner, types.ARRAY):
        return "names"
    if isinstance(inner, Date):
        return "day"
    if isinstance(inner, DateTime):
        return "moment"
    return "flag" if isinstance(inner, types.Boolean) else ""


def _all(database: str) -> dict[str, Executable]:
    return {
        **_ladders(database),
        **_contracts(database),
        **_cases(database),
        **_facts(database),
        **_results(database),
        **outbox(database),
    }


def _ladders(database: str) -> dict[str, Executable]:
    return {
        "ladder_add": insert(database, ladders).on_conflict_do_nothing(),
        "ladder": select(ladders.c.definition).where(*where(ladders, "digest")),
        "ladder_source": select(ladders.c.source).where(*where(ladders, "digest")),
        "calendar_add": insert(database, calendars).on_conflict_do_nothing(),
        "calendar": select(calendars.c.plain).where(*where(calendars, "name", "version")),
        "closed_day_add": insert(database, closed_days).returning(closed_days.c.id),
        "closed_days": select(closed_days)
        .where(closed_days.c.contract_id.in_(["", bindparam("contract_id")]))
        .order_by(closed_days.c.id),
        "closed_days_last": select(func.max(closed_days.c.added_at)).where(
            closed_days.c.contract_id.in_(["", bindparam("contract_id")])
        ),
    }


def _contracts(database: str) -> dict[str, Executable]:
    kept = [column for column in contracts.columns if column.name not in OF_DAEMON]
    found = select(*kept, ladders.c.ladder, ladders.c.version).join(ladders, contracts.c.digest == ladders.c.digest)
    one = found.where(*where(contracts, "id"))
    last = numbers.c.last
    return {
        "contract_add": insert(database, contracts).values(
            reminders=null(), planned_facts=null(), planned_until=null()
        ),
        "contract": one,
        "contract_lock": one.with_for_update(of=contracts, key_share=True),
        "contract_lock_whole": one.with_for_update(of=contracts),
        "contracts": found.order_by(contracts.c.id),
        "contract_append": update(contracts).where(*where(contracts, "id")).values(bound("facts", "head")),
        "contract_close": update(contracts).where(*where(contracts, "id")).values(bound("closed_on")),
        "contract_calendar": update(contracts).where(*where(contracts, "id")).values(bound("calendar_now")),
        "contract_ids": select(contracts.c.id).order_by(contracts.c.id),
        "contact_add": insert(database, contacts).returning(contacts.c.id),
        "contacts": select(contacts).where(*where(contacts, "contract_id")).order_by(contacts.c.id),
        "contact_remove": contacts.delete().where(*where(contacts, "id")),
        "case_number": insert(database, numbers)
        .values(last=1)
        .on_conflict_do_update(index_elements=["contract_id", "year"], set_={"last": last + 1})
        .returning(last),
    }


def _cases(database: str) -> dict[str, Executable]:
    about = (contracts.c.starts, contracts.c.closed_on, contracts.c.calendar, contracts.c.calendar_version)
    now = contracts.c.calendar_now.label("contract_calendar_now")
    line = [column for column in cases.columns if column.name not in {"progress", "head", "key", *OF_DAEMON}]
    full = select(*line, cases.c.head, cases.c.progress, *about, now, contracts.c.reminders)
    full = full.join(contracts, cases.c.contract_id == contracts.c.id)
    one, listed = full.where(cases.c.id == bindparam("id")), select(*line)
    several = full.where(among(database, cases.c.id, "names")).order_by(cases.c.contract_id, cases.c.id)
    lock = text(LOCK)
    counting = select(deadlines.c.case_id).where(
        deadlines.c.due >= bindparam("due_from"),
        deadlines.c.counted_from < bindparam("day"),
        deadlines.c.left_on.is_(None),
    )
    return {
        "case_add": insert(database, cases).values(look_at=null()),
        "case": one,
        "case_lock": one.suffix_with(lock, dialect="postgresql"),
        "cases_several": several,
        "cases_several_lock": several.suffix_with(lock, dialect="postgresql"),
        "case_heads": select(cases.c.id, cases.c.facts, cases.c.head).where(among(database, cases.c.id, "names")),
        "case_by_key": full.where(*where(cases, "contract_id", "key")),
        "case_update": update(cases).where(cases.c.id == bindparam("case")).values(bound(*STANDING)),
        "case_ids": select(cases.c.id)
        .where(cases.c.id >= bindparam("start"))
        .order_by(cases.c.id)
        .limit(bindparam("n")),
        "cases": listed.order_by(cases.c.id),
        "cases_of": listed.where(*where(cases, "contract_id")).order_by(cases.c.id),
        "cases_changing": select(cases.c.id)
        .where(cases.c.next_change <= bindparam("until"), optional(cases.c.contract_id, "contract_id"))
        .order_by(cases.c.next_change, cases.c.id)
        .limit(bindparam("n")),
        "cases_counting": counting,  # put in order by hand: SQLite would read every deadline there is, in theirs
        "cases_counting_of": counting.join(cases, deadlines.c.case_id == cases.c.id).where(
            *where(cases, "contract_id")
        ),
        "deadlines_reminded": select(deadlines)
        .join(cases, deadlines.c.case_id == cases.c.id)
        .where(
            deadlines.c.remind_at > bindparam("now"),
            deadlines.c.remind_at < bindparam("until"),
            deadlines.c.due >= bindparam("due_from"),
            deadlines.c.left_on.is_(None),
            optional(cases.c.contract_id, "contract_id"),
        )
        .order_by(deadlines.c.case_id, deadlines.c.n),
        "deadline_put": put(database, deadlines),
        "deadline_forget": deadlines.delete().where(*where(deadlines, "case_id", "name")),
        "deadlines_forget": deadlines.delete().where(*where(deadlines, "case_id")),
        "deadlines": select(deadlines).where(*where(deadlines, "case_id")).order_by(deadlines.c.n),
        "deadlines_live": select(deadlines, cases.c.contract_id)
        .join(cases, deadlines.c.case_id == cases.c.id)
        .where(deadlines.c.due <= bindparam("until"), optional(cases.c.contract_id, "contract_id"))
        .order_by(deadlines.c.due, deadlines.c.case_id, deadlines.c.name),
        "right_put": put(database, rights),
        "rights_forget": rights.delete().where(*where(rights, "case_id")),
        "rights": select(rights).where(*where(rights, "case_id")).order_by(rights.c.name),
    }


def _facts(database: str) -> dict[str, Executable]:
    return {
        "fact_add": insert("sqlite", facts),
        "facts": select(facts).where(*where(facts, "stream")).order_by(facts.c.seq),
        "facts_several": select(facts)
        .where(among(database, facts.c.stream, "streams"))
        .order_by(facts.c.stream, facts.c.seq),
        "facts_of": select(facts).where(*where(facts, "stream", "event")).order_by(facts.c.seq),
        "facts_agreed": select(facts).where(*where(facts, "stream"), text(tables.AGREED)).order_by(facts.c.seq),
        "fact": select(facts).where(*where(facts, "stream", "seq")),
        "fact_keys": select(facts.c.key).where(
            *where(facts, "stream"), facts.c.key >= bindparam("first"), facts.c.key < bindparam("after")
        ),
        "fact_by_key": select(facts).where(*where(facts, "stream", "key")),
        "evidence_add": insert("sqlite", evidence),
        "evidence": select(evidence).where(*where(evidence, "sha256")),
        "evidence_known": select(evidence.c.size).where(*where(evidence, "sha256")),
    }


def _results(database: str) -> dict[str, Executable]:
    of_kpi = select(measurements).where(*where(measurements, "contract_id", "kpi"))
    return {
        "measurement_add": insert(database, measurements),
        "measurements": select(measurements)
        .where(*where(measurements, "contract_id"))
        .order_by(measurements.c.starts, measurements.c.seq),
        "measurements_of": of_kpi.order_by(measurements.c.starts, measurements.c.seq),
        "measurements_counting": of_kpi.where(optional(measurements.c.region, "region"), text("counts")).order_by(
            measurements.c.ends, measurements.c.seq
        ),
        "measurement": select(measurements).where(*where(measurements, "contract_id", "seq")),
        "measurements_resting": select(measurements)
        .where(*where(measurements, "case_id", "case_seq"), text("counts"), text("case_id IS NOT NULL"))
        .order_by(measurements.c.seq),
        "measurement_rests": update(measurements)
        .where(measurements.c.contract_id == bindparam("contract"), measurements.c.seq == bindparam("number"))
        .values(bound("case_id", "case_seq")),
        "measurement_counting": of_kpi.where(*where(measurements, "region", "period"), text("counts")),
        "measurement_corrected": update(measurements)
        .where(*where(measurements, "contract_id", "seq"))
        .values(counts=text("false")),
        "proposal_add": insert(database, proposals),
        "proposal": select(proposals).where(*where(proposals, "contract_id", "seq")),
        "proposals": select(proposals)
        .where(optional(proposals.c.contract_id, "contract_id"), optional(proposals.c.status, "status"))
        .order_by(proposals.c.contract_id, proposals.c.seq),
        "proposal_decide": update(proposals)
        .where(proposals.c.contract_id == bindparam("contract"), proposals.c.seq == bindparam("number"))
        .values(bound("status", "case_id", "decided_on", "decided_by", "why")),
    }


def write() -> None:
    """Compile everything and keep it."""
    COMPILED.write_text(json.dumps(compiled(), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
