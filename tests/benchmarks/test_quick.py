"""Every benchmark runs. The numbers of a quick look mean nothing and are not looked at: no test ever times anything."""

import pytest

from benchmarks.__main__ import SECTIONS, main


@pytest.mark.parametrize("section", SECTIONS)
def test_a_quick_look_runs(section: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--quick", section])
    assert f"{section} …" in capsys.readouterr().out
