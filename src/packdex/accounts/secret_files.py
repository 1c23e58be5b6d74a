"""Files with secrets that an instance makes for itself, once, in its data folder."""

from __future__ import annotations

import os
from pathlib import Path


def keep_first(path: Path, secret: bytes) -> None:
    """Write `secret` to `path`, which only its owner may read (mode 600), unless it is there.

    Of several processes that do so at once one wins; the file appears whole or not at all. Raises
    OSError where it cannot be made.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
