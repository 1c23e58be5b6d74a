"""Whether this machine is fit to ask git at all."""

import os
import tempfile
from pathlib import Path

from packdex.sources.git.program import ProgramError, find_program

SAMPLE_BYTES = 1_000_000
"""What has to fit onto the disk for a copy to be worth a try."""


def hindrance(folder: Path) -> str | None:
    """What is in the way of any repository whose copy is kept below `folder`; None: nothing is.

    A sentence for the reader without a full stop.
    """
    try:
        find_program()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(os.urandom(SAMPLE_BYTES))  # which no file system makes smaller
            file.flush()
            os.fsync(file.fileno())
    except ProgramError as error:
        return error.why
    except OSError as error:
        return f"nothing can be written to {folder} ({error.strerror or error})"
    return None
