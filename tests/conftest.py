"""What all tests share: how hard properties are tried, and what must be loaded before a clock is frozen."""

import importlib
import pkgutil
import sys

import pytest
from hypothesis import HealthCheck, settings

import escalator

settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,  # the same examples for everybody: what passes here passes there
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no property of the program
)
settings.register_profile("soak", deadline=None, max_examples=5_000)
settings.load_profile("dev")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Load every module where a collected test freezes the clock: pydantic defines no model under a false one."""
    if session.items and "freezegun" in sys.modules:
        for module in pkgutil.walk_packages(escalator.__path__, "escalator."):
            if not module.name.startswith("escalator.storage.migrations") and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
