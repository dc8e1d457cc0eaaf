"""The statements of the ledgers, as `escalator.storage.statements` has them for all else. Never runs one."""

from sqlalchemy import ColumnElement, Executable, Table, and_, bindparam, func, null, or_, select, text, update

from escalator.storage import outbox_tables, tables
from escalator.storage.wording import among, bound, insert, optional, put, table, where

cases, contracts, deadlines = table(tables.Case), table(tables.Contract), table(tables.Deadline)
messages, items = table(outbox_tables.Message), table(outbox_tables.MessageItem)
duties, troubles, beats = table(outbox_tables.Duty), table(outbox_tables.Trouble), table(outbox_tables.Beat)
OWED = text("status = 'owed'")  # as written in the partial index, or SQLite does not see that it fits
ABOUT = ("contract_id", "case_id", "key")
LOCK = f"FOR KEY SHARE OF {contracts.name} FOR UPDATE OF {cases.name}"
"""A closed day locks its contracts whole, in their order, then cases: whoever changes cases asks in the same order."""
CHANGING = ("next_at", "status", "attempts", "claimed_by", "sent_at", "why", "acked_at", "acked_by")


def outbox(database: str) -> dict[str, Executable]:
    """Return every statement of the ledgers, by name."""
    return {
        **_messages(database),
        **_items(database),
        **_reminders(database),
        **_duties(database),
        **_daemons(database),
    }


def _messages(database: str) -> dict[str, Executable]:
    one = select(messages).where(*where(messages, "id"))
    of_contract = messages.c.id.in_(select(items.c.message_id).where(*where(items, "contract_id")))
    of_case = messages.c.id.in_(select(items.c.message_id).where(*where(items, "case_id")))
    asked = (optional(messages.c.status, "status"), messages.c.owed_at >= bindparam("since"))
    return {
        "message_owe": insert(database, messages).on_conflict_do_nothing(),
        "message": one,
        "message_lock": one.with_for_update(),
        "message_update": update(messages).where(messages.c.id == bindparam("message")).values(bound(*CHANGING)),
        "messages_due": select(messages)
        .where(OWED, messages.c.next_at <= bindparam("now"))
        .order_by(messages.c.next_at, messages.c.id)
        .limit(bindparam("n"))
        .with_for_update(skip_locked=True),
        "messages": _newest(*asked),
        "messages_of_contract": _newest(of_contract, *asked),
        "messages_of_case": _newest(of_case, *asked),
        "messages_of_both": _newest(of_contract, of_case, *asked),
        "messages_counted": select(messages.c.status, func.count()).group_by(messages.c.status),
        "messages_waiting": select(func.count(), func.min(messages.c.send_at)).where(
            OWED, messages.c.send_at <= bindparam("now")
        ),
    }


def _newest(*conditions: ColumnElement[bool]) -> Executable:
    found = select(messages).where(*conditions)
    return found.order_by(messages.c.owed_at.desc(), messages.c.id).limit(bindparam("n"))


def _items(database: str) -> dict[str, Executable]:
    order = (items.c.owed_at, items.c.id)
    told = items.alias("told")
    return {
        "item_add": insert(database, items).on_conflict_do_nothing(),
        "items_known": select(items.c.id).where(among(database, items.c.id, "names")),
        "items_settle": update(items)
        .where(among(database, items.c.id, "names"))
        .values(bound("fate", "settled_at", "sequence")),
        "items_told": select(told.c.contract_id, told.c.case_id, told.c.key, told.c.sequence, told.c.due, told.c.due_at)
        .distinct()
        .select_from(items.join(told, and_(*(told.c[name] == items.c[name] for name in ABOUT))))
        .where(*where(items, "message_id"), told.c.fate == text("'told'"))
        .order_by(told.c.sequence, told.c.due, told.c.due_at),
        "items": select(items).where(*where(items, "message_id")).order_by(*order),
        "items_of_cases": select(items).where(among(database, items.c.case_id, "names")).order_by(*order),
        "items_of_contract": select(items).where(*where(items, "contract_id", "case_id")).order_by(*order),
        "items_of": select(items).where(*where(items, "contract_id", "case_id", "key")).order_by(*order),
        "items_between": select(items, messages.c.id.label("of"))
        .join(messages, items.c.message_id == messages.c.id)
        .where(items.c.slot >= bindparam("since"), items.c.slot <= bindparam("until"))
        .order_by(items.c.slot, items.c.id),
    }


