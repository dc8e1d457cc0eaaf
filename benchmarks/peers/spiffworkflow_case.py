"""SpiffWorkflow: a BPMN process kept as JSON in SQLite; each event loads it, runs one step, and stores it again.

There are two processes: tasks in a row, the least that such a process can be, and the case that the program keeps.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from benchmarks.cases import in_batches
from benchmarks.measuring import Block, one_by_one
from benchmarks.peers.raw_sqlite import connect

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def linear(tasks: int) -> str:
    """Return a process of manual tasks, one after the other, without timers."""
    names = ["start", *(f"task{number}" for number in range(1, tasks + 1)), "end"]
    flows = "".join(
        f'<sequenceFlow id="flow{number}" sourceRef="{before}" targetRef="{after}"/>'
        for number, (before, after) in enumerate(pairwise(names))
    )
    manual = "".join(f'<manualTask id="{name}"/>' for name in names[1:-1])
    inside = f'<startEvent id="start"/>{manual}<endEvent id="end"/>{flows}'
    return f'<definitions xmlns="{BPMN}" targetNamespace="bench"><process id="case">{inside}</process></definitions>'


def looping() -> str:
    """Return the same case as the program's: a plan that is due, its approval that is due, and back until good."""
    return f"""\
<definitions xmlns="{BPMN}" targetNamespace="bench"><process id="case">
  <startEvent id="start"/><sequenceFlow id="begun" sourceRef="start" targetRef="plan"/>
  {_due_task("plan")}<sequenceFlow id="handed_in" sourceRef="plan" targetRef="approval"/>
  {_due_task("approval")}<sequenceFlow id="looked_at" sourceRef="approval" targetRef="decision"/>
  <exclusiveGateway id="decision" default="rejected"/>
  <sequenceFlow id="rejected" sourceRef="decision" targetRef="plan"/>
  <sequenceFlow id="good" sourceRef="decision" targetRef="end">
    <conditionExpression>approved</conditionExpression></sequenceFlow>
  <endEvent id="end"/>
</process></definitions>"""


def _due_task(name: str) -> str:
    """Return a task with a timer of two weeks; when that runs out, the case has ended."""
    return f"""<manualTask id="{name}"/>
  <boundaryEvent id="{name}_due" attachedToRef="{name}">
    <timerEventDefinition><timeDuration>"P14D"</timeDuration></timerEventDefinition></boundaryEvent>
  <sequenceFlow id="{name}_late" sourceRef="{name}_due" targetRef="{name}_end"/><endEvent id="{name}_end"/>"""


def step(workflow: BpmnWorkflow) -> None:
    """Run the manual task that waits."""
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    task.data["approved"] = False
    task.run()
    workflow.do_engine_steps()


def case_of(process: str, facts: int) -> str:
    """Return a case of a process with that many facts as it is kept."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(process))
    workflow = BpmnWorkflow(parser.get_spec("case"))
    workflow.do_engine_steps()
    for _ in range(facts):
        step(workflow)
    return str(BpmnWorkflowSerializer().serialize_json(workflow))


def recording_in_a_row(folder: Path, facts: int, block: int, blocks: int) -> Block:
    """Return a block of work: one event in each of a few cases that had that many, of tasks in a row."""
    return _recording(folder / "spiffworkflow-row.db", case_of(linear(facts + 2), facts), block, blocks)


def recording_in_a_loop(folder: Path, facts: int, block: int, blocks: int) -> Block:
    """Return a block of work: one event in each of a few cases that had that many, of the program's own kind."""
    return _recording(folder / "spiffworkflow-loop.db", case_of(looping(), facts), block, blocks)


def _recording(database: Path, kept: str, block: int, blocks: int) -> Block:
    """Return a block of work on cases that are kept like that one; each case is used once."""
    connection, serializer = connect(database), BpmnWorkflowSerializer()
    connection.execute("CREATE TABLE cases (id TEXT PRIMARY KEY, workflow TEXT NOT NULL)")
    names = [f"haarlem-2026-{number}" for number in range(1, block * blocks + 1)]
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO cases VALUES (?, ?)", [(name, kept) for name in names])
    connection.execute("COMMIT")

    def record(name: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("SELECT workflow FROM cases WHERE id = ?", (name,)).fetchone()
        workflow = serializer.deserialize_json(found[0])
        step(workflow)
        connection.execute("UPDATE cases SET workflow = ? WHERE id = ?", (serializer.serialize_json(workflow), name))
        connection.execute("COMMIT")

    batches = in_batches(names, block)
    return lambda: one_by_one(record, next(batches))
