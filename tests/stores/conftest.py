"""The databases that promises are tried on."""

from tests.stores.fixtures import (
    bare,
    clock,
    desk,
    engine,
    in_file,
    kept,
    migrated,
    migrated_file,
    on_server,
    postgresql,
    url,
)

__all__ = [
    "bare",
    "clock",
    "desk",
    "engine",
    "in_file",
    "kept",
    "migrated",
    "migrated_file",
    "on_server",
    "postgresql",
    "url",
]
