"""The server that several daemons share; started by the tests themselves."""

from tests.stores.fixtures import migrated, on_server, postgresql

__all__ = ["migrated", "on_server", "postgresql"]
