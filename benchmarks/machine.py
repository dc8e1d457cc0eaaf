"""What the numbers were measured on: the machine, its system, and the versions of what was compared."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

PACKAGES: Final = (
    "escalation-ladder", "transitions", "sqlalchemy", "sqlmodel", "psycopg", "msgspec", "holidays", "click",
    "APScheduler", "dbos", "procrastinate", "SpiffWorkflow", "numpy",
)  # fmt: skip


def described() -> dict[str, str]:
    """Return what a reader must know to compare with a machine of their own."""
    packages = {name: _version(name) for name in PACKAGES}
    return {
        "Processor": f"{os.cpu_count()} × {_processor()}",
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "SQLite": sqlite3.sqlite_version,
        "Packages": ", ".join(f"{name} {found}" for name, found in packages.items() if found),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