def _reminders(database: str) -> dict[str, Executable]:
    return {
        "deadlines_due": select(deadlines.c.case_id, deadlines.c.name)
        .where(deadlines.c.remind_at <= bindparam("now"))
        .order_by(deadlines.c.remind_at, deadlines.c.case_id, deadlines.c.name)
        .limit(bindparam("n")),
        "cases_held": select(cases.c.id)
        .join(contracts)
        .where(among(database, cases.c.id, "names"))
        .order_by(cases.c.contract_id, cases.c.id)
        .suffix_with(text(LOCK), dialect="postgresql"),
        "deadlines_running": _running(database),
        "deadline_remind": _remind(deadlines, case_id="case", name="deadline"),
        "cases_due": _due(cases, cases.c.id, "remind_at"),
        "case_remind": _remind(cases, id="case"),
        "cases_to_look_at": _due(cases, cases.c.id, "look_at"),
        "case_look_at": update(cases)
        .where(cases.c.id == bindparam("case"), or_(cases.c.look_at.is_(None), cases.c.look_at > bindparam("look_at")))
        .values(bound("look_at")),
        "case_looked_at": update(cases).where(cases.c.id == bindparam("case")).values(look_at=null()),
        "contract_reminders": select(contracts.c.reminders).where(*where(contracts, "id")),
        "contract_set_reminders": update(contracts)
        .where(contracts.c.id == bindparam("contract"))
        .values(bound("reminders")),
        **{
            f"next_{of.name.removeprefix(tables.PREFIX)}_{column}": select(func.min(of.c[column])).where(
                of.c[column].is_not(None)
            )
            for of, column in (
                (deadlines, "remind_at"),
                (cases, "remind_at"),
                (cases, "look_at"),
                (duties, "remind_at"),
            )
        },
        "next_cases_change": select(func.min(cases.c.next_change)).where(cases.c.next_change.is_not(None)),
        "next_messages_next_at": select(func.min(messages.c.next_at)).where(OWED),
        "next_contracts_planned_until": select(func.min(contracts.c.planned_until)).where(
            contracts.c.closed_on.is_(None)
        ),
    }


def _running(database: str) -> Executable:
    """Return the deadlines of cases that have not ended yet, with what of the case and the contract reminding takes."""
    of_case = (cases.c.contract_id, cases.c.digest, cases.c.final)
    of_contract = (contracts.c.closed_on, contracts.c.calendar, contracts.c.calendar_version, contracts.c.calendar_now)
    line = [deadlines.c[name] for name in ("case_id", "name", "state", "due", "due_at", "status", "owed_by")]
    return (
        select(*line, *of_case, *of_contract, contracts.c.reminders)
        .select_from(deadlines.join(cases, deadlines.c.case_id == cases.c.id).join(contracts))
        .where(among(database, deadlines.c.case_id, "names"), deadlines.c.left_on.is_(None))
        .order_by(cases.c.contract_id, deadlines.c.case_id, deadlines.c.name)
    )


def _due(of: Table, column: ColumnElement[str], moment: str) -> Executable:
    found = select(column).where(of.c[moment] <= bindparam("now"))
    return found.order_by(of.c[moment], column).limit(bindparam("n"))


def _remind(of: Table, **keys: str) -> Executable:
    found = [of.c[column] == bindparam(name) for column, name in keys.items()]
    return update(of).where(*found).values(bound("remind_at"))


def _duties(database: str) -> dict[str, Executable]:
    stale = or_(contracts.c.planned_facts.is_(None), contracts.c.planned_facts != contracts.c.facts)
    return {
        "duty_put": put(database, duties),
        "duties_forget": duties.delete().where(*where(duties, "contract_id")),
        "duties_due": select(duties)
        .where(duties.c.remind_at <= bindparam("now"))
        .order_by(duties.c.remind_at, duties.c.contract_id, duties.c.occurrence)
        .limit(bindparam("n")),
        "duty_remind": _remind(duties, contract_id="contract", occurrence="of"),
        "contracts_to_plan": select(contracts.c.id)
        .where(
            contracts.c.closed_on.is_(None),
            or_(stale, contracts.c.planned_until.is_(None), contracts.c.planned_until <= bindparam("now")),
        )
        .order_by(contracts.c.id),
        "contract_planned": update(contracts)
        .where(contracts.c.id == bindparam("contract"))
        .values(bound("planned_facts", "planned_until")),
    }


def _daemons(database: str) -> dict[str, Executable]:
    return {
        "trouble_put": put(database, troubles),
        "troubles": select(troubles).order_by(troubles.c.since, troubles.c.subject),
        "trouble_solved": troubles.delete().where(*where(troubles, "subject")),
        "beat_put": put(database, beats),
        "beats": select(beats).order_by(beats.c.started_at, beats.c.name),
        "beat_stopped": beats.delete().where(*where(beats, "name")),
        "notify": select(func.pg_notify("escalator", "")) if database == "postgresql" else select(text("1")),
    }
