"""What a contract says that each of its KPIs must state: one that does not is a finding, where the KPI stands."""

from pathlib import Path

import pytest

from escalator.ladders import library
from escalator.ladders.findings import Findings
from escalator.ladders.schema.kpis import KpiSpec

FILE = Path(library.path_of("housing-matrix"))
LABEL = {"nl": "x", "en": "x"}
ADDED = """  cost:
    label: {nl: Kosten, en: Cost}
    measured_by: contractor
    norm: {at_most: 5}
    clause: C2
"""


def with_kpi(entry: str) -> bytes:
    return FILE.read_text(encoding="utf-8").replace("kpis:\n  score:", f"kpis:\n{entry}  score:").encode()


def test_a_kpi_that_lacks_what_is_required_is_a_finding_for_each() -> None:
    with pytest.raises(Findings) as found:
        library.parse(with_kpi(ADDED), "own.yaml")
    told = found.value.told("en")
    for part in ("theme", "definition", "method"):
        assert f"cost: {part} is missing, see measurement.requires" in told
    assert "on_miss" not in told
    assert "cost: theme ontbreekt, zie measurement.requires" in found.value.told("nl")


def test_one_that_states_them_is_taken() -> None:
    stated = ADDED + "".join(f"    {part}: {{nl: x, en: x}}\n" for part in ("theme", "definition", "method"))
    assert "cost" in library.parse(with_kpi(stated), "own.yaml").kpis


@pytest.mark.parametrize("kind", ["indicator", "planned", "check"])
def test_what_is_not_a_kpi_need_not_state_them(kind: str) -> None:
    entry = ADDED.replace("    clause", f"    kind: {kind}\n    clause")
    assert library.parse(with_kpi(entry), "own.yaml").kpis["cost"].kind == kind


def kpi(**keys: object) -> KpiSpec:
    stated = {"label": LABEL, "clause": "C2", "measured_by": "client", "norm": {"at_least": 7}}
    return KpiSpec.model_validate({**stated, **keys})


@pytest.mark.parametrize(
    ("keys", "lacking"),
    [
        ({}, ("definition", "every", "unit", "on_miss")),
        ({"definition": LABEL, "every": "year", "unit": "grade"}, ("on_miss",)),
        ({"on_miss": {"then": "open", "event": "norm_missed"}}, ("definition", "every", "unit")),
        ({"on_miss": {"then": "keep"}}, ("definition", "every", "unit", "on_miss")),
    ],
)
def test_a_kpi_tells_what_it_lacks(keys: dict[str, object], lacking: tuple[str, ...]) -> None:
    value = kpi(**keys).to_model("score")
    assert value.lacks(("definition", "every", "unit", "on_miss")) == lacking
    assert value.lacks(()) == ()
